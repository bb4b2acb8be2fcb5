package outcomes

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"hallmark/api/access"
	"hallmark/api/audits"
	"hallmark/api/evidence"
	"hallmark/api/follow"
	"hallmark/api/journal"
	"hallmark/api/outcomes/shown"
	"hallmark/api/outcomes/succession"
	"hallmark/api/settings"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
)

type appealRequest struct {
	Clause   standard.ClauseUID `json:"clause" validate:"required,max=32"`
	Ground   string             `json:"ground" validate:"max=2000,note"`
	Evidence []standard.Digest  `json:"evidence" validate:"max=100,unique"`
}

// appeal makes an appeal and suspends the rectification of the clause. Making the same one again
// finishes what broke off; made is false then.
func (s *Service) appeal(ctx context.Context, caller access.Caller, id string, in appealRequest) (
	appeal checklists.Appeal, made bool, err error,
) {
	user := caller.User
	a, err := s.Audits.Audit(ctx, caller, id)
	if err != nil {
		return appeal, false, err
	}
	if err := s.Journal.Steps.Finish(ctx, s.Docs.Audits.Subject(*a)); err != nil {
		return appeal, false, err // its rectifications come first, or there is nothing to suspend
	}
	e, err := s.Editions.Edition(ctx, a.Edition)
	if err != nil {
		return appeal, false, err
	}
	if err := s.Evidence.MayShow(ctx, caller, "evidence", in.Evidence); err != nil {
		return appeal, false, err
	}
	settings, err := s.Settings.Settings(ctx)
	if err != nil {
		return appeal, false, err
	}
	appeal, err = checklists.OpenAppeal(e, a, in.Clause, in.Ground, in.Evidence, user.Username,
		s.Now(), s.appealTerm(a, &settings).Last)
	if err != nil {
		return appeal, false, err
	}
	have, err := s.Docs.Appeals.Get(ctx, string(appeal.ID))
	switch {
	case err == nil && have.By == user.Username && have.Ground == appeal.Ground &&
		slices.Equal(have.Evidence, appeal.Evidence):
		return have, false, s.Journal.Steps.Finish(ctx, s.Docs.Appeals.Subject(have))
	case err == nil:
		return appeal, false, checklists.ErrAppealMade
	case !errors.Is(err, store.ErrNotFound):
		return appeal, false, err
	}
	follows, err := s.noteAppeal(ctx, user.Username, "appeal-made", "", &appeal, suspendKind)
	links, err1 := evidence.ShowStep(a.ID, user.Username, appeal.At, appeal.Evidence...)
	if err := errors.Join(err, err1); err != nil {
		return appeal, false, err
	}
	follows = append(follows, links...)
	return appeal, true, follow.Insert(ctx, s.Journal.Steps, s.Docs.Appeals, appeal, follows...)
}

// noteAppeal are the steps of a change to an appeal: its event, and those of the kinds that follow,
// in their order.
func (s *Service) noteAppeal(ctx context.Context, by checklists.Username, action string,
	before standard.Digest, appeal *checklists.Appeal, kinds ...string,
) ([]store.Follow, error) {
	follows, err := s.Journal.Follows(ctx, journal.Event{Actor: by, Action: action,
		Subject: "appeal/" + string(appeal.ID),
		Label:   appeal.HallName + " " + appeal.Code, Before: before,
		After:    journal.DigestDocument(appeal),
		Revision: appeal.Revision})
	if err != nil {
		return nil, err
	}
	for i, kind := range kinds {
		step, err := follow.Step(kind, follow.Data+1+i, appeal)
		if err != nil {
			return nil, err
		}
		follows = append(follows, step)
	}
	return follows, nil
}

// The kinds of the steps of appeals: what becomes of the rectification of the clause, and the
// restatement of the audit. In programs of forms up to 8 the audit was restated first, and the mark
// of the appeal was its step "uphold".
const (
	suspendKind = "suspend"
	resumeKind  = "resume"
	restateKind = "restate"
	upholdKind  = "uphold"
)

// suspendByStep suspends the rectification of the clause. Mere advice has none.
func (s *Service) suspendByStep(ctx context.Context, _ string, appeal checklists.Appeal) error {
	return s.touchRectification(ctx, &appeal, "rectification-suspended",
		func(r *checklists.Rectification) error {
			return r.Suspend(appeal.By, appeal.At.Time, appeal.Ground)
		})
}

// resumeByStep ends the suspension. A rectification is revoked when the decision has
// taken the finding away. Otherwise it goes on, and its deadline is set anew, since the time of the
// appeal is not the hall's. A newer audit may have settled it meanwhile.
func (s *Service) resumeByStep(ctx context.Context, _ string, appeal checklists.Appeal) error {
	d, action := appeal.Decision, "rectification-resumed"
	if appeal.TookAway() {
		action = "rectification-revoked"
	}
	err := s.touchRectification(ctx, &appeal, action, func(r *checklists.Rectification) error {
		if appeal.TookAway() {
			return r.Revoke(d.By, d.At.Time, d.Reason)
		}
		days := s.Calendar().WorkdaysAfter(r.Due, d.At.Time)
		due, certain := s.Calendar().AddWorkdays(d.At.Time, max(days, checklists.AppealWorkdays))
		return r.Resume(d.By, d.At.Time, d.Reason, due, certain)
	})
	if err != nil {
		return err
	}
	return s.succession().Settle(ctx, appeal.Hall)
}

func (s *Service) touchRectification(ctx context.Context, appeal *checklists.Appeal, action string,
	change func(*checklists.Rectification) error,
) error {
	by := appeal.By
	if appeal.Decision != nil {
		by = appeal.Decision.By
	}
	_, err := follow.Update(ctx, s.Journal.Steps, s.Docs.Rectifications, string(appeal.ID),
		func(r *checklists.Rectification) ([]store.Follow, error) {
			before := r.Digest
			var state *checklists.RectificationStateError
			if err := change(r); errors.As(err, &state) {
				return nil, nil // closed before, or done by an earlier try
			} else if err != nil {
				return nil, err
			}
			return succession.Note(ctx, s.Journal, by, action, before, r)
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

// decide decides an appeal. The same decision by the same person again finishes what broke off.
func (s *Service) decide(ctx context.Context, caller access.Caller, id string, in decideRequest) (
	appeal checklists.Appeal, err error,
) {
	by := caller.User.Username
	if appeal, err = s.decided(ctx, caller, id); err != nil {
		return appeal, err
	}
	if err := caller.User.MayDecide(appeal.Hall, appeal.HallName); err != nil {
		return appeal, err
	}
	ruling := checklists.Ruling{By: by, At: s.Now(), Reason: in.Reason, Late: in.Late}
	answer, unread := audits.AnswerIn("answer", in.Answer)
	if (unread == nil || !in.Uphold) && appeal.DecidedAs(ruling, in.Uphold, &answer) {
		return appeal, nil // by an earlier try
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
	ruling.Due = s.decisionTerm(&appeal, &settings).Last
	if !in.Uphold {
		err = s.dismiss(ctx, id, ruling)
	} else if err = unread; err == nil {
		err = s.uphold(ctx, id, ruling, answer)
	}
	if err != nil {
		return appeal, err
	}
	return s.decided(ctx, caller, id)
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

// decided loads an appeal within the scope of the request after finishing what earlier steps left,
// those of its audit first.
func (s *Service) decided(ctx context.Context, caller access.Caller, id string) (
	appeal checklists.Appeal, err error,
) {
	if appeal, err = s.appealOf(ctx, caller, id); err != nil {
		return appeal, err
	}
	err = s.Journal.Steps.Finish(ctx, store.Subject{Collection: "audits", Doc: string(appeal.Audit)})
	if err == nil {
		err = s.Journal.Steps.Finish(ctx, s.Docs.Appeals.Subject(appeal))
	}
	if err != nil {
		return appeal, err
	}
	return s.appealOf(ctx, caller, id)
}

// dismiss leaves the audit as it is.
func (s *Service) dismiss(ctx context.Context, id string, r checklists.Ruling) error {
	_, err := follow.Update(ctx, s.Journal.Steps, s.Docs.Appeals, id,
		func(appeal *checklists.Appeal) ([]store.Follow, error) {
			a, err := s.Docs.Audits.Get(ctx, string(appeal.Audit))
			if err != nil {
				return nil, err
			}
			before := journal.DigestDocument(appeal)
			if err := appeal.Dismiss(&a, r); err != nil {
				return nil, err
			}
			return s.noteAppeal(ctx, r.By, "appeal-decided", before, appeal, resumeKind)
		})
	return err
}

// uphold marks the appeal as upheld; that the audit is restated follows from it.
func (s *Service) uphold(ctx context.Context, id string, r checklists.Ruling,
	answer checklists.Answer,
) error {
	_, err := follow.Update(ctx, s.Journal.Steps, s.Docs.Appeals, id,
		func(appeal *checklists.Appeal) ([]store.Follow, error) {
			a, e, err := s.appealed(ctx, appeal)
			if err != nil {
				return nil, err
			}
			before := journal.DigestDocument(appeal)
			if err := appeal.Uphold(e, &a, r, answer); err != nil {
				return nil, err
			}
			return s.noteAppeal(ctx, r.By, "appeal-decided", before, appeal, restateKind, resumeKind)
		})
	return err
}

// appealed is the audit of an appeal, with its edition.
func (s *Service) appealed(ctx context.Context, appeal *checklists.Appeal) (
	a checklists.Audit, e *standard.Edition, err error,
) {
	if a, err = s.Docs.Audits.Get(ctx, string(appeal.Audit)); err == nil {
		e, err = s.Editions.Edition(ctx, a.Edition)
	}
	return a, e, err
}

// restateByStep restates the audit of an appeal that is upheld, with all that follows, and corrects
// the results of the decision where another one came between.
func (s *Service) restateByStep(ctx context.Context, id string, appeal checklists.Appeal) error {
	_, e, err := s.appealed(ctx, &appeal)
	if err != nil {
		return err
	}
	by, earlier := appeal.Decision.By, false
	a, err := follow.Update(ctx, s.Journal.Steps, s.Docs.Audits, string(appeal.Audit),
		func(a *checklists.Audit) ([]store.Follow, error) {
			before := a.Digest
			err := appeal.Restate(e, a)
			if earlier = a.Digest == before; err != nil || earlier {
				return nil, err
			}
			return s.restatementSteps(ctx, a, before, by)
		})
	if err == nil {
		err = s.Journal.Steps.Finish(ctx, s.Docs.Audits.Subject(a))
	}
	if err == nil && earlier { // maybe by an older version, which stored no steps with it
		err = s.SettleAudit(ctx, by, &a)
	}
	if err != nil {
		return err
	}
	_, err = journal.Update(ctx, s.Journal, s.Docs.Appeals, id,
		func(appeal *checklists.Appeal) (event journal.Event, err error) {
			before := journal.DigestDocument(appeal)
			if changed, err := appeal.Recount(e, &a); err != nil || !changed {
				return event, err
			}
			return journal.Event{Actor: Program, Action: "appeal-recounted",
				Subject: "appeal/" + id, Label: appeal.HallName + " " + appeal.Code, Before: before,
				After: journal.DigestDocument(appeal), Revision: appeal.Revision}, nil
		})
	return err
}

func (s *Service) restatementSteps(ctx context.Context, a *checklists.Audit,
	before standard.Digest, by checklists.Username,
) ([]store.Follow, error) {
	event, err := s.Journal.Follows(ctx, journal.Event{Actor: by, Action: "audit-restated",
		Subject: "audit/" + string(a.ID), Label: a.Number, Before: before, After: a.Digest,
		Revision: a.Revision})
	if err != nil {
		return nil, err
	}
	settle, err := settleStep(by)
	return append(event, settle), err
}

// upholding are the arguments of the step "uphold".
type upholding struct {
	Appeal checklists.AppealID `json:"appeal"`
	Ruling checklists.Ruling   `json:"ruling"`
}

// upholdByStep marks an appeal as upheld by the change that its audit holds already.
func (s *Service) upholdByStep(ctx context.Context, _ string, u upholding) error {
	_, err := follow.Update(ctx, s.Journal.Steps, s.Docs.Appeals, string(u.Appeal),
		func(appeal *checklists.Appeal) ([]store.Follow, error) {
			a, e, err := s.appealed(ctx, appeal)
			if err != nil || appeal.State == checklists.AppealUpheld { // by an earlier try
				return nil, err
			}
			before := journal.DigestDocument(appeal)
			if err := appeal.Restated(e, &a, u.Ruling); err != nil {
				return nil, follow.Never(err)
			}
			return s.noteAppeal(ctx, u.Ruling.By, "appeal-decided", before, appeal, resumeKind)
		})
	return err
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

// decisionTerm is the time for the decision on an appeal. After its last day the decision says why it
// comes late.
func (s *Service) decisionTerm(appeal *checklists.Appeal, set *checklists.Settings) settings.Term {
	return s.Settings.TermFrom(appeal.At.Time, set.On(appeal.At.Time).Decide)
}

// viewAppeal adds to an appeal what follows from today's date and the settings.
func (s *Service) viewAppeal(appeal checklists.Appeal, settings *checklists.Settings) shown.Appeal {
	return shown.AppealOf(appeal, s.Now(), s.Calendar(), settings)
}
