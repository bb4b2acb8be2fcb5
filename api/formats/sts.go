package formats

import (
	"io"

	"hallmark/standard"
	"hallmark/standard/sts"
)

func stsForm() Format {
	return Format{
		Name: "sts", Extensions: []string{sts.Extension, ".xml"},
		ContentType: "application/xml; charset=utf-8",
		Write: func(w io.Writer, e *standard.Edition, _ Options) ([]standard.Loss, error) {
			return sts.Write(w, e)
		},
		Read: readSTS,
	}
}

// readSTS reads the text of a standard onto the base. Without one there are no points and no rules
// of scoring, and the error says what is missing.
func readSTS(r io.Reader, base *standard.Edition) (*standard.Edition, []standard.Loss, error) {
	reading, err := sts.Read(r, base)
	if err != nil {
		return nil, nil, err
	}
	if reading.Edition == nil {
		return nil, reading.Losses, &standard.InvalidError{Problems: reading.Missing}
	}
	return reading.Edition, reading.Losses, nil
}
