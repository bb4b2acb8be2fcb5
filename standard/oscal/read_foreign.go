package oscal

import (
	"encoding/json"
	"errors"
	"strings"

	"hallmark/standard"
	"hallmark/standard/message"
)

// maxLevels is how deep printed numbers go: a chapter and five levels below it (GB/T 1.1).
const maxLevels = 6

// foreign reads a catalog of another maker. Nothing is made up: clauses are not scored, and
// whatever else an edition needs is left for the editor.
func (r *catalogReader) foreign(root *node) (*Reading, error) {
	f := &foreignReader{catalogReader: r, taken: map[string]bool{},
		own: map[string]*node{}, inserts: newInserts(r.catalog)}
	f.names(r.catalog)
	r.catalog.text("uuid")
	tree := f.edition()
	if err := r.problems.Err(); err != nil {
		return nil, err
	}
	root.leftovers()
	reading := &Reading{Tree: tree, Losses: r.losses, Places: r.places}
	e, err := standard.FromTree(tree)
	if err == nil {
		reading.Edition = e
		return reading, nil
	}
	var invalid *standard.InvalidError
	if !errors.As(err, &invalid) {
		return nil, err
	}
	reading.Missing = invalid.Problems
	return reading, nil
}

// foreignReader numbers what it reads, since an edition is in the order of its numbers.
type foreignReader struct {
	*catalogReader
	name     string
	own      map[string]*node // names of clauses, to the first control whose ID makes them
	taken    map[string]bool  // names that were made for others
	sections []any
	clauses  []any
	inserts  *inserts
}

// edition fills the form of an edition as far as the catalog goes.
func (f *foreignReader) edition() map[string]any {
	cover := f.metadata()
	chapters := []any{}
	for _, g := range f.catalog.items("groups") {
		chapters = append(chapters, f.chapter(g, len(chapters)+1))
	}
	if loose := f.catalog.items("controls"); len(loose) > 0 {
		at := shelf{code: itoa(len(chapters) + 1), next: new(int)}
		chapters = append(chapters, chapterTree(at.code, f.name))
		for _, k := range loose {
			f.control(k, at)
		}
	}
	return map[string]any{
		"standard":     cover,
		"scoring":      emptyScoring(),
		"chapters":     chapters,
		"sections":     list(f.sections),
		"front_matter": map[string]any{"scope": "", "normative_references": []any{}},
		"terms":        []any{},
		"clauses":      list(f.clauses),
	}
}

func list(items []any) []any {
	if items == nil {
		return []any{}
	}
	return items
}

func (f *foreignReader) metadata() map[string]any {
	m := f.catalog.member("metadata")
	f.name = oneLine(Unescape(m.text("title")))
	version := m.text("version")
	m.text("oscal-version")
	modified, published := dayOf(m.text("last-modified")), dayOf(m.text("published"))
	if published == "" {
		published = modified
	}
	number := f.name
	if ids := m.items("document-ids"); len(ids) > 0 {
		number = ids[0].text("identifier")
	}
	publisher := ""
	for _, role := range []string{"publisher", "creator"} {
		if publisher == "" {
			publisher = f.body(m, role)
		}
	}
	tiers := []any{}
	for _, t := range standard.Tiers() {
		name := message.Text(message.Chinese, "page.tier."+t.String())
		tiers = append(tiers, map[string]any{"id": t.String(), "name": name})
	}
	return map[string]any{
		"id": nameOf(f.name), "number": number, "name": f.name,
		"edition": nameOf(version), "amendments": []any{}, "status": string(standard.Draft),
		"issued": published, "effective": published, "issuing_body": publisher, "tiers": tiers,
	}
}

// emptyScoring is the form of the rules without any rule.
func emptyScoring() map[string]any {
	due := map[string]any{"when": "", "due_workdays": json.Number("0")}
	return map[string]any{
		"total": json.Number("100"), "bonus_cap": json.Number("0"),
		"caps": []any{}, "grades": []any{}, "stars": []any{},
		"rectification_defaults": map[string]any{
			"plan_due_workdays": json.Number("0"), "veto": "", "major": due, "minor": due},
	}
}

func chapterTree(code, title string) map[string]any {
	return map[string]any{"number": json.Number(code), "title": title, "scored": false}
}

// shelf is the place and the number of the next clause or section.
type shelf struct {
	code    string // of the chapter, section or clause above
	section string // of the clauses; "" where they stand in a chapter directly
	next    *int
}

func (s shelf) level() int { return strings.Count(s.code, ".") + 1 }

func (s shelf) number() string {
	*s.next++
	return s.code + "." + itoa(*s.next)
}

// chapter reads a group at the top: a chapter with the clauses and groups below it.
func (f *foreignReader) chapter(g *node, n int) map[string]any {
	f.places[index("chapters", n-1)] = g.path
	f.group(g, shelf{code: itoa(n), next: new(int)})
	return chapterTree(itoa(n), f.title(g))
}

func (f *foreignReader) title(n *node) string {
	n.text("id")
	n.text("class")
	return oneLine(Unescape(n.text("title")))
}

// group reads what stands in a group: its clauses first, then its groups as sections, so that
// everything comes in the order of its number.
func (f *foreignReader) group(g *node, at shelf) {
	g.label()
	for _, k := range g.items("controls") {
		f.control(k, at)
	}
	for _, s := range g.items("groups") {
		title := f.title(s)
		if at.level()+2 > maxLevels {
			f.lose(s.path, "oscal.too-deep", title)
			f.group(s, at)
			continue
		}
		code := at.number()
		f.places[index("sections", len(f.sections))] = s.path
		f.sections = append(f.sections, map[string]any{"code": code, "title": title})
		f.group(s, shelf{code: code, section: code, next: new(int)})
	}
}

// control reads a control as a clause, and the controls inside it as clauses below it. A withdrawn
// control makes no clause; the report names the controls that took its place.
func (f *foreignReader) control(k *node, at shelf) {
	if status, _ := k.prop("", "status"); strings.EqualFold(status, "withdrawn") {
		f.lose(k.path, "oscal.withdrawn", k.peek("id"), f.successors(k))
		k.take()
		return
	}
	code := at.number()
	f.places[index("clauses", len(f.clauses))] = k.path
	f.clauses = append(f.clauses, f.clause(k, code, at.section))
	below := at
	if at.level()+2 <= maxLevels {
		below = shelf{code: code, section: at.section, next: new(int)}
	}
	for _, inner := range k.items("controls") {
		f.control(inner, below)
	}
}

// successors names the controls that took over what a withdrawn one asked.
func (f *foreignReader) successors(k *node) string {
	var ids []string
	for _, link := range k.items("links") {
		if rel := link.peek("rel"); rel == "moved-to" || rel == "incorporated-into" {
			ids = append(ids, strings.TrimPrefix(link.peek("href"), "#"))
		}
	}
	if len(ids) == 0 {
		return "—"
	}
	return strings.Join(ids, ", ")
}
