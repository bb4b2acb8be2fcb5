package outcomes

import (
	"context"

	"hallmark/checklists"
)

// allSettled returns an error while something that follows from an audit or from an appeal against it
// is not done, so that no paper shows a part.
func (s *Service) allSettled(ctx context.Context, id checklists.AuditID) error {
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

// HasNotice reports whether there is a notice of an audit.
func (s *Service) HasNotice(ctx context.Context, id checklists.AuditID) (bool, error) {
	list, err := s.RectificationsOf(ctx, id)
	return len(list) > 0, err
}
