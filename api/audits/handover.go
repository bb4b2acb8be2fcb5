package audits

import (
	"context"
	"errors"

	"hallmark/api/access"
	"hallmark/api/journal"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
)

// starter is the person for whom an audit is started: the caller, or, where an operator takes it
// over from a file, the person who worked on the tablet as the file says. Without an account in use
// of that name it is the operator.
func (s *Service) starter(ctx context.Context, caller access.Caller, hall checklists.HallID) (
	*access.User, error,
) {
	handed := journal.HandedIn(ctx)
	if handed == nil {
		return caller.User, nil
	}
	if err := access.TakesOver(ctx, caller.User, hall); err != nil {
		return nil, err
	}
	u, err := s.Docs.Users.Get(ctx, string(handed.Of))
	switch {
	case err == nil && !u.Disabled && access.ScopeOf(access.StartAudit, &u) != access.Nothing:
		return &u, nil
	case err != nil && !errors.Is(err, store.ErrNotFound):
		return nil, err
	case access.ScopeOf(access.StartAudit, caller.User) == access.Nothing:
		return nil, wire.InvalidField("inspectors", "unknown-inspector", handed.Of)
	}
	return caller.User, nil
}
