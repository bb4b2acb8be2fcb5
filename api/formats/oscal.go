package formats

import (
	"bytes"
	"io"
	"slices"
	"strings"

	"hallmark/standard"
	"hallmark/standard/oscal"
	"hallmark/standard/yaml"
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
	content, err := io.ReadAll(r)
	if err != nil {
		return nil, nil, err
	}
	reading, err := catalogIn(content)
	if err != nil {
		return nil, nil, err
	}
	if reading.Edition == nil {
		err = &Unfinished{Tree: reading.Tree, Places: reading.Places,
			Missing: &standard.InvalidError{Problems: reading.Missing}}
	}
	return reading.Edition, reading.Losses, err
}

// catalogIn reads a catalog from JSON, or from YAML where it is no JSON.
func catalogIn(content []byte) (*oscal.Reading, error) {
	if head := bytes.TrimSpace(bytes.TrimPrefix(content, []byte("\ufeff"))); len(head) > 0 &&
		head[0] != '{' {
		tree, err := yaml.Tree(bytes.NewReader(content))
		if err != nil {
			return nil, err
		}
		return oscal.FromTree(tree)
	}
	return oscal.Read(bytes.NewReader(content))
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
	Places  map[string]string // of objects of the tree in the file
}

// InFile returns the problems with their places in the file. What the file has no place for, such
// as the rules of scoring, has none.
func (u *Unfinished) InFile() *standard.InvalidError {
	list := slices.Clone(u.Missing.Problems)
	for i := range list {
		p := &list[i]
		for place := p.Path; ; {
			if found, ok := u.Places[place]; ok {
				p.Path = found
				break
			}
			cut := strings.LastIndexAny(place, ".[")
			if cut < 0 {
				break
			}
			place = place[:cut]
		}
	}
	return &standard.InvalidError{Problems: list}
}

func (u *Unfinished) Error() string { return u.Missing.Error() }

// Unwrap returns the problems, with their places in the tree.
func (u *Unfinished) Unwrap() error { return u.Missing }
