package api

import (
	"context"
	"errors"
	"fmt"

	"hallmark/api/store"
	"hallmark/checklists"
	"hallmark/standard"
)

var outcomeSchema = store.Schema[checklists.Outcome]{
	Name:     "outcomes",
	ID:       func(o checklists.Outcome) string { return string(o.Audit) },
	Revision: func(o checklists.Outcome) int { return o.Revision },
	Keys: map[string]func(checklists.Outcome) []string{
		"hall":     key(func(o checklists.Outcome) string { return string(o.Hall) }),
		"campaign": key(func(o checklists.Outcome) string { return o.Campaign }),
		"approved": key(func(o checklists.Outcome) string { return timeKey(o.Approved) }),
		"tier":     key(func(o checklists.Outcome) string { return o.Tier.String() }),
		"total":    key(func(o checklists.Outcome) string { return totalKey(o.Result.Total) }),
	},
	Indexes: []store.Index{{Order: "approved"}, {Equal: []string{"hall"}, Order: "approved"},
		{Equal: []string{"campaign"}, Order: "approved"},
		{Equal: []string{"campaign", "tier"}, Order: "approved"},
		{Equal: []string{"campaign", "tier"}, Order: "total"}},
	Bulky: []string{"clauses"},
}

// outcomeHead is an outcome without its clauses.
func outcomeHead(o checklists.Outcome) checklists.Outcome {
	o.Clauses = nil
	return o
}

// totalKey writes a total so that it sorts as a text; totals lie far within ±100,000.
func totalKey(total standard.Decimal) string {
	n, _ := total.Scaled(4)
	return fmt.Sprintf("%010d", n+1e9)
}

// settleAudit does what follows from an approval: the outcome for rankings, and a rectification for
// every finding. Each document has an ID of its own, so a repetition finishes what broke off.
func (s *Server) settleAudit(ctx context.Context, by checklists.Username, a *checklists.Audit) error {
	e, err := s.edition(ctx, a.Edition)
	if err != nil {
		return err
	}
	score, err := a.Score(e)
	if err != nil {
		return err
	}
	from := findingsFrom(a)
	findings := checklists.FindingsOf(e, score, a.Answers(), from, s.Calendar)
	if a.Origin != "" { // what is still wanting has a rectification already
		if err := s.settleRecheck(ctx, e, a); err != nil {
			return err
		}
	} else if a.Kind.Official() || a.Kind == checklists.Recheck || a.Kind == checklists.Phone {
		if err := s.openRectifications(ctx, by, e, a, findings); err != nil {
			return err
		}
	}
	return s.keepOutcome(ctx, e, a, findings)
}

// keepOutcome stores what the audit came to, as it stands now. It comes last: an audit with an
// outcome is settled.
func (s *Server) keepOutcome(ctx context.Context, e *standard.Edition, a *checklists.Audit,
	findings []checklists.Finding,
) error {
	o, err := checklists.OutcomeOf(e, a, findings)
	if err != nil {
		return err
	}
	err = s.docs.outcomes.Insert(ctx, o)
	if !errors.Is(err, store.ErrExists) {
		return err
	}
	_, err = store.Update(ctx, s.docs.outcomes, string(a.ID), func(have *checklists.Outcome) error {
		if have.Revision < o.Revision {
			*have = o
		}
		return nil
	})
	return err
}

// Settle finishes approvals that broke off half-way, as a crash may leave them; [Server.settleAudit]
// makes it harmless to run at any time.
func (s *Server) Settle(ctx context.Context) error {
	for _, state := range []checklists.State{checklists.Approved, checklists.Final} {
		q := store.Query{Equal: map[string]string{"state": string(state)}, Order: "started", Brief: true}
		for brief, err := range s.docs.audits.Find(ctx, q) {
			if err != nil {
				return err
			}
			have, err := s.docs.outcomes.Get(ctx, string(brief.ID))
			if err == nil && have.Revision >= brief.Revision {
				continue
			}
			if err != nil && !errors.Is(err, store.ErrNotFound) {
				return err
			}
			a, err := s.docs.audits.Get(ctx, string(brief.ID))
			if err == nil {
				err = s.settleAudit(ctx, program, &a)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}
