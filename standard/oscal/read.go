package oscal

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"hallmark/standard"
)

// MaxSource is the largest catalog that is read, in bytes. NIST's own with its 1,000 controls has
// about 10 MB.
const MaxSource = 16 << 20

// Reading is what was read from a catalog.
type Reading struct {
	// Edition is nil where the catalog is not yet an edition; Missing then says why.
	Edition *standard.Edition
	// Tree is what was read in the form that [standard.FromTree] takes, to begin a draft with.
	Tree map[string]any
	// Missing is everything that keeps a foreign catalog from being an edition, with places in Tree:
	// points, a clause without its verb, the rules of scoring.
	Missing []standard.Problem
	// Places says where the chapters, sections and clauses of Tree stand in a foreign catalog.
	Places map[string]string
	// Losses are the things that were found and could not be placed, with their places in the
	// catalog.
	Losses []standard.Loss
}

// Read reads a catalog from JSON; see [FromTree].
func Read(r io.Reader) (*Reading, error) {
	var text bytes.Buffer
	tree, err := standard.ReadTree(io.TeeReader(r, &text), MaxSource)
	if err != nil {
		return nil, err
	}
	reading, err := FromTree(tree)
	return reading, standard.LocateJSON(text.Bytes(), err)
}

// FromTree reads a catalog. One of this program becomes the edition that it was written from, or an
// *[standard.InvalidError] with every problem and its place in the catalog. Of a foreign one only
// the parts that have a counterpart are read: groups as chapters and sections, controls as clauses
// that are not scored yet.
func FromTree(tree any) (*Reading, error) {
	doc := &document{}
	root := doc.node(tree, "", "")
	root.seen = true
	catalog := root.member("catalog")
	if catalog == nil {
		doc.problems.Add("catalog", "missing")
		return nil, doc.problems.Err()
	}
	root.text("$schema")
	reader := &catalogReader{document: doc, catalog: catalog, places: map[string]string{},
		resources: map[string]*node{}}
	reader.index()
	if cover := reader.cover(); cover != nil {
		return reader.own(root, cover)
	}
	return reader.foreign(root)
}

// catalogReader makes an edition's tree of a catalog.
type catalogReader struct {
	*document
	catalog   *node
	places    map[string]string // place in the edition to place in the catalog
	resources map[string]*node  // by UUID
}

// index finds the resources of the back matter.
func (r *catalogReader) index() {
	for _, resource := range r.catalog.member("back-matter").items("resources") {
		r.resources[resource.peek("uuid")] = resource
	}
}

// cover finds the part that only catalogs of this program have.
func (r *catalogReader) cover() *node {
	for _, g := range r.catalog.items("groups") {
		if g.peek("class") != frontClass {
			continue
		}
		for _, p := range g.parts("cover") {
			if p.peek("ns") == Namespace {
				return p
			}
		}
	}
	return nil
}

// own reads a catalog of this program.
func (r *catalogReader) own(root, cover *node) (*Reading, error) {
	r.catalog.text("uuid")
	tree := r.edition(cover)
	if err := r.problems.Err(); err != nil {
		return nil, err
	}
	e, err := standard.FromTree(tree)
	if err != nil {
		return nil, r.locate(err)
	}
	root.leftovers()
	return &Reading{Edition: e, Tree: tree, Losses: r.losses}, nil
}

// locate moves problems from their places in the edition to those in the catalog.
func (r *catalogReader) locate(err error) error {
	var invalid *standard.InvalidError
	if !errors.As(err, &invalid) {
		return err
	}
	for i := range invalid.Problems {
		p := &invalid.Problems[i]
		for place := p.Path; ; {
			if found, ok := r.places[place]; ok {
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
	return err
}

// citation returns the text that a link to the back matter stands for.
func (r *catalogReader) citation(link *node) (string, bool) {
	if link.peek("rel") != "reference" {
		return "", false
	}
	id, internal := strings.CutPrefix(link.peek("href"), "#")
	resource := r.resources[id]
	if !internal || resource == nil || resource.members["citation"] == nil {
		return "", false
	}
	link.text("rel")
	link.text("href")
	resource.text("uuid")
	return r.line(resource, resource.member("citation"), "text", "text"), true
}

// line returns the exact text of a markup-line that stands in a member of n; holder has the
// property that says it exactly, where the line could not.
func (r *catalogReader) line(holder, n *node, member, name string) string {
	line := n.text(member)
	if exact, ok := holder.prop(Namespace, name); ok {
		return r.seen(n, member, Unescape(line), exact, Line(exact) == line)
	}
	return Unescape(line)
}

// seen returns the exact text that a property holds, if it is the one that a person sees. Another
// program that changes the visible text leaves the property as it was: then the visible text counts,
// and the report names both.
func (r *catalogReader) seen(n *node, member, visible, exact string, agree bool) string {
	if agree {
		return exact
	}
	r.lose(n.path+"."+member, "oscal.disagree", visible, exact)
	return visible
}
