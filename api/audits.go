package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"hallmark/api/store"
	"hallmark/checklists"
	"hallmark/standard"
)

// audit loads an audit within the scope of the request.
func (s *Server) audit(ctx context.Context, caller Caller, id string) (*checklists.Audit, error) {
	a, err := s.docs.audits.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	if !caller.Reach.coversAudit(caller.User, &a) {
		return nil, errNotFound
	}
	if !caller.Reach.opensAudit(caller.User, &a) {
		return nil, refuse(http.StatusForbidden, "not-released")
	}
	return &a, nil
}

// updateAudit loads an audit within the scope of the request, changes it, notes the event, and
// saves. The change may run more than once; one that leaves the revision alone saves nothing.
func (s *Server) updateAudit(ctx context.Context, caller Caller, id string, action string,
	change func(*checklists.Audit) error,
) (*checklists.Audit, error) {
	return s.updateAuditOf(ctx, caller, checklists.AuditID(id), action, change)
}

func (s *Server) updateAuditOf(ctx context.Context, caller Caller, id checklists.AuditID, action string,
	change func(*checklists.Audit) error,
) (*checklists.Audit, error) {
	user := caller.User
	a, err := store.UpdateAfter(ctx, s.docs.audits, string(id),
		func(a *checklists.Audit) ([]store.Ahead, error) {
			if !caller.Reach.coversAudit(user, a) {
				return nil, errNotFound
			}
			before, revision := a.Digest, a.Revision
			if err := change(a); err != nil || a.Revision == revision {
				return nil, err
			}
			return s.noteAhead(ctx, Event{Actor: user.Username, Action: action,
				Subject: "audit/" + string(a.ID), Label: a.Number, Before: before, After: a.Digest,
				Revision: a.Revision})
		})
	return &a, err
}

type auditRequest struct {
	ID         checklists.AuditID    `json:"id" validate:"omitempty,uuid"`
	Hall       checklists.HallID     `json:"hall" validate:"required,max=32"`
	Kind       checklists.Kind       `json:"kind" validate:"required,oneof=comprehensive announced unannounced phone self third-party recheck"`
	Campaign   string                `json:"campaign" validate:"max=64,clean"`
	Inspectors []checklists.Username `json:"inspectors" validate:"max=10,unique,dive,required,max=32"`
	StartedAt  checklists.Time       `json:"startedAt"` // on a device without a network; now when left out
	Edition    standard.EditionID    `json:"edition" validate:"max=64"`
	// Only are the clauses of a partial audit; none asks the whole checklist, or what the campaign
	// of the visit asks.
	Only []standard.ClauseUID `json:"only" validate:"max=500,unique,dive,max=32"`
	// Origin is the audit whose open rectifications a re-check looks at.
	Origin checklists.AuditID `json:"origin" validate:"omitempty,uuid"`
}

func (s *Server) postAudit(c *gin.Context) error {
	var in auditRequest
	if err := bind(c, &in); err != nil {
		return err
	}
	a, err := s.startAudit(c.Request.Context(), callerOf(c), in)
	if err != nil {
		return err
	}
	c.Header("Location", "/api/v1/audits/"+string(a.ID))
	c.JSON(http.StatusCreated, viewAudit(a))
	return nil
}

// startAudit starts an audit of a hall within the scope of the request. Asking again with the same
// ID returns the audit that is there already.
func (s *Server) startAudit(ctx context.Context, caller Caller, in auditRequest) (*checklists.Audit, error) {
	user := caller.User
	if user.Role == checklists.HallHead && in.Kind != checklists.Self {
		return nil, refuse(http.StatusForbidden, "self-only")
	}
	if in.Campaign == "" {
		if err := visitsAlone(user, nil); err != nil {
			return nil, err
		}
	}
	h, err := s.hall(ctx, caller, in.Hall)
	if errors.Is(err, store.ErrNotFound) || errors.Is(err, errNotFound) {
		return nil, invalidField("hall", "unknown-hall", in.Hall)
	}
	if err != nil {
		return nil, err
	}
	if h.Status == checklists.Closed {
		return nil, invalidField("hall", "closed-hall", h.Name)
	}
	if err := s.takeUp(ctx, user, &in); err != nil {
		return nil, err
	}
	visit := visitRequest{ID: in.ID, Hall: in.Hall, Kind: in.Kind, Campaign: in.Campaign,
		Inspectors: in.Inspectors, Only: in.Only, Begun: in.startTime}
	plan, err := s.visit(ctx, &visit, user.Username)
	if err != nil {
		return nil, err
	}
	in.ID, in.Inspectors = visit.ID, visit.Inspectors
	if err := visitsAlone(user, plan); err != nil {
		return nil, err
	}
	if isVisitID(in.ID) && (plan == nil || in.ID != checklists.VisitID(checklists.CampaignID(in.Campaign), in.Hall)) {
		return nil, invalidField("id", "visit-id")
	}
	inspectors, err := s.inspectors(ctx, user, &h, &in, plan)
	if err != nil {
		return nil, err
	}
	at, e, err := s.startOf(ctx, &in)
	if err != nil {
		return nil, err
	}
	if in.ID == "" {
		id, err := uuid.NewV7()
		if err != nil {
			return nil, err
		}
		in.ID = checklists.AuditID(id.String())
	}
	if plan != nil {
		in.Only = plan.Asks(e, h.Tier)
	}
	var origin *checklists.Audit
	if in.Origin != "" {
		if origin, e, err = s.recheckOf(ctx, caller, &in); err != nil {
			return nil, err
		}
	}
	a, err := checklists.Start(checklists.Opening{ID: in.ID, Hall: h, Kind: in.Kind,
		Campaign: in.Campaign, Edition: e, Only: in.Only, Origin: origin, Inspectors: inspectors, At: at})
	if err != nil {
		return nil, err
	}
	stored, err := s.insertAudit(ctx, user, &a)
	if err != nil {
		return nil, err
	}
	return stored, s.linkVisit(ctx, stored)
}

func (s *Server) insertAudit(ctx context.Context, user *User, a *checklists.Audit) (*checklists.Audit, error) {
	have, err := s.docs.audits.Get(ctx, string(a.ID))
	switch {
	case err == nil && have.Hall == a.Hall && have.Kind == a.Kind && have.Origin == a.Origin &&
		slices.Equal(have.Only, a.Only) && slices.Contains(have.Inspectors, user.Username):
		return &have, nil
	case err == nil:
		return nil, store.ErrExists
	case !errors.Is(err, store.ErrNotFound):
		return nil, err
	}
	action := "audit-started"
	if s.now().Sub(a.StartedAt.Time) > maxOnlineDelay {
		action = "audit-started-offline"
	}
	event, err := s.noteAhead(ctx, Event{Actor: user.Username, Action: action,
		Subject: "audit/" + string(a.ID), Label: a.Number, After: a.Digest, Revision: a.Revision})
	if err != nil {
		return nil, err
	}
	return a, s.docs.audits.Insert(ctx, *a, event...)
}

// inspectors checks who is to inspect a hall and puts the person who starts the audit among them.
func (s *Server) inspectors(ctx context.Context, user *User, h *checklists.Hall, in *auditRequest,
	plan *checklists.CampaignPlan,
) ([]checklists.Username, error) {
	if err := user.mayInspect(h, in.Kind, "hall"); err != nil {
		return nil, err
	}
	out := []checklists.Username{user.Username}
	for i, name := range in.Inspectors {
		if name == user.Username {
			continue
		}
		u, err := s.docs.users.Get(ctx, string(name))
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return nil, err
		}
		control := fmt.Sprintf("inspectors[%d]", i)
		if err != nil || u.Disabled || scopeOf(RecordAnswers, &u) == Nothing || u.Role == checklists.HallHead {
			return nil, invalidField(control, "unknown-inspector", name)
		}
		if !mayPair(user, &u, plan) {
			return nil, invalidField(control, "firm-inspector", u.Name)
		}
		if err := u.mayInspect(h, in.Kind, control); err != nil {
			return nil, err
		}
		out = append(out, name)
	}
	return out, nil
}

// auditFilter is what a list of audits is limited to.
type auditFilter struct {
	hall     checklists.HallID
	campaign string
	state    checklists.State
}

func (f auditFilter) keep(a *checklists.Audit) bool {
	return (f.hall == "" || a.Hall == f.hall) && (f.campaign == "" || a.Campaign == f.campaign) &&
		(f.state == "" || a.State == f.state)
}

// filterOf reads ?hall=, ?campaign= and ?status=.
func filterOf(c *gin.Context) (auditFilter, error) {
	f := auditFilter{checklists.HallID(c.Query("hall")), c.Query("campaign"),
		checklists.State(c.Query("status"))}
	if f.state != "" && !slices.Contains(checklists.States(), f.state) {
		r := refuse(http.StatusBadRequest, "invalid")
		r.Fields = []Field{field("status", "state", f.state)}
		return f, r
	}
	return f, nil
}

// auditsInScope reads one page of audits, the newest first. The scope chooses the index; what the
// index does not serve is filtered here.
func (s *Server) auditsInScope(c *gin.Context, reach Scope, f auditFilter) ([]*checklists.Audit, string, error) {
	q, err := pageOf(c)
	if err != nil {
		return nil, "", err
	}
	user := userOf(c)
	q.Order, q.Descending, q.Brief = "started", true, true
	fixed := 0
	for _, limit := range []struct{ key, value string }{
		{"hall", string(f.hall)}, {"campaign", f.campaign}, {"state", string(f.state)},
	} {
		if limit.value != "" {
			q.Equal = map[string]string{limit.key: limit.value}
			fixed++
		}
	}
	switch reach {
	case OwnAudit:
		q.Equal = map[string]string{"inspector": string(user.Username)}
		fixed++
	case OwnHall:
		q.Equal = map[string]string{"hall": string(user.Hall)}
		fixed++
	}
	keep := func(a checklists.Audit) bool { return f.keep(&a) && reach.coversAudit(user, &a) }
	if fixed <= 1 && reach != OwnHall {
		keep = nil // one index serves it all
	}
	return collect(c.Request.Context(), s.docs.audits, q, keep,
		func(a checklists.Audit) *checklists.Audit {
			if !reach.opensAudit(user, &a) {
				a.Answered, a.Result, a.Returned = 0, nil, nil
			}
			return &a
		})
}

func (s *Server) getAudits(c *gin.Context) error {
	f, err := filterOf(c)
	if err != nil {
		return err
	}
	audits, next, err := s.auditsInScope(c, scope(c), f)
	if err != nil {
		return err
	}
	if wantsFile(c) {
		return sendRows(c, next, auditTable(language(c), audits))
	}
	items := make([]auditLine, len(audits))
	for i, a := range audits {
		items[i] = viewAuditLine(a)
	}
	c.JSON(http.StatusOK, listOf(items, next))
	return nil
}

func (s *Server) getAudit(c *gin.Context) error {
	a, err := s.audit(c.Request.Context(), callerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	tag := `"` + strconv.Itoa(a.Revision) + `-` + a.Digest.Short() + `"`
	if notModified(c, tag) {
		return nil
	}
	c.JSON(http.StatusOK, viewAudit(a))
	return nil
}

func (s *Server) getScore(c *gin.Context) error {
	a, err := s.audit(c.Request.Context(), callerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	score, err := s.score(c.Request.Context(), a)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, score)
	return nil
}

func (s *Server) score(ctx context.Context, a *checklists.Audit) (checklists.Score, error) {
	e, err := s.edition(ctx, a.Edition)
	if err != nil {
		return checklists.Score{}, err
	}
	return a.Score(e)
}

// stepRequest is the body of submit, return and approve. Revision, when given, is that of the
// audit as the person saw it.
type stepRequest struct {
	Revision int    `json:"revision" validate:"min=0"`
	Comment  string `json:"comment" validate:"max=2000,note"`
}

func (s *Server) postApprove(c *gin.Context) error { return s.postStep(c, s.approve) }

func (s *Server) postStep(c *gin.Context,
	step stepper[*checklists.Audit],
) error {
	var in stepRequest
	if c.Request.ContentLength != 0 {
		if err := bind(c, &in); err != nil {
			return err
		}
	}
	a, err := step(c.Request.Context(), callerOf(c), c.Param("id"), in)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, viewAudit(a))
	return nil
}

func (s *Server) submit(ctx context.Context, caller Caller, id string, in stepRequest, signed []checklists.Signature) (
	*checklists.Audit, error,
) {
	a, err := s.audit(ctx, caller, id)
	if err != nil {
		return nil, err
	}
	e, err := s.edition(ctx, a.Edition)
	if err != nil {
		return nil, err
	}
	return s.step(ctx, caller, id, in, "audit-submitted", func(a *checklists.Audit) error {
		if err := s.linkSignatures(ctx, caller, a, signed); err != nil {
			return err
		}
		return a.Submit(e, caller.User.Username, s.now(), in.Comment, signed...)
	})
}

func (s *Server) approve(ctx context.Context, caller Caller, id string, in stepRequest) (*checklists.Audit, error) {
	a, err := s.step(ctx, caller, id, in, "audit-approved", func(a *checklists.Audit) error {
		return a.Approve(caller.User.Username, s.now(), in.Comment)
	})
	if err != nil {
		return nil, err
	}
	return a, s.settleAudit(ctx, caller.User.Username, a)
}

func (s *Server) step(ctx context.Context, caller Caller, id string, in stepRequest, action string,
	change func(*checklists.Audit) error,
) (*checklists.Audit, error) {
	return s.updateAudit(ctx, caller, id, action, func(a *checklists.Audit) error {
		if in.Revision != 0 && in.Revision != a.Revision {
			return store.ErrConflict
		}
		return change(a)
	})
}

func invalidField(name, code string, args ...any) *Refusal {
	r := refuse(http.StatusUnprocessableEntity, "invalid")
	r.Fields = []Field{field(name, code, args...)}
	return r
}
