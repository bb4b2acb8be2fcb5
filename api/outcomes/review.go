package outcomes

import (
	"context"
	"slices"

	"hallmark/api/access"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
)

// approve approves an audit; its outcome and its rectifications follow. Approving again finishes what
// broke off, if it is by the same person with the same comment.
func (s *Service) approve(ctx context.Context, caller access.Caller, id string,
	in wire.StepRequest,
) (*checklists.Audit, error) {
	by := caller.User.Username
	have, err := s.Audits.Audit(ctx, caller, id)
	if err == nil {
		err = s.mayReview(ctx, caller.User, have)
	}
	if err != nil {
		return nil, err
	}
	if have.State == checklists.Approved && have.ApprovedAs(by, in.Comment) {
		return have, s.Journal.Steps.Finish(ctx, s.Docs.Audits.Subject(*have))
	}
	settle, err := settleStep(by)
	if err != nil {
		return nil, err
	}
	return s.Audits.Step(ctx, caller, id, in, "audit-approved", func(a *checklists.Audit) error {
		if err := s.mayReview(ctx, caller.User, a); err != nil {
			return err
		}
		return a.Approve(by, s.Now(), in.Comment)
	}, settle)
}

// mayReview says why somebody may neither approve nor return an audit, whatever its state is: they
// work in the hall, they have worked on the audit, or the audit is a re-check of what they planned
// or replied, which its approval verifies. It returns nil when they may.
func (s *Service) mayReview(ctx context.Context, u *access.User, a *checklists.Audit) error {
	if err := u.MayDecide(a.Hall, a.HallName); err != nil {
		return err
	}
	if err := a.OwnWork(u.Username); err != nil {
		return err
	}
	if a.Origin == "" {
		return nil
	}
	list, err := s.RectificationsOf(ctx, a.Origin)
	for i := range list {
		if r := &list[i]; slices.Contains(a.Only, r.Clause) && r.CanRecheck() {
			if err := r.OwnReply(u.Username); err != nil {
				return err
			}
		}
	}
	return err
}

// returnRequest sends an audit back, as a whole or clause by clause.
type returnRequest struct {
	Revision int                  `json:"revision" validate:"min=0"`
	Comment  string               `json:"comment" validate:"max=2000,note"`
	Clauses  []clauseReturnFields `json:"clauses" validate:"max=500,dive"`
}

type clauseReturnFields struct {
	Clause  standard.ClauseUID `json:"clause" validate:"required,max=64"`
	Comment string             `json:"comment" validate:"max=2000,note"`
}

func (s *Service) returnClauses(ctx context.Context, caller access.Caller, id string,
	in returnRequest,
) (*checklists.Audit, error) {
	var clauses []checklists.ClauseReturn
	for _, f := range in.Clauses {
		clauses = append(clauses, checklists.ClauseReturn(f))
	}
	step := wire.StepRequest{Revision: in.Revision, Comment: in.Comment}
	return s.Audits.Step(ctx, caller, id, step, "audit-returned", func(a *checklists.Audit) error {
		if err := s.mayReview(ctx, caller.User, a); err != nil {
			return err
		}
		return a.Return(caller.User.Username, s.Now(), in.Comment, clauses...)
	})
}

// returnAudit sends an audit back as a whole.
func (s *Service) returnAudit(ctx context.Context, caller access.Caller, id string,
	in wire.StepRequest,
) (*checklists.Audit, error) {
	return s.returnClauses(ctx, caller, id, returnRequest{Revision: in.Revision, Comment: in.Comment})
}

// reviewView holds the facts that a reviewer needs beside the answers.
type reviewView struct {
	Revision  int                       `json:"revision"`
	Since     checklists.Time           `json:"since"` // when it was last returned; "" for never
	Changed   []standard.ClauseUID      `json:"changed"`
	Returned  []checklists.ClauseReturn `json:"returned"`
	Omissions []checklists.Omission     `json:"omissions"`
	Omitted   int                       `json:"omitted"` // in this audit
	Asked     int                       `json:"asked"`
	Heard     *checklists.Heard         `json:"heard"`
	Late      *checklists.Late          `json:"late"`
}

func (s *Service) review(ctx context.Context, a *checklists.Audit) (reviewView, error) {
	v := reviewView{Revision: a.Revision, Since: a.LastReturn(),
		Changed: wire.NonNil(a.ChangedSinceReturn()), Returned: wire.NonNil(a.Returned), Asked: a.Asked}
	slices.Sort(v.Changed)
	for uid := range a.Log {
		if a.ClauseState(uid).Answer.Kind == checklists.NotApplicable {
			v.Omitted++
		}
	}
	outcomes, err := s.outcomesBefore(ctx, a)
	if v.Omissions = checklists.OmissionsOf(a.Inspectors, outcomes); err == nil {
		v.Heard, err = s.Journal.HeardLate(ctx, a)
	}
	if err == nil {
		v.Late, err = s.Journal.LateFor(ctx, a)
	}
	return v, err
}

// outcomesBefore are those of the same tier and kind in the year before an audit began.
func (s *Service) outcomesBefore(ctx context.Context, a *checklists.Audit) (
	[]checklists.Outcome, error,
) {
	var list []checklists.Outcome
	q := store.Query{Order: "approved", Brief: true,
		From: wire.TimeKey(checklists.At(a.StartedAt.AddDate(0, 0, -PeerDays)))}
	for o, err := range s.Docs.Outcomes.Find(ctx, q) {
		if err != nil {
			return nil, err
		}
		if o.Tier == a.Tier && o.Kind == a.Kind && o.Audit != a.ID {
			list = append(list, o)
		}
	}
	return list, nil
}
