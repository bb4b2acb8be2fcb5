package checklists

import (
	"cmp"
	"slices"

	"hallmark/standard"
)

// RankLine is one hall of a ranking 排名 within its tier.
type RankLine struct {
	Rank     int              `json:"rank"` // 1 is best; ties share a rank: 1, 2, 2, 4
	Of       int              `json:"of"`   // halls of the tier
	Hall     HallID           `json:"hall"`
	HallName string           `json:"hallName"`
	Audit    AuditID          `json:"audit"`
	Total    standard.Decimal `json:"total"`
	Grade    string           `json:"grade"`
	Stars    string           `json:"stars"`
	Restated bool             `json:"restated"` // an appeal has changed the result since its release
	Released standard.Decimal `json:"released"` // the total before the appeal
	Before   int              `json:"before"`   // rank in the ranking before; 0 for none
	Moved    int              `json:"moved"`    // places won; negative for lost
}

// RankingOf ranks the halls of a tier by the totals of their official audits, best first. Of
// several audits of a hall the one that was approved last counts. Before is the ranking of the
// period before, or nil. Halls with the same total share a rank and stand in the order of their
// IDs, so that the ranking does not depend on the order of the outcomes.
func RankingOf(tier standard.Tier, outcomes []Outcome, before []RankLine) []RankLine {
	last := map[HallID]*Outcome{}
	for i := range outcomes {
		o := &outcomes[i]
		if o.Tier != tier || !o.Official() {
			continue
		}
		if have := last[o.Hall]; have == nil || o.laterThan(have) {
			last[o.Hall] = o
		}
	}
	lines := make([]RankLine, 0, len(last))
	for _, o := range last {
		lines = append(lines, RankLine{Of: len(last), Hall: o.Hall, HallName: o.HallName,
			Audit: o.Audit, Total: o.Result.Total, Grade: o.Result.Grade, Stars: o.Result.Stars,
			Restated: o.Restated, Released: o.Released.Total})
	}
	slices.SortFunc(lines, func(a, b RankLine) int {
		return cmp.Or(b.Total.Compare(a.Total), cmp.Compare(a.Hall, b.Hall))
	})
	earlier := map[HallID]int{}
	for _, l := range before {
		earlier[l.Hall] = l.Rank
	}
	for i := range lines {
		l := &lines[i]
		if l.Rank = i + 1; i > 0 && lines[i-1].Total == l.Total {
			l.Rank = lines[i-1].Rank
		}
		if l.Before = earlier[l.Hall]; l.Before > 0 {
			l.Moved = l.Before - l.Rank
		}
	}
	return lines
}

func (o *Outcome) laterThan(p *Outcome) bool {
	return cmp.Or(o.Approved.Compare(p.Approved.Time), cmp.Compare(o.Audit, p.Audit)) > 0
}

// Last reports whether the hall stands on the last place, alone or with others. The only hall of a
// ranking does not.
func (l *RankLine) Last(ranking []RankLine) bool {
	return len(ranking) > 1 && ranking[len(ranking)-1].Rank == l.Rank && l.Rank > 1
}
