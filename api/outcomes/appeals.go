package outcomes

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"github.com/google/uuid"

	"hallmark/api/access"
	"hallmark/api/journal"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
)

var AppealSchema = store.Schema[checklists.Appeal]{
	Name:     "appeals",
	ID:       func(p checklists.Appeal) string { return string(p.ID) },
	Revision: func(p checklists.Appeal) int { return p.Revision },
	Keys: map[string]func(checklists.Appeal) []string{
		"hall":  wire.Key(func(p checklists.Appeal) string { return string(p.Hall) }),
		"audit": wire.Key(func(p checklists.Appeal) string { return string(p.Audit) }),
		"state": wire.Key(func(p checklists.Appeal) string { return string(p.State) }),
		"at":    wire.Key(func(p checklists.Appeal) string { return wire.TimeKey(p.At) }),
	},
	Indexes: []store.Index{{Order: "at"}, {Equal: []string{"hall"}, Order: "at"},
		{Equal: []string{"audit"}, Order: "at"}, {Equal: []string{"state"}, Order: "at"}},
}

type appealRequest struct {
	Clause   standard.ClauseUID `json:"clause" validate:"required,max=32"`
	Ground   string             `json:"ground" validate:"max=2000,note"`
	Evidence []standard.Digest  `json:"evidence" validate:"max=100,unique"`
}

func (s *Service) appeal(ctx context.Context, caller access.Caller, id string, in appealRequest) (
	p checklists.Appeal, err error,
) {
	user := caller.User
	a, err := s.Audits.Audit(ctx, caller, id)
	if err != nil {
		return p, err
	}
	e, err := s.Editions.Edition(ctx, a.Edition)
	if err != nil {
		return p, err
	}
	if err := s.linkProof(ctx, caller, a.ID, "evidence", in.Evidence); err != nil {
		return p, err
	}
	settings, err := s.Settings.Settings(ctx)
	if err != nil {
		return p, err
	}
	due := s.appealDue(a, &settings)
	p, err = checklists.OpenAppeal(e, a, in.Clause, in.Ground, in.Evidence, user.Username, s.Now(),
		due)
	if err != nil {
		return p, err
	}
	if _, err := s.Docs.Appeals.Get(ctx, string(p.ID)); err == nil {
		return p, checklists.ErrAppealMade
	}
	err = s.noteAppeal(ctx, user.Username, "appeal-made", "", &p)
	if err == nil {
		err = s.Docs.Appeals.Insert(ctx, p)
	}
	if err == nil {
		err = s.suspendRectification(ctx, &p)
	}
	return p, err
}

func (s *Service) noteAppeal(ctx context.Context, by checklists.Username, action string,
	before standard.Digest, p *checklists.Appeal,
) error {
	return s.Journal.Note(ctx, journal.Event{Actor: by, Action: action,
		Subject: "appeal/" + string(p.ID),
		Label:   p.HallName + " " + p.Code, Before: before, After: journal.DigestDocument(p),
		Revision: p.Revision})
}

// suspendRectification rests the rectification of the clause; there is none of mere advice.
func (s *Service) suspendRectification(ctx context.Context, p *checklists.Appeal) error {
	return s.touchRectification(ctx, p, "rectification-suspended",
		func(r *checklists.Rectification) error { return r.Suspend(p.By, p.At.Time, p.Ground) })
}

// resumeRectification ends the rest: what the decision has taken away is revoked, and for the rest
// the deadline starts again, since the time of the appeal is not the hall's.
func (s *Service) resumeRectification(ctx context.Context, p *checklists.Appeal) error {
	d := p.Decision
	action := "rectification-resumed"
	if d.Earned == p.Max {
		action = "rectification-revoked"
	}
	return s.touchRectification(ctx, p, action, func(r *checklists.Rectification) error {
		if d.Earned == p.Max {
			return r.Revoke(d.By, d.At.Time, d.Reason)
		}
		days := s.Calendar.WorkdaysAfter(r.Due, d.At.Time)
		due, _ := s.Calendar.AddWorkdays(d.At.Time, max(days, checklists.AppealWorkdays))
		return r.Resume(d.By, d.At.Time, d.Reason, due)
	})
}

func (s *Service) touchRectification(ctx context.Context, p *checklists.Appeal, action string,
	change func(*checklists.Rectification) error,
) error {
	by := p.By
	if p.Decision != nil {
		by = p.Decision.By
	}
	_, err := store.Update(ctx, s.Docs.Rectifications, string(p.ID),
		func(r *checklists.Rectification) error {
			before := r.Digest
			var state *checklists.RectificationStateError
			if err := change(r); errors.As(err, &state) {
				return nil // closed before, or done by an earlier try
			} else if err != nil {
				return err
			}
			return s.noteRectification(ctx, by, action, before, r)
		})
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return err
}

// decideRequest is the decision on an appeal. An upheld one says which answer stands instead.
type decideRequest struct {
	Revision int             `json:"revision" validate:"min=0"`
	Uphold   bool            `json:"uphold"`
	Answer   json.RawMessage `json:"answer"`
	Reason   string          `json:"reason" validate:"max=2000,note"`
	Late     string          `json:"late" validate:"max=2000,note"` // why it comes after its deadline
}

// decide decides an appeal. The audit is restated first, under an ID that follows from the appeal;
// so a decision that broke off half-way is finished by making it again.
func (s *Service) decide(ctx context.Context, caller access.Caller, id string, in decideRequest) (
	p checklists.Appeal, err error,
) {
	by := caller.User.Username
	if p, err = s.appealOf(ctx, caller, id); err != nil {
		return p, err
	}
	switch {
	case p.State != checklists.AppealOpen:
		return p, checklists.ErrAppealDecided
	case in.Revision != 0 && in.Revision != p.Revision:
		return p, store.ErrConflict
	}
	a, err := s.Docs.Audits.Get(ctx, string(p.Audit))
	if err != nil {
		return p, err
	}
	settings, err := s.Settings.Settings(ctx)
	if err != nil {
		return p, err
	}
	before := journal.DigestDocument(p)
	ruling := checklists.Ruling{By: by, At: s.Now(), Reason: in.Reason, Late: in.Late,
		Due: s.DecisionDue(&p, &settings)}
	if in.Uphold {
		err = s.uphold(ctx, &p, ruling, in.Answer)
	} else {
		err = p.Dismiss(&a, ruling)
	}
	if err != nil {
		return p, err
	}
	if err := s.noteAppeal(ctx, by, "appeal-decided", before, &p); err != nil {
		return p, err
	}
	if err := s.Docs.Appeals.Replace(ctx, p, p.Revision-1); err != nil {
		return p, err
	}
	return p, s.resumeRectification(ctx, &p)
}

// uphold restates the audit and its outcome.
func (s *Service) uphold(ctx context.Context, p *checklists.Appeal, r checklists.Ruling,
	raw json.RawMessage,
) error {
	answer, err := answerIn("answer", raw)
	if err != nil {
		return err
	}
	e, err := s.Editions.Edition(ctx, p.Edition)
	if err != nil {
		return err
	}
	change, open := changeOf(p), *p
	a, err := store.Update(ctx, s.Docs.Audits, string(p.Audit), func(a *checklists.Audit) error {
		undecided := open
		log := a.Log[p.Clause]
		if slices.ContainsFunc(log, func(c checklists.Change) bool { return c.ID == change }) {
			return nil // restated by an earlier try
		}
		before := a.Digest
		if err := undecided.Uphold(e, a, r, answer, change); err != nil {
			return err
		}
		*p = undecided
		return s.Journal.Note(ctx, journal.Event{Actor: r.By, Action: "audit-restated",
			Subject: "audit/" + string(a.ID), Label: a.Number, Before: before, After: a.Digest,
			Revision: a.Revision})
	})
	if err == nil && p.State == checklists.AppealOpen {
		err = p.Restated(e, &a, change, r)
	}
	if err != nil {
		return err
	}
	return s.SettleAudit(ctx, r.By, &a)
}

// DecisionDue is the last day for the decision on an appeal.
func (s *Service) DecisionDue(p *checklists.Appeal, settings *checklists.Settings) string {
	due, _ := s.Calendar.AddWorkdays(p.At.Time, settings.On(p.At.Time).Decide)
	return due
}

// changeOf is the ID of the change by which an appeal restates its audit: always the same one.
func changeOf(p *checklists.Appeal) checklists.ChangeID {
	return checklists.ChangeID(uuid.NewSHA1(uuid.NameSpaceOID, []byte("appeal/"+p.ID)).String())
}

// appealOf loads an appeal within the scope of the request.
func (s *Service) appealOf(ctx context.Context, caller access.Caller, id string) (
	checklists.Appeal, error,
) {
	p, err := s.Docs.Appeals.Get(ctx, id)
	if err == nil && !caller.Reach.CoversHall(caller.User, p.Hall) {
		err = wire.ErrNotFound
	}
	return p, err
}

func viewAppeal(p checklists.Appeal) checklists.Appeal {
	p.Evidence = wire.NonNil(p.Evidence)
	return p
}
