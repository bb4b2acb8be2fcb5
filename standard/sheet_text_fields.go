package standard

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// replace says what becomes of a clause, field by field: its text first, then what it is worth and
// how it is checked.
func (w *sheetWriter) replace() string {
	before, _ := w.item.Before.(map[string]any)
	after, _ := w.item.After.(map[string]any)
	var parts []string
	named := false
	if _, ok := after["text"]; ok && !sameTree(before["text"], after["text"]) {
		parts = append(parts, w.edit(w.place(), textOf(before, "text"), textOf(after, "text")))
		named = true
	}
	for _, name := range sheetOrder(after) {
		if name != "text" && !sameTree(before[name], after[name]) {
			parts = append(parts, w.field(name, before[name], after[name])...)
		}
	}
	words := strings.Join(parts, w.say("semicolon"))
	if named || len(parts) == 0 {
		return words
	}
	return w.say("clause", w.place(), words)
}

// sheetOrder lists changed fields in the order in which a sheet names them.
func sheetOrder(m map[string]any) []string {
	first := []string{"title", "text", "items", "modality", "tiers", "condition", "points",
		"bonus_points", "veto", "key", "method", "check"}
	rank := func(name string) int {
		if i := slices.Index(first, name); i >= 0 {
			return i
		}
		return len(first)
	}
	return slices.SortedFunc(maps.Keys(m), func(a, b string) int {
		if d := rank(a) - rank(b); d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
}

// field says how one field of a clause changes.
func (w *sheetWriter) field(name string, before, after any) []string {
	switch name {
	case "items":
		return w.listItems(before, after)
	case "tiers":
		return w.tiers(textsOf(before), textsOf(after))
	case "points", "bonus_points":
		return w.numbers(w.say("field."+name), w.say("unit.points"), false, before, after)
	case "veto", "key":
		if after == true {
			return []string{w.say(name + "-on")}
		}
		return []string{w.say(name + "-off")}
	case "method":
		return w.method(before, after)
	case "modality":
		return []string{w.say("field-replace", w.say("field.modality"),
			w.say("modality."+textFrom(before)), w.say("modality."+textFrom(after)))}
	}
	return []string{w.change(w.say("field."+name), plain(before), plain(after))}
}

// change says how a plain value changes.
func (w *sheetWriter) change(label, before, after string) string {
	switch {
	case before == "":
		return w.say("field-add", label, w.quote(after))
	case after == "":
		return w.say("field-delete", label, w.quote(before))
	}
	return w.say("field-replace", label, w.quote(before), w.quote(after))
}

func textFrom(tree any) string {
	s, _ := tree.(string)
	return s
}

// plain writes a value that has no sentence of its own.
func plain(tree any) string {
	switch t := tree.(type) {
	case nil:
		return ""
	case string:
		return t
	case []any:
		parts := make([]string, len(t))
		for i, entry := range t {
			parts[i] = plain(entry)
		}
		return strings.Join(parts, "、")
	}
	b, err := json.Marshal(tree)
	if err != nil {
		return ""
	}
	return string(b)
}

// listItems says which lettered items come, go or change.
func (w *sheetWriter) listItems(before, after any) []string {
	var old, next []ListItem
	decodeAt(before, &old, "", new(Problems))
	decodeAt(after, &next, "", new(Problems))
	find := func(list []ListItem, label string) (string, bool) {
		for _, i := range list {
			if i.Label == label {
				return i.Text, true
			}
		}
		return "", false
	}
	var parts []string
	for _, i := range old {
		if _, ok := find(next, i.Label); !ok {
			parts = append(parts, w.say("item-delete", i.Label, w.quote(i.Text)))
		}
	}
	for n, i := range next {
		text, ok := find(old, i.Label)
		switch {
		case ok && text != i.Text:
			parts = append(parts, w.say("item-replace", i.Label, w.quote(text), w.quote(i.Text)))
		case !ok && n > 0:
			parts = append(parts, w.say("item-add", next[n-1].Label, i.Label, w.quote(i.Text)))
		case !ok:
			parts = append(parts, w.say("item-add-first", i.Label, w.quote(i.Text)))
		}
	}
	return parts
}

func (w *sheetWriter) tiers(before, after []string) []string {
	var parts []string
	for _, change := range []struct {
		key      string
		from, to []string
	}{{"tiers-add", before, after}, {"tiers-delete", after, before}} {
		var list []string
		for _, name := range change.to {
			if !slices.Contains(change.from, name) {
				list = append(list, w.say("tier."+name))
			}
		}
		if len(list) > 0 {
			parts = append(parts, w.say(change.key, strings.Join(list, w.say("and"))))
		}
	}
	return parts
}

// numbers says how the numbers of the tiers change; shares of 1 are written as percentages.
func (w *sheetWriter) numbers(label, unit string, share bool, before, after any) []string {
	var old, next PerTier
	decodeAt(before, &old, "", new(Problems))
	decodeAt(after, &next, "", new(Problems))
	show := func(d Decimal) string {
		if share {
			return percentage(d)
		}
		return d.String() + unit
	}
	changes := w.groups(func(t Tier) string {
		a, had := old.Get(t)
		b, has := next.Get(t)
		switch {
		case had && has && a != b:
			return w.say("number-replace", show(a), show(b))
		case had && !has:
			return w.say("number-delete", show(a))
		case has && !had:
			return w.say("number-add", show(b))
		}
		return ""
	})
	if len(changes) == 0 {
		return nil
	}
	parts := make([]string, len(changes))
	for i, g := range changes {
		parts[i] = w.say("number", g.tiers, g.text)
	}
	return []string{w.say("numbers", label, strings.Join(parts, w.say("comma")))}
}

// method says how the way of checking changes.
func (w *sheetWriter) method(before, after any) []string {
	var old, next Method
	decodeAt(before, &old, "", new(Problems))
	decodeAt(after, &next, "", new(Problems))
	if old.Type != next.Type || !sameTree(jsonTree(old.Levels), jsonTree(next.Levels)) ||
		!slices.Equal(old.Occurrences, next.Occurrences) {
		return []string{w.say("method-replace", MethodText(w.language, &next))}
	}
	share, unit := next.Type == Ratio, unitOf(&next)
	parts := slices.Concat(
		w.numbers(w.say("method.target"), unit, share, memberOf(before, "target"),
			memberOf(after, "target")),
		w.numbers(w.say("method.zero_at"), unit, share, memberOf(before, "zero_at"),
			memberOf(after, "zero_at")),
		w.numbers(w.say("method.min_sample"), "", false, memberOf(before, "min_sample"),
			memberOf(after, "min_sample")))
	for _, name := range []string{"pass_if", "metric", "unit", "better", "numerator",
		"denominator", "how", "floor"} {
		if a, b := memberOf(before, name), memberOf(after, name); !sameTree(a, b) {
			parts = append(parts, w.change(w.say("method."+name), plain(a), plain(b)))
		}
	}
	return parts
}

func jsonTree(v any) any {
	tree, _ := treeOfValue(v)
	return tree
}

func memberOf(tree any, name string) any {
	m, _ := tree.(map[string]any)
	return m[name]
}

// tierPoints lists what a clause is worth: 区级2分、街道级2分.
func (w *sheetWriter) tierPoints(p PerTier) string {
	var parts []string
	for _, t := range Tiers() {
		if v, ok := p.Get(t); ok {
			parts = append(parts, w.say("tier-points", w.tier(t), v.String()))
		}
	}
	return strings.Join(parts, w.say("and"))
}
