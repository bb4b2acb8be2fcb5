package oscal

import (
	"encoding/json"

	"hallmark/standard"
)

// clauseTree is a clause before its place among the others is known; its places begin with "" for
// the clause itself.
type clauseTree struct {
	code   string
	tree   map[string]any
	places map[string]string
}

// controls reads the clauses of a group. Those of a section say its number, the others their own.
func (r *catalogReader) controls(g *node, chapter string) []clauseTree {
	section := ""
	if g.peek("class") == sectionClass {
		section = g.label()
	}
	var list []clauseTree
	for _, k := range g.items("controls") {
		c := (&catalogReader{document: r.document, places: map[string]string{},
			resources: r.resources}).clause(k)
		c.tree["chapter"] = json.Number(chapter)
		c.tree["section"] = section
		if section == "" {
			c.tree["section"] = c.code
		}
		list = append(list, c)
	}
	return list
}

func (r *catalogReader) clause(k *node) clauseTree {
	k.text("id")
	k.text("class")
	r.places[""] = k.path
	tree := r.fields(k, clauseType, "", clausePlaced()...)
	code := k.label()
	tree["code"] = code
	tree["title"] = r.line(k, k, "title", "title")
	r.statement(k, tree)
	if method := r.method(k); method != nil {
		tree["method"] = method
	}
	if check := r.check(k); check != "" {
		tree["check"] = check
	}
	if refs := r.references(k, ".refs"); len(refs) > 0 {
		tree["refs"] = refs
	}
	return clauseTree{code: code, tree: tree, places: r.places}
}

func (r *catalogReader) statement(k *node, tree map[string]any) {
	for _, p := range k.parts("statement")[:min(1, len(k.parts("statement")))] {
		r.places[".text"] = p.path
		tree["text"] = Unescape(p.text("prose"))
		var items []any
		for _, item := range p.parts("item") {
			r.places[index(".items", len(items))] = item.path
			label, _ := item.prop("", "label")
			items = append(items, map[string]any{
				"label": label, "text": Unescape(item.text("prose"))})
		}
		if items != nil {
			tree["items"] = items
		}
	}
}

// method reads the objective of a control, and its thresholds from the parameters.
func (r *catalogReader) method(k *node) any {
	objectives := k.parts("assessment-objective")
	if len(objectives) == 0 {
		return nil
	}
	p := objectives[0]
	p.text("class")
	r.places[".method"] = p.path
	tree := r.fields(p, methodType, ".method", append(thresholdNames(), "pass_if")...)
	if pass := p.text("prose"); pass != "" {
		tree["pass_if"] = Unescape(pass)
	}
	uid, _ := k.prop(Namespace, "uid")
	for _, name := range thresholdNames() {
		for _, param := range k.items("params") {
			if param.peek("id") != paramID(standard.ClauseUID(uid), name) {
				continue
			}
			param.text("id")
			param.text("label")
			r.places[".method."+name] = param.path
			if values := r.perTier(param, "value", ".method."+name); values != nil {
				tree[name] = values
			}
		}
	}
	return tree
}

// check reads how a clause is checked. It stands under each method of assessment; one that says
// something else is left aside.
func (r *catalogReader) check(k *node) string {
	check, first := "", true
	for _, p := range k.parts("assessment-method") {
		p.prop(MethodNamespace, "method")
		for _, objects := range p.parts("assessment-objects") {
			if text := Unescape(objects.peek("prose")); first || text == check {
				check, first = text, false
				objects.text("prose")
			}
		}
	}
	return check
}
