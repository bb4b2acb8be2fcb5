package formats

import (
	"io"

	"hallmark/standard"
	"hallmark/standard/oscal"
)

const oscalType = "application/json; charset=utf-8"

func oscalCatalogForm() Format {
	return Format{
		Name: "oscal-catalog", Extensions: []string{".catalog.oscal.json", ".oscal.json"},
		ContentType: oscalType,
		Write: func(w io.Writer, e *standard.Edition, _ Options) ([]standard.Loss, error) {
			return nil, oscal.WriteCatalog(w, e)
		},
		Read: readCatalog,
	}
}

// readCatalog returns an *[Unfinished] for a foreign catalog.
func readCatalog(r io.Reader, _ *standard.Edition) (*standard.Edition, []standard.Loss, error) {
	reading, err := oscal.Read(r)
	if err != nil {
		return nil, nil, err
	}
	if reading.Edition == nil {
		err = &Unfinished{Tree: reading.Tree, Missing: &standard.InvalidError{Problems: reading.Missing}}
	}
	return reading.Edition, reading.Losses, err
}

func oscalProfileForm() Format {
	return Format{
		Name: "oscal-profile", Extensions: []string{".profile.oscal.json"},
		ContentType: oscalType, OneTier: true,
		Write: func(w io.Writer, e *standard.Edition, o Options) ([]standard.Loss, error) {
			return oscal.WriteProfile(w, e, o.Tier)
		},
	}
}

// Unfinished is the error for a file that was read and is no edition yet. It holds the tree that
// was read, in the form that [standard.FromTree] takes, and the problems that an editor has to
// solve.
type Unfinished struct {
	Tree    map[string]any
	Missing *standard.InvalidError
}

func (u *Unfinished) Error() string { return u.Missing.Error() }

// Unwrap returns the problems, with their places in the tree.
func (u *Unfinished) Unwrap() error { return u.Missing }
