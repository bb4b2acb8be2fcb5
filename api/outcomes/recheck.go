package outcomes

import (
	"context"
	"errors"
	"slices"

	"hallmark/api/access"
	"hallmark/api/audits"
	"hallmark/api/follow"
	"hallmark/api/outcomes/succession"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
)

// RecheckOf loads the audit that a re-check visit is made for, within the scope of who may verify
// its rectifications, with its edition, and limits the request to what can be re-checked: all of it
// where the request names no clause.
func (s *Service) RecheckOf(ctx context.Context, caller access.Caller, in *audits.AuditRequest) (
	*checklists.Audit, *standard.Edition, error,
) {
	user := caller.User
	origin, err := s.Docs.Audits.Get(ctx, string(in.Origin))
	if errors.Is(err, store.ErrNotFound) ||
		err == nil && !access.ScopeOf(access.VerifyRectifications, user).CoversAudit(user, &origin) {
		return nil, nil, wire.InvalidField("origin", "unknown-audit", in.Origin)
	}
	if err != nil {
		return nil, nil, err
	}
	e, err := s.Editions.Edition(ctx, origin.Edition)
	if err != nil {
		return nil, nil, err
	}
	list, err := s.RectificationsOf(ctx, origin.ID)
	if err != nil {
		return nil, nil, err
	}
	begun, err := in.StartTime(s.Now())
	if err != nil {
		return nil, nil, err
	}
	open := checklists.ToRecheck(e, &origin, list, begun)
	if len(open) == 0 {
		return nil, nil, wire.InvalidField("origin", "nothing-to-recheck", origin.Number)
	}
	for _, uid := range in.Only {
		if !slices.Contains(open, uid) {
			return nil, nil, wire.InvalidField("only", "not-to-recheck", uid)
		}
	}
	if len(in.Only) == 0 {
		in.Only = open
	}
	return &origin, e, nil
}

// settleRecheck applies the findings of an approved re-check visit to the rectifications. A clause
// for which the inspector had replied is left to somebody else.
func (s *Service) settleRecheck(ctx context.Context, e *standard.Edition,
	a *checklists.Audit,
) error {
	list, err := s.RectificationsOf(ctx, a.Origin)
	if err != nil {
		return err
	}
	for _, r := range list {
		_, err := follow.Update(ctx, s.Journal.Steps, s.Docs.Rectifications, string(r.ID),
			func(r *checklists.Rectification) ([]store.Follow, error) {
				before := r.Digest
				done, err := r.Recheck(e, a, FindingsFrom(a))
				if !done || err != nil {
					return nil, err
				}
				action := "rectification-verified"
				if r.State == checklists.SentBack {
					action = "rectification-returned"
				}
				return succession.Note(ctx, s.Journal, r.Steps[len(r.Steps)-1].By, action, before, r)
			})
		if err != nil && !errors.Is(err, checklists.ErrOwnReply) {
			return err
		}
	}
	return nil
}
