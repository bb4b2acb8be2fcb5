package api

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"hallmark/checklists"
	"hallmark/standard"
)

// hallFilter is what a list of halls is limited to; zero fields limit nothing.
type hallFilter struct {
	Tier   standard.Tier
	Area   string // a beginning of the area code
	Status checklists.HallStatus
	Text   string // part of the name or of the ID, in lower case
	Sort   string // "" by ID, "name", "area" or "tier"
}

// hallSorts are the orders of a list of halls beside that of their IDs.
var hallSorts = map[string]func(a, b *checklists.Hall) int{
	"name": func(a, b *checklists.Hall) int { return strings.Compare(a.Name, b.Name) },
	"area": func(a, b *checklists.Hall) int { return strings.Compare(a.Area, b.Area) },
	"tier": func(a, b *checklists.Hall) int { return cmp.Compare(a.Tier, b.Tier) },
}

// hallFilterOf reads ?tier=, ?area=, ?status=, ?q= and ?sort=.
func hallFilterOf(c *gin.Context) (*hallFilter, error) {
	f := &hallFilter{Area: strings.TrimSpace(c.Query("area")), Sort: c.Query("sort"),
		Status: checklists.HallStatus(c.Query("status")), Text: searched(c.Query("q"))}
	var err error
	if c.Query("tier") != "" {
		if f.Tier, err = tierOf(c); err != nil {
			return nil, err
		}
	}
	r := refuse(http.StatusBadRequest, "invalid")
	if f.Area != "" && !areaForm.MatchString(f.Area) {
		r.Fields = append(r.Fields, field("area", "area"))
	}
	if f.Status != "" && f.Status != checklists.InService && f.Status != checklists.Closed {
		r.Fields = append(r.Fields, field("status", "state", f.Status))
	}
	if f.Sort != "" && hallSorts[f.Sort] == nil {
		r.Fields = append(r.Fields, field("sort", "oneof", "name area tier"))
	}
	if len(r.Fields) > 0 {
		return nil, r
	}
	return f, nil
}

// searched is a text as it is looked for: at most 80 characters in lower case.
func searched(text string) string {
	text = strings.ToLower(strings.TrimSpace(text))
	if runes := []rune(text); len(runes) > 80 {
		text = string(runes[:80])
	}
	return text
}

// narrow reports whether the filter looks at more than the tier.
func (f *hallFilter) narrow() bool { return f.Area != "" || f.Status != "" || f.Text != "" }

func (f *hallFilter) keeps(h *checklists.Hall) bool {
	return (f.Tier == standard.NoTier || h.Tier == f.Tier) && strings.HasPrefix(h.Area, f.Area) &&
		(f.Status == "" || h.Status == f.Status) && (f.Text == "" || named(h, f.Text))
}

// named reports whether a text in lower case is part of what a hall is called.
func named(h *checklists.Hall, text string) bool {
	return strings.Contains(strings.ToLower(h.Name), text) ||
		strings.Contains(strings.ToLower(string(h.ID)), text) ||
		strings.Contains(strings.ToLower(h.NameEN), text)
}

// of chooses and orders among all halls.
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
