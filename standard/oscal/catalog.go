package oscal

import (
	"io"
	"reflect"
	"strings"

	"hallmark/standard"
	"hallmark/standard/message"
)

// Catalog is an OSCAL catalog.
type Catalog struct {
	UUID       string      `json:"uuid"`
	Metadata   Metadata    `json:"metadata"`
	Groups     []Group     `json:"groups,omitempty"`
	BackMatter *BackMatter `json:"back-matter,omitempty"`
}

// Group is a chapter, a section, or one of the groups for what stands before the chapters. It
// holds either groups or controls.
type Group struct {
	ID       string    `json:"id"`
	Class    string    `json:"class,omitempty"`
	Title    string    `json:"title"`
	Props    []Prop    `json:"props,omitempty"`
	Links    []Link    `json:"links,omitempty"`
	Parts    []Part    `json:"parts,omitempty"`
	Groups   []Group   `json:"groups,omitempty"`
	Controls []Control `json:"controls,omitempty"`
}

// Control is a clause.
type Control struct {
	ID     string  `json:"id"`
	Class  string  `json:"class,omitempty"`
	Title  string  `json:"title"`
	Params []Param `json:"params,omitempty"`
	Props  []Prop  `json:"props,omitempty"`
	Links  []Link  `json:"links,omitempty"`
	Parts  []Part  `json:"parts,omitempty"`
}

// The classes of the groups of an edition.
const (
	frontClass   = "front-matter"
	termsClass   = "terms"
	scoringClass = "scoring"
	chapterClass = "chapter"
	sectionClass = "section"
	directClass  = "direct" // the clauses that stand in a chapter beside its sections
)

// WriteCatalog writes an edition as a catalog. Nothing is lost: [Read] returns the same edition.
func WriteCatalog(w io.Writer, e *standard.Edition) error {
	c, err := CatalogOf(e)
	if err != nil {
		return err
	}
	return Write(w, struct {
		Catalog *Catalog `json:"catalog"`
	}{c})
}

// CatalogOf makes the catalog of an edition. The error is that of [standard.Canonical].
func CatalogOf(e *standard.Edition) (*Catalog, error) {
	whole, err := standard.Canonical(e)
	if err != nil {
		return nil, err
	}
	w := &catalogWriter{edition: e, cited: map[string]string{}}
	c := &Catalog{
		UUID:     UUID("catalog", string(standard.DigestBytes(whole))),
		Metadata: w.metadata(),
		Groups:   []Group{w.frontMatter(), w.terms(), w.scoring()},
	}
	for i := range e.Chapters {
		c.Groups = append(c.Groups, w.chapter(&e.Chapters[i]))
	}
	if len(w.resources) > 0 {
		c.BackMatter = &BackMatter{Resources: w.resources}
	}
	return c, nil
}

// CatalogName is the name of the file of an edition's catalog.
func CatalogName(id standard.EditionID) string { return string(id) + ".catalog.oscal.json" }

// catalogWriter collects what the parts of a catalog share.
type catalogWriter struct {
	edition   *standard.Edition
	resources []Resource
	cited     map[string]string // text to the UUID of its resource
}

// cite returns a link to the citation of a text.
func (w *catalogWriter) cite(text string) Link {
	id, known := w.cited[text]
	if !known {
		id = UUID("citation", text)
		w.cited[text] = id
		r := Resource{UUID: id}
		r.Citation = &Citation{Text: exactLine(&r.Props, "text", text)}
		w.resources = append(w.resources, r)
	}
	return Link{Href: "#" + id, Rel: "reference"}
}

// editionPlaced are the parts of an edition that have a group each.
func editionPlaced() []string {
	return []string{"standard", "scoring", "chapters", "sections", "front_matter", "terms", "clauses"}
}

// frontMatter is the group of the cover, the scope and the normative references.
func (w *catalogWriter) frontMatter() Group {
	e := w.edition
	g := Group{ID: frontClass, Class: frontClass, Title: heading("oscal.front-matter")}
	cover := Part{Name: "cover", NS: Namespace}
	cover.Props, cover.Parts = fieldsOf(reflect.ValueOf(e.Standard), coverPlaced()...)
	scope := Part{Name: "overview", Prose: Escape(e.FrontMatter.Scope)}
	g.Parts = []Part{cover, scope}
	var extra []Part
	g.Props, extra = fieldsOf(reflect.ValueOf(e.FrontMatter), "scope", "normative_references")
	g.Parts = append(g.Parts, extra...)
	rest := Part{Name: "edition", NS: Namespace}
	rest.Props, rest.Parts = fieldsOf(reflect.ValueOf(*e), editionPlaced()...)
	if len(rest.Props)+len(rest.Parts) > 0 {
		g.Parts = append(g.Parts, rest)
	}
	for _, ref := range e.FrontMatter.NormativeReferences {
		g.Links = append(g.Links, w.cite(ref))
	}
	return g
}

func (w *catalogWriter) terms() Group {
	g := Group{ID: termsClass, Class: termsClass, Title: heading("oscal.terms")}
	for i := range w.edition.Terms {
		t := &w.edition.Terms[i]
		p := Part{Name: "term", NS: Namespace, Props: []Prop{{Name: "label", Value: t.Code}}}
		p.Title = exactLine(&p.Props, "term", t.Term)
		p.Prose = Escape(t.Definition)
		props, parts := fieldsOf(reflect.ValueOf(*t), "code", "term", "definition")
		p.Props, p.Parts = append(p.Props, props...), parts
		g.Parts = append(g.Parts, p)
	}
	return g
}

func (w *catalogWriter) scoring() Group {
	g := Group{ID: scoringClass, Class: scoringClass, Title: heading("oscal.scoring")}
	g.Props, g.Parts = fieldsOf(reflect.ValueOf(w.edition.Scoring))
	return g
}

// heading is a title that the edition does not have, in the language of the standard.
func heading(key string) string { return message.Text(message.Chinese, key) }

// chapter makes the group of a chapter. OSCAL's groups hold either groups or controls, so clauses
// beside sections get a group of their own.
func (w *catalogWriter) chapter(c *standard.Chapter) Group {
	number := itoa(c.Number)
	g := Group{ID: "chapter-" + number, Class: chapterClass, Props: labels(number)}
	g.Title = exactLine(&g.Props, "title", c.Title)
	props, parts := fieldsOf(reflect.ValueOf(*c), "number", "title")
	g.Props, g.Parts = append(g.Props, props...), parts
	for i := range w.edition.Sections {
		if s := &w.edition.Sections[i]; strings.HasPrefix(s.Code, number+".") {
			g.Groups = append(g.Groups, w.section(s))
		}
	}
	direct := w.controls(func(x *standard.Clause) bool {
		return x.Chapter == c.Number && x.Section == x.Code
	})
	switch {
	case len(direct) > 0 && len(g.Groups) > 0:
		g.Groups = append(g.Groups, Group{ID: g.ID + "-clauses", Class: directClass, Title: g.Title,
			Controls: direct})
	case len(direct) > 0:
		g.Controls = direct
	}
	return g
}

func (w *catalogWriter) section(s *standard.Section) Group {
	g := Group{ID: "section-" + s.Code, Class: sectionClass, Props: labels(s.Code)}
	g.Title = exactLine(&g.Props, "title", s.Title)
	props, parts := fieldsOf(reflect.ValueOf(*s), "code", "title")
	g.Props, g.Parts = append(g.Props, props...), parts
	g.Controls = w.controls(func(x *standard.Clause) bool {
		return x.Section == s.Code && x.Section != x.Code
	})
	return g
}

func (w *catalogWriter) controls(here func(*standard.Clause) bool) []Control {
	var controls []Control
	for i := range w.edition.Clauses {
		if c := &w.edition.Clauses[i]; here(c) {
			controls = append(controls, w.control(c))
		}
	}
	return controls
}

// labels names a numbered thing, and sorts it as the text does: 5.2 before 5.10.
func labels(code string) []Prop {
	return []Prop{{Name: "label", Value: code}, {Name: "sort-id", Value: sortID(code)}}
}

func sortID(code string) string {
	levels := strings.Split(code, ".")
	for i, level := range levels {
		levels[i] = strings.Repeat("0", max(0, 4-len(level))) + level
	}
	return strings.Join(levels, ".")
}
