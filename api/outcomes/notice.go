package outcomes

import (
	"context"

	"hallmark/checklists"
)

// hasNotice reports whether there is a notice of an audit.
func (s *Service) hasNotice(ctx context.Context, id checklists.AuditID) (bool, error) {
	list, err := s.RectificationsOf(ctx, id)
	return len(list) > 0, err
}
