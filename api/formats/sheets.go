package formats

import (
	"io"

	"hallmark/standard"
	"hallmark/standard/csv"
	"hallmark/standard/xlsx"
)

func xlsxForm() Format {
	return Format{
		Name: "xlsx", Extensions: []string{".xlsx"},
		ContentType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
		Write: func(w io.Writer, e *standard.Edition, o Options) ([]standard.Loss, error) {
			return xlsx.Write(w, e, o.Language)
		},
		Read: func(r io.Reader, _ *standard.Edition) (*standard.Edition, []standard.Loss, error) {
			return xlsx.Read(r)
		},
	}
}

func csvForm() Format {
	return Format{
		Name: "csv", Extensions: []string{".csv"},
		ContentType: "text/csv; charset=utf-8",
		Write: func(w io.Writer, e *standard.Edition, o Options) ([]standard.Loss, error) {
			return csv.Write(w, e, o.Language)
		},
		Read: csv.Read,
	}
}
