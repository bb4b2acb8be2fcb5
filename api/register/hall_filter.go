package register

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"hallmark/checklists"
	"hallmark/standard"
)

// hallFilter chooses halls for a list. A field that is zero excludes nothing.
type hallFilter struct {
	Tier   standard.Tier
	Area   string // a beginning of the area code
	Status checklists.HallStatus
	Text   string // part of the name or of the ID, in lower case
	Sort   string // "" by ID, "name", "area" or "tier"
}

// hallSorts are the orders in which halls can be listed, besides the order of their IDs.
var hallSorts = map[string]func(a, b *checklists.Hall) int{
	"name": func(a, b *checklists.Hall) int { return strings.Compare(a.Name, b.Name) },
	"area": func(a, b *checklists.Hall) int { return strings.Compare(a.Area, b.Area) },
	"tier": func(a, b *checklists.Hall) int { return cmp.Compare(a.Tier, b.Tier) },
}

// Searched is the form in which a text is searched for: at most 80 characters, in lower case.
func Searched(text string) string {
	text = strings.ToLower(strings.TrimSpace(text))
	if runes := []rune(text); len(runes) > 80 {
		text = string(runes[:80])
	}
	return text
}

// narrow reports whether the filter looks at anything besides the tier.
func (f *hallFilter) narrow() bool { return f.Area != "" || f.Status != "" || f.Text != "" }

func (f *hallFilter) keeps(h *checklists.Hall) bool {
	return (f.Tier == standard.NoTier || h.Tier == f.Tier) && strings.HasPrefix(h.Area, f.Area) &&
		(f.Status == "" || h.Status == f.Status) && (f.Text == "" || named(h, f.Text))
}

// named reports whether a text in lower case is part of the name, the English name or the ID of a
// hall.
func named(h *checklists.Hall, text string) bool {
	return strings.Contains(strings.ToLower(h.Name), text) ||
		strings.Contains(strings.ToLower(string(h.ID)), text) ||
		strings.Contains(strings.ToLower(h.NameEN), text)
}

// of returns the halls that the filter chooses, in its order.
func (f *hallFilter) of(all []*checklists.Hall) []*checklists.Hall {
	var list []*checklists.Hall
	for _, h := range all {
		if f.keeps(h) {
			list = append(list, h)
		}
	}
	if compare := hallSorts[f.Sort]; compare != nil {
		slices.SortStableFunc(list, compare)
	}
	return list
}

// AreaForm matches a code of GB/T 2260, with its extension to 12 digits, or the first digits of
// one.
var AreaForm = regexp.MustCompile(`^\d{2,12}$`)
