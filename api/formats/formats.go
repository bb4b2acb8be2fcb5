package formats

import (
	"io"
	"strings"

	"hallmark/standard"
	"hallmark/standard/message"
	"hallmark/standard/yaml"
)

// Format is a file form of an edition. The catalogue holds its name and what it does not carry,
// keys "format.<Name>" and "format.<Name>-about".
type Format struct {
	Name        string   // as a client asks for it, "xlsx"; not to be changed
	Extensions  []string // of file names, ".yaml" or ".oscal.json"; each belongs to one form
	ContentType string
	OneTier     bool // the file is about one tier, which has to be named

	// Write writes an edition and says what the form cannot carry.
	Write func(io.Writer, *standard.Edition, Options) ([]standard.Loss, error)

	// Read reads a file that Write has written or an editor has filled in; nil for a form that
	// cannot be read back. A form that carries only a part of an edition takes the rest from base,
	// which is nil when there is none.
	Read func(r io.Reader, base *standard.Edition) (*standard.Edition, []standard.Loss, error)
}

// Options are wishes for a file that is written.
type Options struct {
	Tier     standard.Tier // for a form that shows one tier; NoTier for all, where it can
	Language message.Language

	// Of a form for people: the edition to mark changes against (nil: no marks) and the amendments
	// that lead from it to the edition.
	Base   *standard.Edition
	Sheets []*standard.Amendment
}

// All lists the forms in the order in which they are offered. A new form gets a line here, a file
// of its own in this package, and its texts in the catalogue.
func All() []Format {
	return []Format{
		yamlForm(),
		jsonForm(),
		oscalCatalogForm(),
		oscalProfileForm(),
		xlsxForm(),
		csvForm(),
		stsForm(),
		pdfForm(),
		docxForm(),
	}
}

// Named finds a form by its name.
func Named(name string) (Format, bool) {
	for _, f := range All() {
		if f.Name == name {
			return f, true
		}
	}
	return Format{}, false
}

// OfFile finds a form by the end of a file's name; the longest extension that fits decides.
func OfFile(name string) (Format, bool) {
	var best Format
	longest := 0
	for _, f := range All() {
		for _, extension := range f.Extensions {
			if len(extension) > longest && strings.HasSuffix(strings.ToLower(name), extension) {
				best, longest = f, len(extension)
			}
		}
	}
	return best, longest > 0
}

// Names lists the names of all forms, for a sentence about one that does not exist.
func Names() string {
	var names []string
	for _, f := range All() {
		names = append(names, f.Name)
	}
	return strings.Join(names, " ")
}

// Extensions lists the extensions of all forms, for a sentence about a file of none of them.
func Extensions() string {
	var all []string
	for _, f := range All() {
		all = append(all, f.Extensions...)
	}
	return strings.Join(all, " ")
}

func yamlForm() Format {
	return Format{
		Name: "yaml", Extensions: []string{".yaml", ".yml"},
		ContentType: "application/yaml; charset=utf-8",
		Write: func(w io.Writer, e *standard.Edition, _ Options) ([]standard.Loss, error) {
			return nil, yaml.Write(w, e)
		},
		Read: native(yaml.Parse),
	}
}

func jsonForm() Format {
	return Format{
		Name: "json", Extensions: []string{".json"},
		ContentType: "application/json; charset=utf-8",
		Write: func(w io.Writer, e *standard.Edition, _ Options) ([]standard.Loss, error) {
			return nil, e.WriteJSON(w)
		},
		Read: native(standard.Parse),
	}
}

func native(parse func(io.Reader) (*standard.Edition, error)) func(io.Reader, *standard.Edition) (
	*standard.Edition, []standard.Loss, error) {
	return func(r io.Reader, _ *standard.Edition) (*standard.Edition, []standard.Loss, error) {
		e, err := parse(r)
		return e, nil, err
	}
}
