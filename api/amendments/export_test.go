package amendments

import (
	"context"

	"hallmark/checklists"
)

// WeighForTest weighs an amendment and throws the result away.
func (s *Service) WeighForTest(ctx context.Context, id string) (checklists.ImpactTotals, error) {
	d, err := s.Docs.Amendments.Get(ctx, id)
	if err != nil {
		return checklists.ImpactTotals{}, err
	}
	impact, err := s.impactOf(ctx, &d)
	return impact.Totals, err
}
