package api

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"hallmark/api/web"
	"hallmark/checklists"
)

func (s *Server) pageReview(c *gin.Context) error {
	a, err := s.audit(c.Request.Context(), callerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	return s.renderReview(c, http.StatusOK, a, web.ReviewForm{Revision: a.Revision}, nil)
}

func (s *Server) renderReview(c *gin.Context, status int, a *checklists.Audit, form web.ReviewForm,
	wrong error,
) error {
	ctx := c.Request.Context()
	e, err := s.edition(ctx, a.Edition)
	if err != nil {
		return err
	}
	v, err := s.review(ctx, a)
	if err != nil {
		return err
	}
	page := &web.Review{Frame: s.frame(c), Audit: a, Edition: e, States: states(e, a),
		May: permissionsFor(userOf(c), a), Show: web.ReviewShow(c.Query("show")), Since: v.Since,
		Changed: v.Changed, Omissions: v.Omissions, Omitted: v.Omitted, Form: form}
	page.Path = page.ShowURL(page.Show)
	if page.Score, err = a.Score(e); err != nil {
		return err
	}
	if page.People, err = s.names(ctx, a); err != nil {
		return err
	}
	if wrong != nil {
		if page.Problems = problems(wrong, page.Language, ""); page.Problems == nil {
			return wrong
		}
	}
	return s.render(c, status, page)
}

// formReview returns the clauses that have a comment, or approves the audit when none has.
func (s *Server) formReview(c *gin.Context) error {
	a, err := s.audit(c.Request.Context(), callerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	var form web.ReviewForm
	if err = bindForm(c, &form); err == nil {
		err = s.decideReview(c.Request.Context(), callerOf(c), c.Param("id"), form)
	}
	if err != nil {
		return s.renderReview(c, refusalOf(err).Status, a, form, inReview(err, form))
	}
	return seeOther(c, web.AuditURL(a.ID)+"/score")
}

func (s *Server) decideReview(ctx context.Context, caller Caller, id string, form web.ReviewForm) error {
	in := returnRequest{Revision: form.Revision, Comment: form.Comment}
	for _, r := range form.Returns() {
		in.Clauses = append(in.Clauses, clauseReturnFields(r))
	}
	if form.Do == web.ReviewApprove {
		if n := len(in.Clauses); n > 0 {
			return refuse(http.StatusConflict, "review-returned", n)
		}
		_, err := s.approve(ctx, caller, id, stepRequest{Revision: form.Revision, Comment: form.Comment})
		return err
	}
	if err := validate(&in); err != nil {
		return err
	}
	_, err := s.returnClauses(ctx, caller, id, in)
	return err
}

// inReview names the control of a clause instead of its place in the request.
func inReview(err error, form web.ReviewForm) error {
	r := refusalOf(err)
	if len(r.Fields) == 0 {
		return err
	}
	named := *r
	named.Fields = slices.Clone(r.Fields)
	for i, f := range named.Fields {
		for n, clause := range form.Returns() {
			if strings.HasPrefix(f.Name, fmt.Sprintf("clauses[%d]", n)) {
				named.Fields[i].Name = web.ReviewControl(clause.Clause)
			}
		}
	}
	return &named
}
