package yaml

import (
	"bytes"
	"errors"
	"io"
	"regexp"

	"hallmark/standard"
)

// Parse reads an edition. It returns an *[standard.InvalidError] with every problem and its place.
func Parse(r io.Reader) (*standard.Edition, error) {
	return parse(r, standard.Parse, standard.FromTree)
}

// ParseAmendment reads an amendment sheet, like [Parse].
func ParseAmendment(r io.Reader) (*standard.Amendment, error) {
	return parse(r, standard.ParseAmendment, standard.AmendmentFromTree)
}

// ParseAids reads the aids of clauses, like [Parse].
func ParseAids(r io.Reader) (*standard.AidFile, error) {
	return parse(r, standard.ParseAids, standard.AidsFromTree)
}

// parse reads JSON as JSON, whatever the file is called: YAML takes some of its signs for others.
func parse[T any](r io.Reader, asJSON func(io.Reader) (*T, error), from func(any) (*T, error)) (
	*T, error,
) {
	text, err := standard.ReadSource(r)
	if err != nil {
		return nil, err
	}
	if jsonStart.Match(text) {
		return asJSON(bytes.NewReader(text))
	}
	doc, err := documentOf(text)
	if err != nil {
		return nil, err
	}
	v, err := from(doc.tree)
	return v, doc.locate(err)
}

// jsonStart finds the beginning of an object of JSON, which no YAML of this program has.
var jsonStart = regexp.MustCompile(`^\s*\{\s*("|\}|$)`)

// locate adds the lines of the document to problems; see [standard.Locate].
func (d *document) locate(err error) error {
	var invalid *standard.InvalidError
	if errors.As(err, &invalid) {
		standard.Locate(invalid, d.lines)
	}
	return err
}
