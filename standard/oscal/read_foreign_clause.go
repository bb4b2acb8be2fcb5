package oscal

import (
	"encoding/json"
	"slices"
	"strings"

	"hallmark/standard"
)

// clause reads one control. It is addressed to every tier and scored in none: an editor has to say
// which tiers are meant and what it is worth.
func (f *foreignReader) clause(k *node, code, section string) map[string]any {
	title := f.title(k)
	uid := f.uniqueName(k)
	if section == "" {
		section = code
	}
	chapter, _, _ := strings.Cut(code, ".")
	tree := map[string]any{
		"uid": uid, "code": code, "chapter": json.Number(chapter), "section": section,
		"title": title, "scored": false, "veto": false,
		"tiers": []any{"district", "subdistrict", "community"},
	}
	f.text(k, title, tree)
	f.checks(k, tree)
	refs := []any{strings.TrimSpace(f.name + " " + firstOf(k.label(), k.peek("id")))}
	tree["refs"] = append(refs, f.references(k, "")...)
	return tree
}

func firstOf(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}

// text reads the statement: its prose, and the parts inside it as list items, nested ones with
// their labels joined.
func (f *foreignReader) text(k *node, title string, tree map[string]any) {
	text, whole := "", ""
	items := []any{}
	for _, p := range k.parts("statement") {
		text = strings.TrimSpace(text + "\n" + f.prose(p))
		items = append(items, f.items(p, "")...)
	}
	if text == "" {
		text = title
	}
	whole = text
	used := map[string]int{}
	for _, item := range items {
		item := item.(map[string]any)
		label := item["label"].(string)
		if used[label]++; used[label] > 1 || label == "" {
			item["label"] = strings.TrimSpace(label + " " + itoa(len(used)+used[label]))
		}
		whole += "\n" + item["text"].(string)
	}
	m := standard.ModalityOf(whole)
	tree["text"], tree["modality"] = text, string(m)
	if m == "" {
		f.lose(k.path, "oscal.no-verb", firstOf(k.label(), k.peek("id")))
	}
	if len(items) > 0 {
		tree["items"] = items
	}
}

// prose returns the text of a part with the parameters put in.
func (f *foreignReader) prose(p *node) string {
	return strings.TrimSpace(Unescape(f.inserts.fill(f.document, p.text("prose"))))
}

func (f *foreignReader) items(p *node, above string) []any {
	items := []any{}
	for _, part := range p.items("parts") {
		part.text("id")
		part.text("name")
		label := above + part.label()
		if text := f.prose(part); text != "" {
			items = append(items, map[string]any{"label": label, "text": text})
		}
		items = append(items, f.items(part, label)...)
	}
	return items
}

// checks reads how a control is assessed: whom to ask and what to look at.
func (f *foreignReader) checks(k *node, tree map[string]any) {
	var lines []string
	evidence := []any{}
	for _, p := range k.parts("assessment-method") {
		method, ok := p.prop(MethodNamespace, "method")
		if !ok {
			method, _ = p.prop("", "method")
		}
		kind := map[string]standard.EvidenceKind{
			string(Examine): standard.EvidenceDocument, string(Interview): standard.EvidenceInterview,
			string(Test): standard.EvidenceObservation}[strings.ToUpper(method)]
		if kind != "" && !slices.Contains(evidence, any(string(kind))) {
			evidence = append(evidence, string(kind))
		}
		p.label()
		for _, objects := range p.parts("assessment-objects") {
			if text := f.prose(objects); text != "" {
				lines = append(lines, strings.TrimSpace(method+": "+text))
			}
		}
	}
	if len(lines) > 0 {
		tree["check"] = strings.Join(lines, "\n")
	}
	if len(evidence) > 0 {
		tree["evidence"] = evidence
	}
}

// uniqueName makes a permanent name of a control's ID. The first control with an ID gets its name; a
// name that another ID of the catalog makes is never given to one that stands twice.
func (f *foreignReader) uniqueName(k *node) string {
	id := k.peek("id")
	name := nameOf(id)
	if f.own[name] == k {
		return name
	}
	for n := 2; ; n++ {
		other := name[:min(len(name), maxName-6)] + "-" + itoa(n)
		if f.own[other] == nil && !f.taken[other] {
			f.taken[other] = true
			f.lose(k.path+".id", "oscal.twice", id, other)
			return other
		}
	}
}

// names notes which control has the right to each name: the first one.
func (f *foreignReader) names(n *node) {
	order := []string{"controls", "groups"} // as they are read
	if n == f.catalog {
		order = []string{"groups", "controls"}
	}
	for _, list := range order {
		if n.members[list] == nil {
			continue
		}
		for _, inner := range n.members[list].list {
			if name := nameOf(inner.peek("id")); list == "controls" && f.own[name] == nil {
				f.own[name] = inner
			}
			f.names(inner)
		}
	}
}

// maxName is how long the name of a clause may be.
const maxName = 64

// nameOf keeps the letters and digits of a name and puts "_" for what an edition does not allow.
func nameOf(id string) string {
	name := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '+':
			return r
		}
		return '_'
	}, id)
	if strings.Trim(name, "_") == "" {
		name = "oscal" + name
	}
	return name[:min(len(name), maxName)]
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
