package sts

import (
	"io"
	"strconv"

	"hallmark/standard"
	"hallmark/standard/message"
)

// WriteAmendment writes an amendment sheet 修改单: a sec for each item, with what is to be done as its
// editing instruction and the new text below. The base edition gives titles; it may be nil.
func WriteAmendment(w io.Writer, a *standard.Amendment, base *standard.Edition,
) ([]standard.Loss, error) {
	body := block("body")
	if a.Sheet.Approval != "" {
		body.add(line("p", a.Sheet.Approval).with("content-type", "approval"))
	}
	for i := range a.Items {
		body.add(item(&a.Items[i], base))
	}
	root := rootOf(block("front", sheetMeta(&a.Sheet)), body)
	return amendmentLosses(a), root.document(w)
}

func sheetMeta(s *standard.Sheet) *element {
	body := ident(s.Number, "", string(s.ResultEdition))
	body.children = append(body.children[:len(body.children):len(body.children)],
		line("suppl-type", "amendment"), line("suppl-number", s.ID))
	return block("std-doc-meta", title(s.Title, "zh"), body, line("content-language", "zh"),
		line("std-ref", s.Number).with("type", "dated"),
		line("release-date", s.Approved).with("date-type", "approved").
			with("iso-8601-date", s.Approved),
		line("meta-date", s.Effective).with("date-type", "effective").
			with("iso-8601-date", s.Effective),
		reference("amends", s.BaseNumber),
		block("custom-meta-group", custom("base-edition", string(s.BaseEdition)),
			custom("base-digest", string(s.Digest.Base)),
			custom("result-digest", string(s.Digest.Result)),
			custom("announcement", s.Announcement)))
}

func item(x *standard.Item, base *standard.Edition) *element {
	sentence := x.SheetText
	if sentence == "" {
		sentence = standard.SheetText(message.Chinese, x, base)
	}
	if kept := standard.TransitionText(message.Chinese, x); kept != "" {
		sentence += kept
	}
	id := "item." + strconv.Itoa(x.Seq)
	e := block("sec", block("editing-instruction", line("label", x.Label), line("p", sentence)).
		with("content-type", string(x.Op))).with("id", id).with("sec-type", "amendment-item")
	label, heading := x.Code, titleOf(x, base)
	if label == "" {
		label = x.Label
	}
	e.add(line("label", label), lineIf("title", heading))
	after, _ := x.After.(map[string]any)
	if text, ok := after["text"].(string); ok {
		e.add(line("p", text))
	}
	return e.add(listOf(after["items"]))
}

// titleOf is the title of what an item is about.
func titleOf(x *standard.Item, base *standard.Edition) string {
	after, _ := x.After.(map[string]any)
	for _, name := range []string{"title", "term"} {
		if text, ok := after[name].(string); ok {
			return text
		}
	}
	if base != nil {
		if c, ok := base.Clause(x.UID); ok {
			return c.Title
		}
	}
	return ""
}

func listOf(tree any) *element {
	list, _ := tree.([]any)
	var found []standard.ListItem
	for _, entry := range list {
		fields, _ := entry.(map[string]any)
		label, _ := fields["label"].(string)
		text, _ := fields["text"].(string)
		found = append(found, standard.ListItem{Label: label, Text: text})
	}
	return items(found)
}

// amendmentLosses names what the sheet in STS does not say in a form that programs can apply.
func amendmentLosses(a *standard.Amendment) []standard.Loss {
	var losses []standard.Loss
	for _, f := range []struct {
		name string
		has  func(standard.Item) bool
	}{
		{"before", func(x standard.Item) bool { return x.Before != nil }},
		{"reason", func(x standard.Item) bool { return x.Reason != "" }},
		{"basis", func(x standard.Item) bool { return len(x.Basis) > 0 }},
		{"grade", func(x standard.Item) bool { return x.Grade != "" }},
		{"renumber", func(x standard.Item) bool { return len(x.Renumber) > 0 }},
	} {
		if n := count(a.Items, f.has); n > 0 {
			losses = append(losses, standard.Loss{Path: "items[]." + f.name, Code: "sts.kind",
				Args: []any{message.Key("sts.item-" + f.name), n}})
		}
	}
	return losses
}
