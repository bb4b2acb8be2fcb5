package api

import (
	"context"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"hallmark/api/store"
	"hallmark/checklists"
	"hallmark/standard"
)

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

func (s *Server) postReturn(c *gin.Context) error {
	var in returnRequest
	if c.Request.ContentLength != 0 {
		if err := bind(c, &in); err != nil {
			return err
		}
	}
	a, err := s.returnClauses(c.Request.Context(), callerOf(c), c.Param("id"), in)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, viewAudit(a))
	return nil
}

func (s *Server) returnClauses(ctx context.Context, caller Caller, id string, in returnRequest) (*checklists.Audit, error) {
	var clauses []checklists.ClauseReturn
	for _, f := range in.Clauses {
		clauses = append(clauses, checklists.ClauseReturn(f))
	}
	step := stepRequest{Revision: in.Revision, Comment: in.Comment}
	return s.step(ctx, caller, id, step, "audit-returned", func(a *checklists.Audit) error {
		return a.Return(caller.User.Username, s.now(), in.Comment, clauses...)
	})
}

// returnAudit sends an audit back as a whole.
func (s *Server) returnAudit(ctx context.Context, caller Caller, id string, in stepRequest) (*checklists.Audit, error) {
	return s.returnClauses(ctx, caller, id, returnRequest{Revision: in.Revision, Comment: in.Comment})
}

// reviewView is what a reviewer needs to know beside the answers.
type reviewView struct {
	Revision  int                       `json:"revision"`
	Since     checklists.Time           `json:"since"` // when it was last returned; "" for never
	Changed   []standard.ClauseUID      `json:"changed"`
	Returned  []checklists.ClauseReturn `json:"returned"`
	Omissions []checklists.Omission     `json:"omissions"`
	Omitted   int                       `json:"omitted"` // in this audit
	Asked     int                       `json:"asked"`
}

func (s *Server) getReview(c *gin.Context) error {
	a, err := s.audit(c.Request.Context(), callerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	v, err := s.review(c.Request.Context(), a)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, v)
	return nil
}

func (s *Server) review(ctx context.Context, a *checklists.Audit) (reviewView, error) {
	v := reviewView{Revision: a.Revision, Since: a.LastReturn(),
		Changed: nonNil(a.ChangedSinceReturn()), Returned: nonNil(a.Returned), Asked: a.Asked}
	slices.Sort(v.Changed)
	for uid := range a.Log {
		if a.ClauseState(uid).Answer.Kind == checklists.NotApplicable {
			v.Omitted++
		}
	}
	outcomes, err := s.outcomesBefore(ctx, a)
	v.Omissions = checklists.OmissionsOf(a.Inspectors, outcomes)
	return v, err
}

// outcomesBefore are those of the same tier and kind in the year before an audit began.
func (s *Server) outcomesBefore(ctx context.Context, a *checklists.Audit) ([]checklists.Outcome, error) {
	var list []checklists.Outcome
	q := store.Query{Order: "approved", Brief: true,
		From: timeKey(checklists.At(a.StartedAt.AddDate(0, 0, -peerDays)))}
	for o, err := range s.docs.outcomes.Find(ctx, q) {
		if err != nil {
			return nil, err
		}
		if o.Tier == a.Tier && o.Kind == a.Kind && o.Audit != a.ID {
			list = append(list, o)
		}
	}
	return list, nil
}
