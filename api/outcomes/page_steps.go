package outcomes

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/pages"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/checklists"
)

// PageStep shows the form of a step of an audit: GET /audits/:id/submit, /return, /approve and
// /void.
func (s Handlers) PageStep(do web.StepName) func(*gin.Context) error {
	return func(c *gin.Context) error {
		a, err := s.Audits.Audit(c.Request.Context(), access.CallerOf(c), c.Param("id"))
		if err != nil {
			return err
		}
		return s.renderStep(c, http.StatusOK, a, do, web.StepForm{Revision: a.Revision}, nil)
	}
}

func (s Handlers) renderStep(c *gin.Context, status int, a *checklists.Audit, do web.StepName,
	form web.StepForm, wrong error,
) error {
	e, err := s.Editions.Edition(c.Request.Context(), a.Edition)
	if err != nil {
		return err
	}
	page := &web.Step{Frame: s.Pages.Frame(c), Do: do, Audit: a, Edition: e, Form: form}
	page.Path = page.URL()
	if wrong != nil {
		if page.Problems = pages.Problems(wrong, page.Language, ""); page.Problems == nil {
			return wrong
		}
	}
	if page.Score, err = a.Score(e); err != nil {
		return err
	}
	may, refused, err := s.Permissions(c.Request.Context(), access.CallerOf(c), a)
	if err != nil {
		return err
	}
	if do == web.Return || do == web.Approve {
		page.Refused = refused
	}
	page.May = map[web.StepName]bool{web.Submit: may.Submit, web.Return: may.Return,
		web.Approve: may.Approve, web.Void: may.Void}[do]
	for _, clause := range a.Checklist(e) {
		st := a.ClauseState(clause.UID)
		if len(st.Conflict) > 0 {
			page.Conflicts = append(page.Conflicts, clause.UID)
		} else if st.Answer.Kind == checklists.Unanswered {
			page.Unanswered = append(page.Unanswered, clause.UID)
		}
	}
	return s.Pages.Render(c, status, page)
}

// FormStep takes a step of an audit by form, and shows the form again when the step is refused.
func (s Handlers) FormStep(do web.StepName) func(*gin.Context) error {
	step := map[web.StepName]access.Stepper[*checklists.Audit]{
		web.Submit: s.Audits.SubmitUnsigned, web.Return: s.returnAudit, web.Approve: s.approve,
		web.Void: s.Audits.Void}[do]
	return func(c *gin.Context) error {
		var form web.StepForm
		err := pages.BindForm(c, &form)
		if err == nil {
			var a *checklists.Audit
			a, err = step(c.Request.Context(), access.CallerOf(c), c.Param("id"),
				wire.StepRequest{Revision: form.Revision, Comment: form.Comment, Said: form.Said()})
			if err == nil {
				return pages.SeeOther(c, web.AuditURL(a.ID)+"/score")
			}
		}
		a, loadErr := s.Audits.Audit(c.Request.Context(), access.CallerOf(c), c.Param("id"))
		if loadErr != nil {
			return loadErr
		}
		form.Revision = a.Revision
		return s.renderStep(c, wire.RefusalOf(err).Status, a, do, form, err)
	}
}
