package checklists

import (
	"slices"

	"hallmark/standard"
)

// Results are what the halls of a tier came to, side by side: the official audits of a campaign.
type Results struct {
	Tier       standard.Tier    `json:"tier"`
	Halls      []HallResult     `json:"halls"`  // best first
	Median     standard.Decimal `json:"median"` // of the totals
	Chapters   []PartSummary    `json:"chapters"`
	Dimensions []PartSummary    `json:"dimensions"`
	Holders    []PartSummary    `json:"dutyHolders"`
	Grades     map[string]int   `json:"grades"` // halls by grade
}

// HallResult is one hall with what it earned in every part.
type HallResult struct {
	RankLine
	Chapters   []PartScore `json:"chapters"`
	Dimensions []PartScore `json:"dimensions"`
	Holders    []PartScore `json:"dutyHolders"`
}

// PartSummary is a part over all halls to which it applies.
type PartSummary struct {
	Part     string           `json:"part"`
	Halls    int              `json:"halls"`
	Median   standard.Decimal `json:"median"` // of the rates, to 0.0001
	Best     standard.Decimal `json:"best"`
	BestHall HallID           `json:"bestHall"` // the first in the ranking of those with the best rate
	BestName string           `json:"bestName"`
}

// ResultsOf puts the outcomes of a tier side by side, as [RankingOf] ranks them. Parts stand in the
// order in which outcomes list them.
func ResultsOf(tier standard.Tier, outcomes []Outcome, before []RankLine) Results {
	r := Results{Tier: tier, Halls: []HallResult{}, Grades: map[string]int{}}
	byAudit := make(map[AuditID]*Outcome, len(outcomes))
	for i := range outcomes {
		byAudit[outcomes[i].Audit] = &outcomes[i]
	}
	var totals []standard.Decimal
	for _, line := range RankingOf(tier, outcomes, before) {
		o := byAudit[line.Audit]
		r.Halls = append(r.Halls, HallResult{line, o.Chapters, o.Dimensions, o.Holders})
		r.Grades[line.Grade]++
		totals = append(totals, line.Total)
	}
	r.Median, _ = middle(totals)
	r.Chapters = summaries(r.Halls, func(h *HallResult) []PartScore { return h.Chapters })
	r.Dimensions = summaries(r.Halls, func(h *HallResult) []PartScore { return h.Dimensions })
	r.Holders = summaries(r.Halls, func(h *HallResult) []PartScore { return h.Holders })
	return r
}

func summaries(halls []HallResult, parts func(*HallResult) []PartScore) []PartSummary {
	list := []PartSummary{}
	rates := map[string][]standard.Decimal{}
	for i := range halls {
		for _, p := range parts(&halls[i]) {
			if p.Applicable.Sign() == 0 {
				continue
			}
			at := slices.IndexFunc(list, func(s PartSummary) bool { return s.Part == p.Part })
			if at < 0 {
				at = len(list)
				list = append(list, PartSummary{Part: p.Part, Best: standard.NewDecimal(-1, 0)})
			}
			if s := &list[at]; p.Rate.Compare(s.Best) > 0 {
				s.Best, s.BestHall, s.BestName = p.Rate, halls[i].Hall, halls[i].HallName
			}
			rates[p.Part] = append(rates[p.Part], p.Rate)
		}
	}
	for i := range list {
		s := &list[i]
		s.Halls = len(rates[s.Part])
		s.Median, _ = middle(rates[s.Part])
	}
	return list
}
