package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"hallmark/api/store"
	"hallmark/checklists"
	"hallmark/standard"
)

var appealSchema = store.Schema[checklists.Appeal]{
	Name:     "appeals",
	ID:       func(p checklists.Appeal) string { return string(p.ID) },
	Revision: func(p checklists.Appeal) int { return p.Revision },
	Keys: map[string]func(checklists.Appeal) []string{
		"hall":  key(func(p checklists.Appeal) string { return string(p.Hall) }),
		"audit": key(func(p checklists.Appeal) string { return string(p.Audit) }),
		"state": key(func(p checklists.Appeal) string { return string(p.State) }),
		"at":    key(func(p checklists.Appeal) string { return timeKey(p.At) }),
	},
	Indexes: []store.Index{{Order: "at"}, {Equal: []string{"hall"}, Order: "at"},
		{Equal: []string{"audit"}, Order: "at"}, {Equal: []string{"state"}, Order: "at"}},
}

type appealRequest struct {
	Clause   standard.ClauseUID `json:"clause" validate:"required,max=32"`
	Ground   string             `json:"ground" validate:"max=2000,note"`
	Evidence []standard.Digest  `json:"evidence" validate:"max=100,unique"`
}

// postAppeal makes an appeal against one clause of an approved audit. The rectification of the
// clause rests until the decision.
func (s *Server) postAppeal(c *gin.Context) error {
	var in appealRequest
	if err := bind(c, &in); err != nil {
		return err
	}
	p, err := s.appeal(c.Request.Context(), callerOf(c), c.Param("id"), in)
	if err != nil {
		return err
	}
	c.Header("Location", "/api/v1/appeals/"+string(p.ID))
	c.JSON(http.StatusCreated, viewAppeal(p))
	return nil
}

func (s *Server) appeal(ctx context.Context, caller Caller, id string, in appealRequest) (p checklists.Appeal, err error) {
	user := caller.User
	a, err := s.audit(ctx, caller, id)
	if err != nil {
		return p, err
	}
	e, err := s.edition(ctx, a.Edition)
	if err != nil {
		return p, err
	}
	if err := s.linkProof(ctx, caller, a.ID, "evidence", in.Evidence); err != nil {
		return p, err
	}
	settings, err := s.settings(ctx)
	if err != nil {
		return p, err
	}
	due := s.appealDue(a, &settings)
	p, err = checklists.OpenAppeal(e, a, in.Clause, in.Ground, in.Evidence, user.Username, s.now(), due)
	if err != nil {
		return p, err
	}
	if _, err := s.docs.appeals.Get(ctx, string(p.ID)); err == nil {
		return p, checklists.ErrAppealMade
	}
	err = s.noteAppeal(ctx, user.Username, "appeal-made", "", &p)
	if err == nil {
		err = s.docs.appeals.Insert(ctx, p)
	}
	if err == nil {
		err = s.suspendRectification(ctx, &p)
	}
	return p, err
}

func (s *Server) noteAppeal(ctx context.Context, by checklists.Username, action string,
	before standard.Digest, p *checklists.Appeal,
) error {
	return s.note(ctx, Event{Actor: by, Action: action, Subject: "appeal/" + string(p.ID),
		Label: p.HallName + " " + p.Code, Before: before, After: digestDocument(p),
		Revision: p.Revision})
}

// suspendRectification rests the rectification of the clause; there is none of mere advice.
func (s *Server) suspendRectification(ctx context.Context, p *checklists.Appeal) error {
	return s.touchRectification(ctx, p, "rectification-suspended",
		func(r *checklists.Rectification) error { return r.Suspend(p.By, p.At.Time, p.Ground) })
}

// resumeRectification ends the rest: what the decision has taken away is revoked, and for the rest the deadline
// starts again, since the time of the appeal is not the hall's.
func (s *Server) resumeRectification(ctx context.Context, p *checklists.Appeal) error {
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

func (s *Server) touchRectification(ctx context.Context, p *checklists.Appeal, action string,
	change func(*checklists.Rectification) error,
) error {
	by := p.By
	if p.Decision != nil {
		by = p.Decision.By
	}
	_, err := store.Update(ctx, s.docs.rectifications, string(p.ID),
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

func (s *Server) postDecide(c *gin.Context) error {
	var in decideRequest
	if err := bind(c, &in); err != nil {
		return err
	}
	p, err := s.decide(c.Request.Context(), callerOf(c), c.Param("id"), in)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, viewAppeal(p))
	return nil
}

// decide decides an appeal. The audit is restated first, under an ID that follows from the appeal;
// so a decision that broke off half-way is finished by making it again.
func (s *Server) decide(ctx context.Context, caller Caller, id string, in decideRequest) (p checklists.Appeal, err error) {
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
	a, err := s.docs.audits.Get(ctx, string(p.Audit))
	if err != nil {
		return p, err
	}
	settings, err := s.settings(ctx)
	if err != nil {
		return p, err
	}
	before := digestDocument(p)
	ruling := checklists.Ruling{By: by, At: s.now(), Reason: in.Reason, Late: in.Late,
		Due: s.decisionDue(&p, &settings)}
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
	if err := s.docs.appeals.Replace(ctx, p, p.Revision-1); err != nil {
		return p, err
	}
	return p, s.resumeRectification(ctx, &p)
}

// uphold restates the audit and its outcome.
func (s *Server) uphold(ctx context.Context, p *checklists.Appeal, r checklists.Ruling,
	raw json.RawMessage,
) error {
	answer, err := answerIn("answer", raw)
	if err != nil {
		return err
	}
	e, err := s.edition(ctx, p.Edition)
	if err != nil {
		return err
	}
	change, open := changeOf(p), *p
	a, err := store.Update(ctx, s.docs.audits, string(p.Audit), func(a *checklists.Audit) error {
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
		return s.note(ctx, Event{Actor: r.By, Action: "audit-restated",
			Subject: "audit/" + string(a.ID), Label: a.Number, Before: before, After: a.Digest,
			Revision: a.Revision})
	})
	if err == nil && p.State == checklists.AppealOpen {
		err = p.Restated(e, &a, change, r)
	}
	if err != nil {
		return err
	}
	return s.settleAudit(ctx, r.By, &a)
}

// decisionDue is the last day for the decision on an appeal.
func (s *Server) decisionDue(p *checklists.Appeal, settings *checklists.Settings) string {
	due, _ := s.Calendar.AddWorkdays(p.At.Time, settings.On(p.At.Time).Decide)
	return due
}

// changeOf is the ID of the change by which an appeal restates its audit: always the same one.
func changeOf(p *checklists.Appeal) checklists.ChangeID {
	return checklists.ChangeID(uuid.NewSHA1(uuid.NameSpaceOID, []byte("appeal/"+p.ID)).String())
}

// appealOf loads an appeal within the scope of the request.
func (s *Server) appealOf(ctx context.Context, caller Caller, id string) (checklists.Appeal, error) {
	p, err := s.docs.appeals.Get(ctx, id)
	if err == nil && !caller.Reach.coversHall(caller.User, p.Hall) {
		err = errNotFound
	}
	return p, err
}

func viewAppeal(p checklists.Appeal) checklists.Appeal {
	p.Evidence = nonNil(p.Evidence)
	return p
}

func (s *Server) getAppeal(c *gin.Context) error {
	p, err := s.appealOf(c.Request.Context(), callerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, viewAppeal(p))
	return nil
}

// appealsInScope reads one page, the newest first: ?hall=, ?audit=, ?status=.
func (s *Server) appealsInScope(c *gin.Context) ([]checklists.Appeal, string, error) {
	q, err := pageOf(c)
	if err != nil {
		return nil, "", err
	}
	user, reach := userOf(c), scopeOf(ReadAppeals, userOf(c))
	hall, audit, status := c.Query("hall"), c.Query("audit"), checklists.AppealState(c.Query("status"))
	if status != "" && !slices.Contains(checklists.AppealStates(), status) {
		r := refuse(http.StatusBadRequest, "invalid")
		r.Fields = []Field{field("status", "state", status)}
		return nil, "", r
	}
	q.Order, q.Descending = "at", true
	switch {
	case reach == OwnHall:
		q.Equal = map[string]string{"hall": string(user.Hall)}
	case audit != "":
		q.Equal = map[string]string{"audit": audit}
	case hall != "":
		q.Equal = map[string]string{"hall": hall}
	case status != "":
		q.Equal = map[string]string{"state": string(status)}
	}
	keep := func(p checklists.Appeal) bool {
		return reach.coversHall(user, p.Hall) && (hall == "" || string(p.Hall) == hall) &&
			(audit == "" || string(p.Audit) == audit) && (status == "" || p.State == status)
	}
	return collect(c.Request.Context(), s.docs.appeals, q, keep, viewAppeal)
}

func (s *Server) getAppeals(c *gin.Context) error {
	items, next, err := s.appealsInScope(c)
	if err != nil {
		return err
	}
	if wantsFile(c) {
		return sendRows(c, next, appealTable(language(c), items))
	}
	c.JSON(http.StatusOK, listOf(items, next))
	return nil
}
