package standard

import (
	"encoding/json"
	"slices"
	"strings"
)

// readable writes a value for people, in the language of the standard: 是 and 否, the standard's
// own names of the tiers, "a) …; b) …" for lists of items. No value is "".
func readable(tree any, e *Edition) string {
	switch t := tree.(type) {
	case string:
		if tier, err := ParseTier(t); err == nil {
			return e.TierName(tier)
		}
		return t
	case bool:
		if t {
			return "是"
		}
		return "否"
	case json.Number:
		return t.String()
	case []any:
		parts := make([]string, len(t))
		separator := "、"
		for i, entry := range t {
			parts[i] = readable(entry, e)
			if _, text := entry.(string); !text {
				separator = "\n"
			}
		}
		return strings.Join(parts, separator)
	case map[string]any:
		return readableObject(t, e)
	}
	return ""
}

func readableObject(m map[string]any, e *Edition) string {
	if label, text := m["label"], m["text"]; label != nil && text != nil && len(m) == 2 {
		return readable(label, e) + ") " + readable(text, e)
	}
	if id, what := m["id"], m["what"]; id != nil && what != nil {
		return readable(id, e) + ") " + readable(what, e) + " −" + readable(m["deduct"], e)
	}
	if term, definition := m["term"], m["definition"]; term != nil && definition != nil {
		return readable(term, e) + ":" + readable(definition, e)
	}
	var parts []string
	for _, name := range namesForPeople(m) {
		value := readable(m[name], e)
		if _, list := m[name].([]any); list {
			value = strings.ReplaceAll(value, "\n", ";")
		}
		parts = append(parts, readable(name, e)+" "+value)
	}
	return strings.Join(parts, ";")
}

// namesForPeople lists tiers from the top, other names by alphabet.
func namesForPeople(m map[string]any) []string {
	names := sortedNames(m, nil)
	slices.SortStableFunc(names, func(a, b string) int {
		x, _ := ParseTier(a)
		y, _ := ParseTier(b)
		return int(x) - int(y)
	})
	return names
}

// hasWords reports whether a value is worth a redline: a text, or a list of texts or items.
func hasWords(tree any) bool {
	switch t := tree.(type) {
	case string:
		return true
	case []any:
		return len(t) > 0
	case map[string]any:
		return t["0"] != nil // the levels of a graded clause
	}
	return false
}
