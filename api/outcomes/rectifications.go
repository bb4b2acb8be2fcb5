package outcomes

import (
	"context"
	"errors"
	"slices"

	"hallmark/api/access"
	"hallmark/api/evidence"
	"hallmark/api/follow"
	"hallmark/api/outcomes/shown"
	"hallmark/api/outcomes/succession"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
)

// RectificationsOf loads the rectifications of an audit, the earliest deadline first.
func (s *Service) RectificationsOf(ctx context.Context, id checklists.AuditID,
) ([]checklists.Rectification, error) {
	var list []checklists.Rectification
	q := store.Query{Equal: map[string]string{"audit": string(id)}, Order: "due"}
	for r, err := range s.Docs.Rectifications.Find(ctx, q) {
		if err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	return list, nil
}

// openRectifications opens what an approved audit asks for. What is there already stays.
func (s *Service) openRectifications(ctx context.Context, by checklists.Username,
	e *standard.Edition,
	a *checklists.Audit, findings []checklists.Finding,
) error {
	repeats, there, err := s.earlierOf(ctx, a)
	if err != nil {
		return err
	}
	settings, err := s.Settings.Settings(ctx)
	if err != nil {
		return err
	}
	list, err := checklists.OpenRectifications(e, a, findings, repeats, FindingsFrom(a), s.Calendar(),
		settings.On(FindingsFrom(a)))
	if err != nil {
		return err
	}
	for _, r := range list {
		if there[r.ID] {
			continue
		}
		event, err := succession.Note(ctx, s.Journal, by, "rectification-opened", "", &r)
		if err != nil {
			return err
		}
		err = follow.Insert(ctx, s.Journal.Steps, s.Docs.Rectifications, r, event...)
		if err != nil && !errors.Is(err, store.ErrExists) {
			return err
		}
	}
	return nil
}

// earlierOf counts the earlier rectifications of the hall by clause, and has those of the audit.
func (s *Service) earlierOf(ctx context.Context, a *checklists.Audit) (
	repeats map[standard.ClauseUID]int, there map[checklists.RectificationID]bool, err error,
) {
	repeats, there = map[standard.ClauseUID]int{}, map[checklists.RectificationID]bool{}
	q := store.Query{Equal: map[string]string{"hall": string(a.Hall)}, Order: "due", Brief: true}
	for r, err := range s.Docs.Rectifications.Find(ctx, q) {
		switch {
		case err != nil:
			return nil, nil, err
		case r.Audit == a.ID:
			there[r.ID] = true
		case r.State != checklists.Revoked && r.Opened.Before(FindingsFrom(a)):
			repeats[r.Clause]++
		}
	}
	return repeats, there, nil
}

// ViewRectification adds to a rectification what follows from today's date and the settings.
func (s *Service) ViewRectification(r checklists.Rectification, settings *checklists.Settings,
) shown.Rectification {
	return shown.RectificationOf(r, s.Now(), s.Calendar(), settings)
}

// rectification loads a rectification within the scope of the request.
func (s *Service) rectification(ctx context.Context, caller access.Caller, id string) (
	checklists.Rectification, error,
) {
	r, err := s.Docs.Rectifications.Get(ctx, id)
	if err == nil && !caller.Reach.CoversRectification(caller.User, &r) {
		err = wire.ErrNotFound
	}
	return r, err
}

// updateRectification changes a rectification within the scope of the request and records the
// event. Revision, when not 0, is that of the rectification as the person saw it.
func (s *Service) updateRectification(ctx context.Context, caller access.Caller, id string,
	revision int, action string,
	change func(*checklists.Rectification) error,
) (checklists.Rectification, error) {
	user := caller.User
	return follow.Update(ctx, s.Journal.Steps, s.Docs.Rectifications, id,
		func(r *checklists.Rectification) ([]store.Follow, error) {
			if !caller.Reach.CoversRectification(user, r) {
				return nil, wire.ErrNotFound
			}
			if revision != 0 && revision != r.Revision {
				return nil, store.ErrConflict
			}
			before := r.Digest
			if err := change(r); err != nil {
				return nil, err
			}
			event, err := succession.Note(ctx, s.Journal, user.Username, action, before, r)
			if err != nil {
				return nil, err
			}
			step := r.Steps[len(r.Steps)-1]
			photos := append(slices.Clone(step.Evidence), step.Before...)
			if step.Answer != nil {
				photos = append(photos, step.Answer.Evidence...)
			}
			links, err := evidence.ShowStep(r.Audit, user.Username, step.At, photos...)
			return append(event, links...), err
		})
}
