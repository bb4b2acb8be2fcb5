package oscal

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"hallmark/standard"
)

// edition makes the tree of an edition from a catalog of this program.
func (r *catalogReader) edition(cover *node) map[string]any {
	tree := map[string]any{
		"standard": r.metadata(cover), "scoring": map[string]any{},
		"front_matter": map[string]any{}, "terms": []any{},
	}
	chapters, sections := []any{}, []any{}
	var clauses []clauseTree
	for _, g := range r.catalog.items("groups") {
		g.text("id")
		g.text("class")
		switch g.peek("class") {
		case frontClass:
			g.text("title")
			tree["front_matter"] = r.frontMatter(g)
			for _, rest := range r.ownParts(g, "edition") {
				maps.Copy(tree, r.fields(rest, editionType, "", editionPlaced()...))
			}
		case termsClass:
			g.text("title")
			tree["terms"] = r.terms(g)
		case scoringClass:
			g.text("title")
			r.places["scoring"] = g.path
			tree["scoring"] = r.fields(g, scoringType, "scoring")
		case chapterClass:
			chapters = append(chapters, r.chapter(g, index("chapters", len(chapters))))
			number := g.label()
			for _, s := range g.items("groups") {
				if s.text("class"); s.peek("class") == sectionClass {
					sections = append(sections, r.section(s, index("sections", len(sections))))
				} else if s.peek("class") == directClass {
					s.text("title")
					s.text("id")
				}
				clauses = append(clauses, r.controls(s, number)...)
			}
			clauses = append(clauses, r.controls(g, number)...)
		}
	}
	tree["chapters"], tree["sections"] = chapters, sections
	tree["clauses"] = r.inOrder(clauses)
	return tree
}

// inOrder sorts the clauses by their printed numbers, as they stand in an edition.
func (r *catalogReader) inOrder(clauses []clauseTree) []any {
	slices.SortStableFunc(clauses, func(a, b clauseTree) int {
		return strings.Compare(sortID(a.code), sortID(b.code))
	})
	list := make([]any, len(clauses))
	for i, c := range clauses {
		place := index("clauses", i)
		for at, path := range c.places {
			r.places[place+at] = path
		}
		list[i] = c.tree
	}
	return list
}

// label returns the printed number of a group or control.
func (n *node) label() string {
	n.prop("", "sort-id")
	code, _ := n.prop("", "label")
	return code
}

func (r *catalogReader) metadata(cover *node) map[string]any {
	m := r.catalog.member("metadata")
	if m == nil {
		m = r.node(map[string]any{}, "catalog.metadata", "metadata")
	}
	r.places["standard"] = cover.path
	tree := r.fields(cover, metadataType, "standard", coverPlaced()...)
	tree["name"] = r.line(m, m, "title", "name")
	tree["edition"] = m.text("version")
	for member, name := range map[string]string{"title": "name", "version": "edition",
		"published": "issued"} {
		r.places["standard."+name] = m.path + "." + member
	}
	published := dayOf(m.text("published"))
	tree["issued"] = published
	if issued, ok := m.prop(Namespace, "issued"); ok {
		tree["issued"] = r.seen(m, "published", published, issued,
			stamp(nil, "", issued) == published+"T00:00:00+08:00")
	}
	for _, id := range m.items("document-ids")[:min(1, len(m.items("document-ids")))] {
		tree["number"] = id.text("identifier")
		r.places["standard.number"] = id.path
	}
	if number, ok := m.prop(Namespace, "number"); ok {
		visible, _ := tree["number"].(string)
		plain, _ := Plain(number)
		tree["number"] = r.seen(m, "document-ids", visible, number, plain == visible)
	}
	m.text("last-modified")
	m.text("oscal-version")
	m.prop(Namespace, "digest") // computed again from the clauses
	for _, p := range m.props(Namespace, "digest") {
		p.take()
	}
	for _, revision := range m.items("revisions") {
		revision.text("title")
		revision.text("version")
	}
	for _, b := range bodies(new(standard.Metadata)) {
		if name := r.body(m, b.role); name != "" {
			tree[b.field] = name
		}
	}
	return tree
}

// body returns the name of the organization that plays a role.
func (r *catalogReader) body(m *node, role string) string {
	for _, x := range m.items("roles") {
		if x.peek("id") == role {
			x.take()
		}
	}
	for _, responsible := range m.items("responsible-parties") {
		if responsible.peek("role-id") != role {
			continue
		}
		responsible.text("role-id")
		for _, id := range responsible.texts("party-uuids") {
			for _, p := range m.items("parties") {
				if p.peek("uuid") == id {
					p.text("uuid")
					p.text("type")
					name := p.text("name")
					if exact, ok := p.prop(Namespace, "name"); ok {
						plain, _ := Plain(exact)
						name = r.seen(p, "name", name, exact, plain == name)
					}
					return name
				}
			}
		}
	}
	return ""
}

func (r *catalogReader) frontMatter(g *node) map[string]any {
	r.places["front_matter"] = g.path
	tree := r.fields(g, frontMatterType, "front_matter", "scope", "normative_references")
	for _, p := range g.parts("overview") {
		tree["scope"] = Unescape(p.text("prose"))
		r.places["front_matter.scope"] = p.path
	}
	tree["normative_references"] = r.references(g, "front_matter.normative_references")
	return tree
}

// references returns the citations that a group or control links to.
func (r *catalogReader) references(n *node, place string) []any {
	list := []any{}
	for _, link := range n.items("links") {
		if text, ok := r.citation(link); ok {
			r.places[index(place, len(list))] = link.path
			list = append(list, text)
		}
	}
	return list
}

func (r *catalogReader) terms(g *node) []any {
	list := []any{}
	for _, p := range r.ownParts(g, "term") {
		place := index("terms", len(list))
		r.places[place] = p.path
		tree := r.fields(p, termType, place, "code", "term", "definition")
		tree["code"] = p.label()
		tree["term"] = r.line(p, p, "title", "term")
		tree["definition"] = Unescape(p.text("prose"))
		list = append(list, tree)
	}
	return list
}

func (r *catalogReader) chapter(g *node, place string) map[string]any {
	r.places[place] = g.path
	tree := r.fields(g, chapterType, place, "number", "title")
	tree["number"] = json.Number(g.label())
	tree["title"] = r.line(g, g, "title", "title")
	return tree
}

func (r *catalogReader) section(g *node, place string) map[string]any {
	g.text("id")
	r.places[place] = g.path
	tree := r.fields(g, sectionType, place, "code", "title")
	tree["code"] = g.label()
	tree["title"] = r.line(g, g, "title", "title")
	return tree
}
