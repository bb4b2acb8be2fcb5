package api

import (
	"context"
	"errors"
	"slices"

	"hallmark/api/store"
	"hallmark/api/web"
	"hallmark/checklists"
	"hallmark/standard"
)

// recheckOf loads the audit that a re-check visit is made for, within the scope of who may verify
// its rectifications, with its edition, and limits the request to what can be re-checked: all of it
// where the request names no clause.
func (s *Server) recheckOf(ctx context.Context, caller Caller, in *auditRequest) (*checklists.Audit, *standard.Edition, error) {
	user := caller.User
	origin, err := s.docs.audits.Get(ctx, string(in.Origin))
	if errors.Is(err, store.ErrNotFound) ||
		err == nil && !scopeOf(VerifyRectifications, user).coversAudit(user, &origin) {
		return nil, nil, invalidField("origin", "unknown-audit", in.Origin)
	}
	if err != nil {
		return nil, nil, err
	}
	e, err := s.edition(ctx, origin.Edition)
	if err != nil {
		return nil, nil, err
	}
	list, err := s.rectificationsOf(ctx, origin.ID)
	if err != nil {
		return nil, nil, err
	}
	begun, err := in.startTime(s.now())
	if err != nil {
		return nil, nil, err
	}
	open := checklists.ToRecheck(e, &origin, list, begun)
	if len(open) == 0 {
		return nil, nil, invalidField("origin", "nothing-to-recheck", origin.Number)
	}
	for _, uid := range in.Only {
		if !slices.Contains(open, uid) {
			return nil, nil, invalidField("only", "not-to-recheck", uid)
		}
	}
	if len(in.Only) == 0 {
		in.Only = open
	}
	return &origin, e, nil
}

// settleRecheck takes over what an approved re-check visit found. A clause that the inspector had
// replied for is left to somebody else.
func (s *Server) settleRecheck(ctx context.Context, e *standard.Edition, a *checklists.Audit) error {
	list, err := s.rectificationsOf(ctx, a.Origin)
	if err != nil {
		return err
	}
	for _, r := range list {
		_, err := store.Update(ctx, s.docs.rectifications, string(r.ID),
			func(r *checklists.Rectification) error {
				before := r.Digest
				done, err := r.Recheck(e, a, s.now())
				if !done || err != nil {
					return err
				}
				action := "rectification-verified"
				if r.State == checklists.SentBack {
					action = "rectification-returned"
				}
				return s.noteRectification(ctx, r.Steps[len(r.Steps)-1].By, action, before, r)
			})
		if err != nil && !errors.Is(err, checklists.ErrOwnReply) {
			return err
		}
	}
	return nil
}

// comparedScores are the scores that stand beside the official one: what an appeal has changed, and
// what the fixes that were verified come to.
func (s *Server) comparedScores(ctx context.Context, e *standard.Edition, a *checklists.Audit) (
	original *checklists.Result, rectified *web.Compared, err error,
) {
	if a.State != checklists.Approved && a.State != checklists.Final {
		return nil, nil, nil
	}
	if first, restated := a.Released(); restated {
		original = &first
	}
	list, err := s.rectificationsOf(ctx, a.ID)
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

// addRectified puts on a score page what stands beside the official score, and whether the person may
// start a re-check visit.
func (s *Server) addRectified(ctx context.Context, page *web.Score, u *User) (err error) {
	a := page.Audit
	if page.Original, page.Rectified, err = s.comparedScores(ctx, page.Edition, a); err != nil {
		return err
	}
	if a.Origin != "" {
		origin, err := s.docs.audits.Get(ctx, string(a.Origin))
		if err != nil {
			return err
		}
		page.Origin = &origin
	}
	if !scopeOf(VerifyRectifications, u).coversAudit(u, a) || scopeOf(StartAudit, u) != Anything {
		return nil
	}
	list, err := s.rectificationsOf(ctx, a.ID)
	page.ToRecheck = len(checklists.ToRecheck(page.Edition, a, list, s.now()))
	return err
}
