package yaml

import (
	"errors"
	"io"
	"strings"

	"hallmark/standard"
)

// Parse reads an edition. It returns an *[standard.InvalidError] with every problem and its place.
func Parse(r io.Reader) (*standard.Edition, error) {
	doc, err := read(r)
	if err != nil {
		return nil, err
	}
	e, err := standard.FromTree(doc.tree)
	return e, doc.locate(err)
}

// ParseAmendment reads an amendment sheet, like [Parse].
func ParseAmendment(r io.Reader) (*standard.Amendment, error) {
	doc, err := read(r)
	if err != nil {
		return nil, err
	}
	a, err := standard.AmendmentFromTree(doc.tree)
	return a, doc.locate(err)
}

// locate adds to each problem the line of its place, or of the nearest place around it.
func (d *document) locate(err error) error {
	var invalid *standard.InvalidError
	if !errors.As(err, &invalid) {
		return err
	}
	for i := range invalid.Problems {
		p := &invalid.Problems[i]
		for place := p.Path; p.Line == 0; {
			p.Line = d.lines[place]
			cut := strings.LastIndexAny(place, ".[")
			if cut < 0 {
				break
			}
			place = place[:cut]
		}
	}
	return err
}
