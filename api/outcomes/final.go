package outcomes

import (
	"context"
	"errors"
	"time"

	"hallmark/api/follow"
	"hallmark/api/journal"
	"hallmark/api/settings"
	"hallmark/api/store"
	"hallmark/checklists"
)

// Program is the name in the event log for steps that no person takes.
const Program = journal.Program

// Finalize makes results final once their time for appeals is over and no appeal holds them up
// ([checklists.Audit.FinalAt]). It is harmless to run it at any time, in several processes too.
func (s *Service) Finalize(ctx context.Context) error {
	settings, err := s.Settings.Settings(ctx)
	if err != nil {
		return err
	}
	q := store.Query{Equal: map[string]string{"state": string(checklists.Approved)}, Order: "started",
		Brief: true}
	for a, err := range s.Docs.Audits.Find(ctx, q) {
		if err != nil {
			return err
		}
		if s.settled(ctx, a.ID) != nil {
			continue // it is approved or restated, and what follows from that comes first
		}
		o, err := s.Docs.Outcomes.Get(ctx, string(a.ID)) // the list leaves the steps of audits out
		if errors.Is(err, store.ErrNotFound) {
			continue // its approval broke off; see [Service.Settle]
		}
		if err != nil {
			return err
		}
		term := s.termFrom(o.Approved.Time, &settings)
		appeals, err := s.AppealsOf(ctx, a.ID)
		if err != nil {
			return err
		}
		if !a.FinalAt(s.Now(), term.Last, appeals) || s.AllSettled(ctx, a.ID) != nil {
			continue // an appeal waits, or the audit is about to be restated by one
		}
		if err := s.finalizeAudit(ctx, a.ID); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) finalizeAudit(ctx context.Context, id checklists.AuditID) error {
	_, err := follow.Update(ctx, s.Journal.Steps, s.Docs.Audits, string(id),
		func(a *checklists.Audit) ([]store.Follow, error) {
			before := a.Digest
			if err := a.Finalize(Program, s.Now(), ""); err != nil {
				return nil, err
			}
			event, err := s.Journal.Follows(ctx, journal.Event{Actor: Program,
				Action: "audit-finalized", Subject: "audit/" + string(a.ID), Label: a.Number,
				Before: before, After: a.Digest, Revision: a.Revision})
			if err != nil {
				return nil, err
			}
			settle, err := settleStep(Program)
			return append(event, settle), err
		})
	var state *checklists.StateError
	if errors.As(err, &state) {
		return nil // another process came first
	}
	return err
}

// appealTerm is the time for appeals against an audit, by the settings that held when it was
// approved; the zero value before that.
func (s *Service) appealTerm(a *checklists.Audit, set *checklists.Settings) settings.Term {
	if a.ApprovedAt().IsZero() {
		return settings.Term{}
	}
	return s.termFrom(a.ApprovedAt(), set)
}

// termFrom is the time for appeals against a result that was released at a time. A result whose term
// reaches into a year that is not known stays open as long as that term can last.
func (s *Service) termFrom(at time.Time, set *checklists.Settings) settings.Term {
	return s.Settings.TermFrom(at, set.On(at).Appeal)
}

// issuedDue is the last day as it was known at the release, which the notice says.
func (s *Service) issuedDue(at time.Time, settings *checklists.Settings) (string, bool) {
	return s.Settings.CalendarAt(at).AddWorkdays(at, settings.On(at).Appeal)
}

// AppealsOf loads the appeals against an audit.
func (s *Service) AppealsOf(ctx context.Context, id checklists.AuditID) (
	[]checklists.Appeal, error,
) {
	var list []checklists.Appeal
	q := store.Query{Equal: map[string]string{"audit": string(id)}, Order: "at"}
	for appeal, err := range s.Docs.Appeals.Find(ctx, q) {
		if err != nil {
			return nil, err
		}
		list = append(list, appeal)
	}
	return list, nil
}
