package reports

import (
	"context"

	"hallmark/api/web"
	"hallmark/checklists"
	"hallmark/standard"
)

// comparedScores are the scores that stand beside the official one: the score before appeals
// changed it, and the score after the fixes that were verified.
func (s *Service) comparedScores(ctx context.Context, e *standard.Edition, a *checklists.Audit) (
	original *checklists.Result, rectified *web.Compared, err error,
) {
	if a.State != checklists.Approved && a.State != checklists.Final {
		return nil, nil, nil
	}
	if first, restated := a.Released(); restated {
		original = &first
	}
	list, err := s.Outcomes.RectificationsOf(ctx, a.ID)
	if err != nil {
		return nil, nil, err
	}
	for i := range list {
		if r := &list[i]; r.State == checklists.ClosedOff {
			if rectified == nil {
				rectified = &web.Compared{Audit: a.ID}
			}
			if at := r.Steps[len(r.Steps)-1].At; at.After(rectified.At.Time) {
				rectified.At = at
			}
		}
	}
	if rectified != nil {
		rectified.Score, err = a.AfterRectification(e, list)
	}
	return original, rectified, err
}
