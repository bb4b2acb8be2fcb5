package boards

import (
	"context"

	"hallmark/api/access"
	"hallmark/api/store"
	"hallmark/checklists"
	"hallmark/standard"
)

// trend compares the official audits of a hall over time, see [checklists.TrendOf].
func (s *Service) trend(ctx context.Context, hall checklists.HallID) (checklists.Trend, error) {
	var outcomes []checklists.Outcome
	editions := map[standard.EditionID]*standard.Edition{}
	q := store.Query{Equal: map[string]string{"hall": string(hall)}, Order: "approved"}
	for o, err := range s.Docs.Outcomes.Find(ctx, q) {
		if err == nil && editions[o.Edition] == nil {
			editions[o.Edition], err = s.Editions.Edition(ctx, o.Edition)
		}
		if err != nil {
			return checklists.Trend{}, err
		}
		outcomes = append(outcomes, o)
	}
	return checklists.TrendOf(outcomes, editions), nil
}

// seesTrend reports whether a person may see how the scores of a hall developed.
func seesTrend(u *access.User, hall checklists.HallID) bool {
	return access.ScopeOf(access.ReadTrends, u).CoversHall(u, hall)
}
