package web

import (
	"strings"

	"hallmark/standard/message"
)

// FieldName returns what people call a changed field, given as [standard.FieldChange] names it.
func FieldName(l message.Language, path string) string { return words{l}.field(path) }

// field returns what people call a field of an edition, given as [standard.FieldChange] names it:
// "method.target" or "chapters.5.weight".
func (w words) field(path string) string {
	if key := "field." + path; message.Has(w.language, "page."+key) {
		return w.text(key)
	}
	group, rest, _ := strings.Cut(path, ".")
	switch group {
	case "chapters":
		number, field, _ := strings.Cut(rest, ".")
		return strings.TrimSpace(w.text("field.chapter-at", number) + " " + w.known(field))
	case "sections":
		return w.text("field.section-at", strings.TrimRight(rest, "._abcdefghijklmnopqrstuvwxyz"))
	case "terms":
		return w.text("field.term-at", strings.TrimRight(rest, "._abcdefghijklmnopqrstuvwxyz"))
	case "front_matter":
		return w.known(rest)
	}
	return w.text("field.scoring")
}

// known returns the name of a field of which there may be none: "" then.
func (w words) known(field string) string {
	if !message.Has(w.language, "page.field."+field) {
		return ""
	}
	return w.text("field." + field)
}

// value returns a field's value as people read it: members of closed sets by their names, numbers
// of tiers on a line each.
func (w words) value(field, text string) string {
	switch field[strings.LastIndexByte(field, '.')+1:] {
	case "points", "bonus_points", "target", "zero_at", "min_sample", "weight":
		return strings.ReplaceAll(text, ";", "\n")
	}
	set := map[string]string{
		"duty_holder": "duty", "dimension": "dimension", "evidence": "evidence",
		"method.type": "method", "method.better": "better",
	}[field]
	if set == "" || text == "" {
		return text
	}
	members := strings.Split(text, "、")
	for i, m := range members {
		members[i] = w.name(set, m)
	}
	return strings.Join(members, w.text("comma"))
}
