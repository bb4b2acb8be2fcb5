package outcomes

import (
	"context"
	"encoding/json"
	"errors"

	"hallmark/api/access"
	"hallmark/api/audits"
	"hallmark/api/journal"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
)

// AppealSchema declares the collection of appeals.
var AppealSchema = store.Schema[checklists.Appeal]{
	Name:     "appeals",
	ID:       func(appeal checklists.Appeal) string { return string(appeal.ID) },
	Revision: func(appeal checklists.Appeal) int { return appeal.Revision },
	Keys: map[string]func(checklists.Appeal) []string{
		"hall":  wire.Key(func(appeal checklists.Appeal) string { return string(appeal.Hall) }),
		"audit": wire.Key(func(appeal checklists.Appeal) string { return string(appeal.Audit) }),
		"state": wire.Key(func(appeal checklists.Appeal) string { return string(appeal.State) }),
		"at":    wire.Key(func(appeal checklists.Appeal) string { return wire.TimeKey(appeal.At) }),
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
	appeal checklists.Appeal, err error,
) {
	user := caller.User
	a, err := s.Audits.Audit(ctx, caller, id)
	if err != nil {
		return appeal, err
	}
	e, err := s.Editions.Edition(ctx, a.Edition)
	if err != nil {
		return appeal, err
	}
	if err := s.linkProof(ctx, caller, a.ID, "evidence", in.Evidence); err != nil {
		return appeal, err
	}
	settings, err := s.Settings.Settings(ctx)
	if err != nil {
		return appeal, err
	}
	due := s.appealDue(a, &settings)
	appeal, err = checklists.OpenAppeal(e, a, in.Clause, in.Ground, in.Evidence, user.Username,
		s.Now(),
		due)
	if err != nil {
		return appeal, err
	}
	if _, err := s.Docs.Appeals.Get(ctx, string(appeal.ID)); err == nil {
		return appeal, checklists.ErrAppealMade
	}
	err = s.noteAppeal(ctx, user.Username, "appeal-made", "", &appeal)
	if err == nil {
		err = s.Docs.Appeals.Insert(ctx, appeal)
	}
	if err == nil {
		err = s.suspendRectification(ctx, &appeal)
	}
	return appeal, err
}

func (s *Service) noteAppeal(ctx context.Context, by checklists.Username, action string,
	before standard.Digest, appeal *checklists.Appeal,
) error {
	return s.Journal.Note(ctx, journal.Event{Actor: by, Action: action,
		Subject: "appeal/" + string(appeal.ID),
		Label:   appeal.HallName + " " + appeal.Code, Before: before,
		After:    journal.DigestDocument(appeal),
		Revision: appeal.Revision})
}

// suspendRectification suspends the rectification of the clause. Mere advice has none.
func (s *Service) suspendRectification(ctx context.Context, appeal *checklists.Appeal) error {
	return s.touchRectification(ctx, appeal, "rectification-suspended",
		func(r *checklists.Rectification) error {
			return r.Suspend(appeal.By, appeal.At.Time, appeal.Ground)
		})
}

// resumeRectification ends the suspension. A rectification is revoked when the decision has
// restored all points of its clause. Otherwise it goes on, and its deadline is set anew, since the
// time of the appeal is not the hall's.
func (s *Service) resumeRectification(ctx context.Context, appeal *checklists.Appeal) error {
	d := appeal.Decision
	action := "rectification-resumed"
	if d.Earned == appeal.Max {
		action = "rectification-revoked"
	}
	return s.touchRectification(ctx, appeal, action, func(r *checklists.Rectification) error {
		if d.Earned == appeal.Max {
			return r.Revoke(d.By, d.At.Time, d.Reason)
		}
		days := s.Calendar.WorkdaysAfter(r.Due, d.At.Time)
		due, _ := s.Calendar.AddWorkdays(d.At.Time, max(days, checklists.AppealWorkdays))
		return r.Resume(d.By, d.At.Time, d.Reason, due)
	})
}

func (s *Service) touchRectification(ctx context.Context, appeal *checklists.Appeal, action string,
	change func(*checklists.Rectification) error,
) error {
	by := appeal.By
	if appeal.Decision != nil {
		by = appeal.Decision.By
	}
	_, err := store.Update(ctx, s.Docs.Rectifications, string(appeal.ID),
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

// decideRequest is the decision on an appeal. If the appeal is upheld, it names the answer
// that stands instead.
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
	appeal checklists.Appeal, err error,
) {
	by := caller.User.Username
	if appeal, err = s.appealOf(ctx, caller, id); err != nil {
		return appeal, err
	}
	a, err := s.Docs.Audits.Get(ctx, string(appeal.Audit))
	if err != nil {
		return appeal, err
	}
	if err := s.mayDecide(ctx, caller.User, &appeal, &a); err != nil {
		return appeal, err
	}
	if in.Revision != 0 && in.Revision != appeal.Revision {
		return appeal, store.ErrConflict
	}
	settings, err := s.Settings.Settings(ctx)
	if err != nil {
		return appeal, err
	}
	before := journal.DigestDocument(appeal)
	ruling := checklists.Ruling{By: by, At: s.Now(), Reason: in.Reason, Late: in.Late,
		Due: s.DecisionDue(&appeal, &settings)}
	if in.Uphold {
		err = s.uphold(ctx, &appeal, ruling, in.Answer)
	} else {
		err = appeal.Dismiss(&a, ruling)
	}
	if err != nil {
		return appeal, err
	}
	if err := s.noteAppeal(ctx, by, "appeal-decided", before, &appeal); err != nil {
		return appeal, err
	}
	if err := s.Docs.Appeals.Replace(ctx, appeal, appeal.Revision-1); err != nil {
		return appeal, err
	}
	return appeal, s.resumeRectification(ctx, &appeal)
}

// mayDecide says why somebody may not decide on an appeal now: they work in the hall, they are
// involved in the matter ([checklists.Appeal.Undecidable]), or they have decided on the same clause
// of the same matter before. A decision on another clause involves nobody, since an office may have
// two supervisors, one of whom approved.
func (s *Service) mayDecide(ctx context.Context, u *access.User, appeal *checklists.Appeal,
	a *checklists.Audit,
) error {
	if err := u.MayDecide(appeal.Hall, appeal.HallName); err != nil {
		return err
	}
	if err := appeal.Undecidable(a, u.Username); err != nil {
		return err
	}
	q := store.Query{Equal: map[string]string{"hall": string(appeal.Hall)}, Order: "at"}
	for other, err := range s.Docs.Appeals.Find(ctx, q) {
		if err != nil {
			return err
		}
		if other.Clause != appeal.Clause || other.Decision == nil || other.Decision.By != u.Username {
			continue
		}
		before, err := s.Docs.Audits.Get(ctx, string(other.Audit))
		if err != nil {
			return err
		}
		if before.Matter() == a.Matter() {
			return &checklists.InvolvedError{Err: checklists.ErrAppealInvolved, How: checklists.HasDecided}
		}
	}
	return nil
}

// uphold restates the audit and its outcome.
func (s *Service) uphold(ctx context.Context, appeal *checklists.Appeal, r checklists.Ruling,
	raw json.RawMessage,
) error {
	answer, err := audits.AnswerIn("answer", raw)
	if err != nil {
		return err
	}
	e, err := s.Editions.Edition(ctx, appeal.Edition)
	if err != nil {
		return err
	}
	open := *appeal
	a, err := store.Update(ctx, s.Docs.Audits, string(appeal.Audit), func(a *checklists.Audit) error {
		undecided, before := open, a.Digest
		if err := undecided.Uphold(e, a, r, answer); err != nil {
			return err
		}
		*appeal = undecided
		if a.Digest == before {
			return nil // restated by an earlier try
		}
		return s.Journal.Note(ctx, journal.Event{Actor: r.By, Action: "audit-restated",
			Subject: "audit/" + string(a.ID), Label: a.Number, Before: before, After: a.Digest,
			Revision: a.Revision})
	})
	if err != nil {
		return err
	}
	return s.SettleAudit(ctx, r.By, &a)
}

// DecisionDue is the last day for the decision on an appeal.
func (s *Service) DecisionDue(appeal *checklists.Appeal, settings *checklists.Settings) string {
	due, _ := s.Calendar.AddWorkdays(appeal.At.Time, settings.On(appeal.At.Time).Decide)
	return due
}

// appealOf loads an appeal within the scope of the request.
func (s *Service) appealOf(ctx context.Context, caller access.Caller, id string) (
	checklists.Appeal, error,
) {
	appeal, err := s.Docs.Appeals.Get(ctx, id)
	if err == nil && !caller.Reach.CoversHall(caller.User, appeal.Hall) {
		err = wire.ErrNotFound
	}
	return appeal, err
}

func viewAppeal(appeal checklists.Appeal) checklists.Appeal {
	appeal.Evidence = wire.NonNil(appeal.Evidence)
	return appeal
}
