package outcomes

import (
	"context"

	"hallmark/api/follow"
	"hallmark/checklists"
)

// AllSettled returns an error while something that follows from an audit or from an appeal against it
// is not done, so that no paper shows a part.
func (s *Service) AllSettled(ctx context.Context, id checklists.AuditID) error {
	if err := s.settled(ctx, id); err != nil {
		return err
	}
	appeals, err := s.AppealsOf(ctx, id)
	for i := range appeals {
		if err == nil {
			err = s.Journal.Steps.Settled(ctx, s.Docs.Appeals.Subject(appeals[i]))
		}
	}
	return err
}

// Unmoved is [Service.AllSettled] for an audit as it was read, and returns an error also when it has
// moved on since: what was read beside it may not fit it.
func (s *Service) Unmoved(ctx context.Context, a *checklists.Audit) error {
	if err := s.AllSettled(ctx, a.ID); err != nil {
		return err
	}
	now, err := s.Docs.Audits.Get(ctx, string(a.ID))
	if err == nil && now.Revision != a.Revision {
		err = follow.ErrSettling
	}
	return err
}

// HasNotice reports whether there is a notice of an audit.
func (s *Service) HasNotice(ctx context.Context, id checklists.AuditID) (bool, error) {
	list, err := s.RectificationsOf(ctx, id)
	return len(list) > 0, err
}
