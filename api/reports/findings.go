package reports

import (
	"context"

	"hallmark/api/outcomes"
	"hallmark/checklists"
	"hallmark/standard"
)

// findings are what follows from a score. Where a finding has its rectification, its deadline is the
// one that was set there: papers say the same when the holidays of a year become known.
func (s *Service) findings(ctx context.Context, e *standard.Edition, a *checklists.Audit,
	score checklists.Score, answers checklists.Answers,
) ([]checklists.Finding, error) {
	list := checklists.FindingsOf(e, score, answers, outcomes.FindingsFrom(a), s.Calendar())
	opened, err := s.Outcomes.RectificationsOf(ctx, a.ID)
	if err != nil {
		return nil, err
	}
	for i := range list {
		for j := range opened {
			if r := &opened[j]; r.Clause == list[i].Clause && list[i].Due != "" {
				list[i].Due, list[i].DueUncertain = r.FirstDue, r.DueUncertain
			}
		}
	}
	return list, nil
}
