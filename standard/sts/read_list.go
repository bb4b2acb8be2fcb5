package sts

import "strings"

// clauseBody is the text of a clause while it is read: its paragraphs, then its items.
type clauseBody struct {
	*text
	sec        *node
	paragraphs []string
	items      []fields
}

// paragraph reads a paragraph with the lists in it. An edition has the items after the text, so a
// paragraph that comes after a list is named.
func (b *clauseBody) paragraph(p *node) {
	around := *p
	around.children = nil
	flush := func() {
		if text := b.words(&around, nil); strings.TrimSpace(text) != "" {
			if len(b.items) > 0 {
				b.lose(placeOf(p), "sts.after-list", text)
			}
			b.paragraphs = append(b.paragraphs, text)
		}
		around.children = nil
	}
	for _, c := range p.children {
		if n, ok := c.(*node); ok && n.is("list") {
			flush()
			b.list(n)
			continue
		}
		around.children = append(around.children, c)
	}
	if len(b.items) == 0 && len(b.paragraphs) == 0 && len(p.all("list")) == 0 {
		b.paragraphs = append(b.paragraphs, b.words(p, nil)) // an empty one stays empty
		return
	}
	flush()
}

func (b *clauseBody) list(list *node) { b.listBelow(list, "") }

// listBelow reads the items of a list; those of a list inside an item have its label before theirs.
func (b *clauseBody) listBelow(list *node, above string) {
	for _, item := range list.elements() {
		if !item.is("list-item") {
			b.leave(item)
			continue
		}
		label := b.label(item)
		if above != "" {
			label = above + "." + label
		}
		var paragraphs []string
		var inner []*node
		for _, p := range item.elements() {
			switch {
			case p.is("label"):
			case p.is("list"):
				inner = append(inner, p)
			case p.is("p"):
				paragraphs = append(paragraphs, b.words(p, func(n *node) bool { return n.is("list") }))
				inner = append(inner, p.all("list")...)
			default:
				b.leave(p)
			}
		}
		b.items = append(b.items, fields{"label": label, "text": strings.Join(paragraphs, "\n")})
		for _, n := range inner {
			b.lose(placeOf(n), "sts.inner-list", label)
			b.listBelow(n, label)
		}
	}
}

// label is that of an item without the signs around it, a) as a; a bullet is none.
func (b *clauseBody) label(item *node) string {
	label := b.words(item.first("label"), nil)
	if b.exact {
		return label
	}
	return strings.Trim(halfWidth(label), "().、,:;[]—–-•·●○■□▪◆◇*→ \u00a0")
}

// labelled returns the items, each with a label of its own: where some have none or the same one, all
// of the list get letters as GB/T 1.1-2020 has them (7.5), and the report says so.
func (b *clauseBody) labelled() []any {
	seen, relabel := map[any]bool{}, false
	for _, item := range b.items {
		relabel = relabel || item["label"] == "" || seen[item["label"]]
		seen[item["label"]] = true
	}
	if relabel {
		b.lose(placeOf(b.sec), "sts.relabelled", len(b.items))
	}
	list := make([]any, len(b.items))
	for i, item := range b.items {
		if relabel {
			item["label"] = letter(i)
		}
		list[i] = fields{"label": item["label"], "text": item["text"]}
	}
	return list
}

// letter is the label of the item at a place from 0: a to z, then aa, ab.
func letter(i int) string {
	if i < 26 {
		return "abcdefghijklmnopqrstuvwxyz"[i : i+1]
	}
	return letter(i/26-1) + letter(i%26)
}
