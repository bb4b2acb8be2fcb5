package outcomes

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/audits"
	"hallmark/api/pages"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/checklists"
)

// PageReview answers GET /audits/:id/review.
func (s Handlers) PageReview(c *gin.Context) error {
	a, err := s.Audits.Audit(c.Request.Context(), access.CallerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	return s.renderReview(c, http.StatusOK, a, web.ReviewForm{Revision: a.Revision}, nil)
}

func (s Handlers) renderReview(c *gin.Context, status int, a *checklists.Audit, form web.ReviewForm,
	wrong error,
) error {
	ctx := c.Request.Context()
	e, err := s.Editions.Edition(ctx, a.Edition)
	if err != nil {
		return err
	}
	v, err := s.review(ctx, a)
	if err != nil {
		return err
	}
	page := &web.Review{Frame: s.Pages.Frame(c), Audit: a, Edition: e, States: audits.States(e, a),
		Show: web.ReviewShow(c.Query("show")), Since: v.Since,
		Changed: v.Changed, Omissions: v.Omissions, Omitted: v.Omitted, Heard: v.Heard, Late: v.Late,
		Form: form}
	page.Path = page.ShowURL(page.Show)
	if page.May, page.Refused, err = s.Permissions(ctx, access.CallerOf(c), a); err != nil {
		return err
	}
	if page.Missing, err = s.Evidence.Missing(ctx, a); err != nil {
		return err
	}
	if page.Score, err = a.Score(e); err != nil {
		return err
	}
	if page.People, err = s.Access.Names(ctx, a); err != nil {
		return err
	}
	if wrong != nil {
		if page.Problems = pages.Problems(wrong, page.Language, ""); page.Problems == nil {
			return wrong
		}
	}
	return s.Pages.Render(c, status, page)
}

// Permissions are what the caller may do with an audit now. Where it waits for a review that is
// refused to the caller, refused says why.
func (s *Service) Permissions(ctx context.Context, caller access.Caller, a *checklists.Audit) (
	may web.Permissions, refused string, err error,
) {
	may = audits.PermissionsFor(caller.User, a)
	if a.State != checklists.Submitted ||
		!access.ScopeOf(access.ReviewAudits, caller.User).CoversAudit(caller.User, a) {
		return may, "", nil
	}
	err = s.mayReview(ctx, caller.User, a)
	if r := wire.RefusalOf(err); err != nil && r.Status == http.StatusForbidden {
		may.Return, may.Approve, refused, err = false, false, r.Text(caller.Language), nil
	}
	return may, refused, err
}

// FormReview returns the clauses that have a comment, or approves the audit when none has.
func (s Handlers) FormReview(c *gin.Context) error {
	a, err := s.Audits.Audit(c.Request.Context(), access.CallerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	var form web.ReviewForm
	if err = pages.BindForm(c, &form); err == nil {
		err = s.decideReview(c.Request.Context(), access.CallerOf(c), c.Param("id"), form)
	}
	if err != nil {
		return s.renderReview(c, wire.RefusalOf(err).Status, a, form, inReview(err, form))
	}
	return pages.SeeOther(c, web.AuditURL(a.ID)+"/score")
}

func (s *Service) decideReview(ctx context.Context, caller access.Caller, id string,
	form web.ReviewForm,
) error {
	in := returnRequest{Revision: form.Revision, Comment: form.Comment}
	for _, r := range form.Returns() {
		in.Clauses = append(in.Clauses, clauseReturnFields(r))
	}
	if form.Do == web.ReviewApprove {
		if n := len(in.Clauses); n > 0 {
			return wire.Refuse(http.StatusConflict, "review-returned", n)
		}
		_, err := s.approve(ctx, caller, id,
			wire.StepRequest{Revision: form.Revision, Comment: form.Comment})
		return err
	}
	if err := wire.Validate(&in); err != nil {
		return err
	}
	_, err := s.returnClauses(ctx, caller, id, in)
	return err
}

// inReview names the control of a clause instead of its place in the request.
func inReview(err error, form web.ReviewForm) error {
	r := wire.RefusalOf(err)
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
