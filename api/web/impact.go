package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"hallmark/checklists"
	"hallmark/standard"
)

// Impact is the page at /amendments/{id}/impact: what publishing an amendment would change.
type Impact struct {
	Frame
	Row    AmendmentRow
	Impact checklists.Impact
	Filter ImpactFilter
	Audits bool // whether the person may open audits
}

func (*Impact) template() string { return "impact" }

// ImpactFilter is what the list of halls is limited to and how it is ordered; the zero value shows
// the first halls of all, those that change grade first.
type ImpactFilter struct {
	Tier standard.Tier
	Sort ImpactSort
	Page int // from 0
}

// ImpactSort is an order of the halls.
type ImpactSort string

// The orders: by change of grade, by name, by how much the total moves.
const (
	SortByGrade ImpactSort = ""
	SortByHall  ImpactSort = "hall"
	SortByStep  ImpactSort = "step"
)

// impactPage is how many halls stand on one page.
const impactPage = 100

// URL returns the address of the page with another filter.
func (f ImpactFilter) URL(id standard.EditionID) string {
	q := url.Values{}
	if f.Tier != standard.NoTier {
		q.Set("tier", f.Tier.String())
	}
	if f.Sort != "" {
		q.Set("sort", string(f.Sort))
	}
	if f.Page > 0 {
		q.Set("page", strconv.Itoa(f.Page))
	}
	if len(q) == 0 {
		return ImpactURL(id)
	}
	return ImpactURL(id) + "?" + q.Encode()
}

// Choice is one choice of a filter.
type Choice struct {
	Key     string // of its text
	URL     string
	Current bool
}

// Tiers are the choices of tier.
func (p *Impact) Tiers() []Choice {
	choices := make([]Choice, 0, 4)
	for _, t := range append([]standard.Tier{standard.NoTier}, standard.Tiers()...) {
		f := p.Filter
		f.Tier, f.Page = t, 0
		choices = append(choices, Choice{t.String(), f.URL(p.Row.ID), t == p.Filter.Tier})
	}
	return choices
}

// Sorts are the choices of order.
func (p *Impact) Sorts() []Choice {
	var choices []Choice
	for _, s := range []ImpactSort{SortByGrade, SortByHall, SortByStep} {
		f := p.Filter
		f.Sort, f.Page = s, 0
		choices = append(choices, Choice{"amendment.sort-" + string(s), f.URL(p.Row.ID),
			s == p.Filter.Sort})
	}
	return choices
}

// halls returns the halls that the filter lets through, in its order.
func (p *Impact) halls() []checklists.HallImpact {
	halls := slices.DeleteFunc(slices.Clone(p.Impact.Halls), func(h checklists.HallImpact) bool {
		return p.Filter.Tier != standard.NoTier && h.Tier != p.Filter.Tier
	})
	switch p.Filter.Sort {
	case SortByHall:
		slices.SortFunc(halls, func(a, b checklists.HallImpact) int {
			return strings.Compare(string(a.Hall), string(b.Hall))
		})
	case SortByStep:
		slices.SortStableFunc(halls, func(a, b checklists.HallImpact) int {
			return int(a.Step() - b.Step())
		})
	}
	return halls
}

// Halls returns the halls on the page.
func (p *Impact) Halls() []checklists.HallImpact {
	halls := p.halls()
	from := min(len(halls), max(0, p.Filter.Page)*impactPage)
	return halls[from:min(len(halls), from+impactPage)]
}

// Turn returns the addresses of the pages before and after; "" where there is none.
func (p *Impact) Turn() (turn struct{ Before, After string }) {
	before, after := p.Filter, p.Filter
	if before.Page--; p.Filter.Page > 0 {
		turn.Before = before.URL(p.Row.ID)
	}
	if after.Page++; after.Page*impactPage < len(p.halls()) {
		turn.After = after.URL(p.Row.ID)
	}
	return turn
}

// Step writes how much a hall's total moves: "+1.5", "−0.3", "0".
func (p *Impact) Step(h checklists.HallImpact) string {
	n := h.Step()
	switch {
	case n > 0:
		return "+" + standard.NewDecimal(n, 1).String()
	case n < 0:
		return "−" + standard.NewDecimal(-n, 1).String()
	}
	return "0"
}

// Code returns the printed number of a clause after the amendment, or the last one before it.
func (p *Impact) Code(uid standard.ClauseUID) string {
	for _, c := range p.Impact.Clauses {
		if c.UID == uid {
			return c.Code
		}
	}
	return string(uid)
}

// FateCount is how many halls a fate touches.
type FateCount struct {
	Fate  checklists.Fate
	Halls int
}

// Touched counts the halls that a change touches, by fate.
func (p *Impact) Touched(c checklists.ClauseImpact) (counts []FateCount) {
	for _, f := range checklists.Fates() {
		if n := c.Halls[f]; n > 0 {
			counts = append(counts, FateCount{f, n})
		}
	}
	return counts
}

// ImpactURL returns the address of the impact page of an amendment.
func ImpactURL(id standard.EditionID) string { return AmendmentURL(id) + "/impact" }
