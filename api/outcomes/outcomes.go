package outcomes

import (
	"context"
	"errors"
	"time"

	"hallmark/api/follow"
	"hallmark/api/store"
	"hallmark/checklists"
	"hallmark/standard"
)

// settleKind is the kind of the step of an audit that makes its outcome and its rectifications.
const settleKind = "outcome"

// settleStep follows from an approval, from a decision that restates the result, and from the end of
// the time for appeals.
func settleStep(by checklists.Username) (store.Follow, error) {
	return follow.Step(settleKind, follow.Data+1, by)
}

func (s *Service) settleByStep(ctx context.Context, id string, by checklists.Username) error {
	a, err := s.Docs.Audits.Get(ctx, id)
	if err != nil {
		return err
	}
	return s.SettleAudit(ctx, by, &a)
}

// settled returns an error while something that follows from an audit is not done.
func (s *Service) settled(ctx context.Context, id checklists.AuditID) error {
	return s.Journal.Steps.Settled(ctx, store.Subject{Collection: "audits", Doc: string(id)})
}

// SettleAudit does what follows from an approval: the outcome for rankings, a rectification for every
// finding, and what becomes of older ones. Each document has an ID of its own, so a repetition
// finishes what broke off.
func (s *Service) SettleAudit(ctx context.Context, by checklists.Username,
	a *checklists.Audit,
) error {
	e, err := s.Editions.Edition(ctx, a.Edition)
	if err != nil {
		return err
	}
	score, err := a.Score(e)
	if err != nil {
		return err
	}
	from := FindingsFrom(a)
	findings := checklists.FindingsOf(e, score, a.Answers(), from, s.Calendar())
	if a.Origin != "" { // what is still wanting has a rectification already
		if err := s.settleRecheck(ctx, e, a); err != nil {
			return err
		}
	} else if a.Kind.Official() || a.Kind == checklists.Recheck || a.Kind == checklists.Phone {
		if err := s.openRectifications(ctx, by, e, a, findings); err != nil {
			return err
		}
	}
	if a.State == checklists.Approved { // a final one has settled what it could
		err = s.succession().Settle(ctx, a.Hall)
	}
	if err != nil {
		return err
	}
	return s.storeOutcome(ctx, e, a, findings)
}

// storeOutcome stores the outcome of the audit as it stands now. It comes last: an audit with an
// outcome is settled.
func (s *Service) storeOutcome(ctx context.Context, e *standard.Edition, a *checklists.Audit,
	findings []checklists.Finding,
) error {
	o, err := checklists.OutcomeOf(e, a, findings)
	if err != nil {
		return err
	}
	err = s.Docs.Outcomes.Insert(ctx, o)
	if !errors.Is(err, store.ErrExists) {
		return err
	}
	_, err = store.Update(ctx, s.Docs.Outcomes, string(a.ID), func(have *checklists.Outcome) error {
		if have.Revision < o.Revision {
			*have = o
		}
		return nil
	})
	return err
}

// Settle finishes approvals that broke off half-way under an older version, which stored no steps
// with them; [Service.SettleAudit] makes it harmless to run at any time.
func (s *Service) Settle(ctx context.Context) error {
	for _, state := range []checklists.State{checklists.Approved, checklists.Final} {
		q := store.Query{Equal: map[string]string{"state": string(state)}, Order: "started", Brief: true}
		for brief, err := range s.Docs.Audits.Find(ctx, q) {
			if err != nil {
				return err
			}
			have, err := s.Docs.Outcomes.Get(ctx, string(brief.ID))
			if err == nil && have.Revision >= brief.Revision {
				continue
			}
			if err != nil && !errors.Is(err, store.ErrNotFound) {
				return err
			}
			a, err := s.Docs.Audits.Get(ctx, string(brief.ID))
			if err == nil {
				err = s.SettleAudit(ctx, Program, &a)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// FindingsFrom is the day from which deadlines run: that of the approval, which no decision on an
// appeal moves, or the latest step before there is one.
func FindingsFrom(a *checklists.Audit) time.Time {
	if at := a.ApprovedAt(); !at.IsZero() {
		return at
	}
	return a.UpdatedAt.Time
}

// PeerDays is how long before an audit others may have been approved to be compared with it, where
// no campaign binds them together.
const PeerDays = 366
