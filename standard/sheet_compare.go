package standard

import (
	"strings"

	"hallmark/standard/message"
)

// Comparison is a row of the table that is printed with a sheet: a field before and after, for
// people.
type Comparison struct{ Label, Before, After string }

// Compare lists everything that an item changes, field by field; an added clause has nothing
// before, a deleted one nothing after.
func Compare(l message.Language, item *Item) []Comparison {
	w := sheetWriter{language: l, item: item}
	switch item.Op {
	case OpTerm:
		return []Comparison{{w.say("compare.term"), w.show("term", item.Before),
			w.show("term", item.After)}}
	case OpFrontMatter:
		return []Comparison{{w.say("compare.front"), lines(item.Before), lines(item.After)}}
	case OpWeight:
		return w.compareWeights()
	}
	before, _ := item.Before.(map[string]any)
	after, _ := item.After.(map[string]any)
	all := make(map[string]any, len(before)+len(after))
	for _, side := range []map[string]any{before, after} {
		for name := range side {
			all[name] = nil
		}
	}
	var rows []Comparison
	for _, name := range sheetOrder(all) {
		row := Comparison{w.say("field." + name), w.show(name, before[name]), w.show(name, after[name])}
		silent := internal[name] || before[name] == nil && after[name] == false
		if row.Before != row.After && !silent {
			rows = append(rows, row)
		}
	}
	return rows
}

// internal are fields that no sheet prints.
var internal = map[string]bool{"uid": true, "code": true, "chapter": true, "section": true,
	"refs": true, "evidence": true, "dimension": true, "duty_holder": true, "scored": true}

func lines(tree any) string {
	if list := textsOf(tree); len(list) > 0 {
		return strings.Join(list, "\n")
	}
	return textFrom(tree)
}

func (w *sheetWriter) compareWeights() []Comparison {
	var before, after map[string]PerTier
	decodeAt(w.item.Before, &before, "", new(Problems))
	decodeAt(w.item.After, &after, "", new(Problems))
	var rows []Comparison
	for _, chapter := range sortedNumbers(after) {
		rows = append(rows, Comparison{w.say("compare.weight", chapter),
			w.row(before[chapter]), w.row(after[chapter])})
	}
	return rows
}

// show writes a field's value for the table.
func (w *sheetWriter) show(name string, tree any) string {
	if tree == nil {
		return ""
	}
	problems := new(Problems)
	switch name {
	case "term":
		var t Term
		decodeAt(tree, &t, "", problems)
		return t.Code + " " + w.named(t) + "\n" + t.Definition
	case "items":
		var list []ListItem
		decodeAt(tree, &list, "", problems)
		parts := make([]string, len(list))
		for i, entry := range list {
			parts[i] = entry.Label + ") " + entry.Text
		}
		return strings.Join(parts, "\n")
	case "points", "bonus_points":
		var p PerTier
		decodeAt(tree, &p, "", problems)
		return w.tierPoints(p)
	case "method":
		var m Method
		decodeAt(tree, &m, "", problems)
		return MethodText(w.language, &m)
	case "tiers":
		var names []string
		for _, t := range textsOf(tree) {
			names = append(names, w.say("tier."+t))
		}
		return strings.Join(names, w.say("and"))
	case "modality":
		return w.say("modality." + textFrom(tree))
	}
	if set, ok := tree.(bool); ok {
		return w.say(map[bool]string{true: "yes", false: "no"}[set])
	}
	return plain(tree)
}
