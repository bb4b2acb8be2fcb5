package api

import (
	"context"
	"errors"
	"time"

	"hallmark/api/store"
	"hallmark/checklists"
)

// program is who acts where no person does.
const program checklists.Username = "hallmark"

// finalTick is how often the worker looks for results that have become final.
const finalTick = time.Minute

// Finalize makes the results final whose time for appeals is over and that no appeal holds up
// ([checklists.Audit.FinalAt]). It is harmless to run it at any time, in several processes too.
func (s *Server) Finalize(ctx context.Context) error {
	settings, err := s.settings(ctx)
	if err != nil {
		return err
	}
	q := store.Query{Equal: map[string]string{"state": string(checklists.Approved)}, Order: "started",
		Brief: true}
	for a, err := range s.docs.audits.Find(ctx, q) {
		if err != nil {
			return err
		}
		o, err := s.docs.outcomes.Get(ctx, string(a.ID)) // the list leaves the steps of audits out
		if errors.Is(err, store.ErrNotFound) {
			continue // its approval broke off; see [Server.Settle]
		}
		if err != nil {
			return err
		}
		due, _ := s.Calendar.AddWorkdays(o.Approved.Time, settings.On(o.Approved.Time).Appeal)
		appeals, err := s.appealsOf(ctx, a.ID)
		if err != nil {
			return err
		}
		if !a.FinalAt(s.now(), due, appeals) {
			continue
		}
		if err := s.finalizeAudit(ctx, a.ID); err != nil {
			return err
		}
	}
	return nil
}

func (s *Server) finalizeAudit(ctx context.Context, id checklists.AuditID) error {
	a, err := store.UpdateAfter(ctx, s.docs.audits, string(id),
		func(a *checklists.Audit) ([]store.Ahead, error) {
			before := a.Digest
			if err := a.Finalize(program, s.now(), ""); err != nil {
				return nil, err
			}
			return s.noteAhead(ctx, Event{Actor: program, Action: "audit-finalized",
				Subject: "audit/" + string(a.ID), Label: a.Number, Before: before, After: a.Digest,
				Revision: a.Revision})
		})
	var state *checklists.StateError
	if errors.As(err, &state) {
		return nil // another process came first
	}
	if err != nil {
		return err
	}
	return s.settleAudit(ctx, program, &a)
}

// appealDue is the last day for appeals against an audit, by the settings that held when it was
// approved; "" before that.
func (s *Server) appealDue(a *checklists.Audit, settings *checklists.Settings) string {
	due, _ := a.AppealDue(s.Calendar, settings.On(a.ApprovedAt()).Appeal)
	return due
}

// appealsOf loads the appeals against an audit.
func (s *Server) appealsOf(ctx context.Context, id checklists.AuditID) ([]checklists.Appeal, error) {
	var list []checklists.Appeal
	q := store.Query{Equal: map[string]string{"audit": string(id)}, Order: "at"}
	for p, err := range s.docs.appeals.Find(ctx, q) {
		if err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return list, nil
}
