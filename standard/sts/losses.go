package sts

import (
	"reflect"
	"slices"
	"strings"

	"hallmark/standard"
	"hallmark/standard/message"
)

// carried are the fields of a clause that STS has a place for, and "scored", which goes with the
// points.
func carried() []string {
	return []string{"uid", "code", "chapter", "section", "title", "text", "items", "modality", "verb",
		"scored"}
}

// lossesOf names what is not written: for each kind of field the number of clauses that have it.
func lossesOf(e *standard.Edition) []standard.Loss {
	var losses []standard.Loss
	lose := func(path, key string, n int) {
		if n > 0 {
			losses = append(losses, standard.Loss{Path: path, Code: "sts.kind",
				Args: []any{message.Key(key), n}})
		}
	}
	fields := reflect.TypeFor[standard.Clause]()
	for i := range fields.NumField() {
		name, _, _ := strings.Cut(fields.Field(i).Tag.Get("json"), ",")
		if slices.Contains(carried(), name) {
			continue
		}
		n := 0
		for j := range e.Clauses {
			if !isNothing(reflect.ValueOf(e.Clauses[j]).Field(i)) {
				n++
			}
		}
		lose("clauses[]."+name, "page.field."+name, n)
	}
	lose("chapters[].weight", "page.field.weight", count(e.Chapters, func(c standard.Chapter) bool {
		return c.Scored
	}))
	lose("chapters[].title_en", "page.field.title_en", count(e.Chapters,
		func(c standard.Chapter) bool { return c.TitleEN != "" }))
	lose("sections[].title_en", "page.field.title_en", count(e.Sections,
		func(s standard.Section) bool { return s.TitleEN != "" }))
	lose("standard.tiers", "sts.tiers", len(e.Standard.Tiers))
	lose("transitions", "sts.transitions", len(e.Transitions))
	losses = append(losses, standard.Loss{Path: "scoring", Code: "loss.no-place",
		Args: []any{message.Key("page.field.scoring")}})
	return append(append(losses, notes(e)...), unwritable(e)...)
}

func isNothing(v reflect.Value) bool {
	return v.IsZero() || v.Kind() == reflect.Slice && v.Len() == 0
}

func count[T any](list []T, has func(T) bool) (n int) {
	for _, x := range list {
		if has(x) {
			n++
		}
	}
	return n
}

// notes are the texts of the cover that STS has no place for.
func notes(e *standard.Edition) []standard.Loss {
	var losses []standard.Loss
	m := &e.Standard
	for _, f := range []struct{ path, text string }{
		{"standard.number_note", m.NumberNote}, {"standard.classification_note", m.ClassificationNote},
		{"standard.date_note", m.DateNote}, {"standard.drafting_support", m.DraftingSupport},
		{"standard.refs_note", m.RefsNote}, {"standard.wording_rule", m.WordingRule},
		{"front_matter.scope_en", e.FrontMatter.ScopeEN},
	} {
		if f.text != "" {
			losses = append(losses, standard.Loss{Path: f.path, Code: "loss.no-place",
				Args: []any{f.text}})
		}
	}
	return losses
}

// unwritable names the clauses whose text has characters that XML cannot hold.
func unwritable(e *standard.Edition) []standard.Loss {
	var losses []standard.Loss
	for i := range e.Clauses {
		c := &e.Clauses[i]
		whole := c.Title + c.Text
		for _, item := range c.Items {
			whole += item.Label + item.Text
		}
		if !carries(whole) {
			losses = append(losses, standard.Loss{Path: "clauses." + string(c.UID),
				Code: "sts.character", Args: []any{c.Code}})
		}
	}
	return losses
}
