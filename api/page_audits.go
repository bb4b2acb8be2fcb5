package api

import (
	"context"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"hallmark/api/web"
	"hallmark/checklists"
	"hallmark/standard"
)

func auditRow(a *checklists.Audit) web.AuditRow {
	row := web.AuditRow{ID: a.ID, Number: a.Number, HallName: a.HallName, Tier: a.Tier, Kind: a.Kind,
		State: a.State, Edition: a.Edition, StartedAt: a.StartedAt, Asked: a.Asked,
		Answered: a.Answered, Partial: a.Partial()}
	if a.Result != nil {
		row.Total, row.Grade = a.Result.Total, a.Result.Grade
	}
	return row
}

func (s *Server) auditRows(c *gin.Context, f auditFilter) ([]web.AuditRow, string, error) {
	reach := scopeOf(ReadAudits, userOf(c))
	audits, next, err := s.auditsInScope(c, reach, f)
	rows := make([]web.AuditRow, len(audits))
	for i, a := range audits {
		rows[i] = auditRow(a)
		rows[i].Closed = !reach.opensAudit(userOf(c), a)
	}
	return rows, next, err
}

func (s *Server) pageAudits(c *gin.Context) error {
	f, err := filterOf(c)
	if err != nil {
		return err
	}
	page := &web.Audits{Frame: s.frame(c), MayStart: scopeOf(StartAudit, userOf(c)) > OwnVisit}
	var ok bool
	if page.Pick, ok, err = s.shownHall(c, &page.Frame); err != nil {
		return err
	}
	f.hall = page.Pick.Chosen
	page.Filter = web.AuditFilter{State: f.state, Hall: f.hall}
	if ok {
		page.Rows, page.Next, err = s.auditRows(c, f)
	}
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, page)
}

func (s *Server) pageHall(c *gin.Context) error {
	h, err := s.hall(c.Request.Context(), callerOf(c), checklists.HallID(c.Param("id")))
	if err != nil {
		return err
	}
	page := &web.Hall{Frame: s.frame(c), Hall: h, Own: userOf(c).ownHall() == h.ID,
		MayWrite: scopeOf(WriteHalls, userOf(c)) != Nothing,
		MayStart: scopeOf(StartAudit, userOf(c)) > OwnVisit &&
			scopeOf(StartAudit, userOf(c)).coversHall(userOf(c), h.ID) &&
			(userOf(c).Hall != h.ID || userOf(c).ownHall() == h.ID)}
	if h.Parent != "" {
		if parent, err := s.docs.halls.Get(c.Request.Context(), string(h.Parent)); err == nil {
			page.Parent = &parent
		}
	}
	if page.Own {
		if page.Asked, err = s.asked(c.Request.Context(), callerOf(c)); err != nil {
			return err
		}
	}
	if err := s.addHallPeople(c.Request.Context(), page); err != nil {
		return err
	}
	if seesTrend(userOf(c), h.ID) {
		if page.Trend, err = s.trend(c.Request.Context(), h.ID); err != nil {
			return err
		}
		if page.Standing, err = s.standing(c.Request.Context(), userOf(c), &h); err != nil {
			return err
		}
	}
	if scopeOf(ReadFeedback, userOf(c)).coversHall(userOf(c), h.ID) {
		shown, err := s.feedbackOf(c.Request.Context(), h.ID)
		if err != nil {
			return err
		}
		counts := checklists.FeedbackCountsOf(shown)
		page.Ratings = &counts
	}
	if scopeOf(ReadAudits, userOf(c)) != Nothing {
		page.Audits, _, err = s.auditRows(c, auditFilter{hall: h.ID})
	}
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, page)
}

func (s *Server) pageNewAudit(c *gin.Context) error {
	if err := visitsAlone(userOf(c), nil); err != nil {
		return err
	}
	return s.renderNewAudit(c, http.StatusOK, web.NewAuditForm{
		Hall: checklists.HallID(c.Query("hall")), Kind: checklists.Kind(c.Query("kind"))}, nil)
}

func (s *Server) formNewAudit(c *gin.Context) error {
	var form web.NewAuditForm
	err := bindForm(c, &form)
	if err == nil {
		form.Hall, err = s.startingHall(c.Request.Context(), callerOf(c), form.Hall)
	}
	if err == nil {
		in := auditRequest{Hall: form.Hall, Kind: form.Kind, Campaign: form.Campaign,
			Origin: form.Origin}
		if form.Inspector != "" {
			in.Inspectors = []checklists.Username{form.Inspector}
		}
		if in.Only, err = s.onlyOf(c.Request.Context(), callerOf(c), form); err == nil {
			err = validate(&in)
		}
		if err == nil {
			var a *checklists.Audit
			if a, err = s.startAudit(c.Request.Context(), callerOf(c), in); err == nil {
				return seeOther(c, web.AuditURL(a.ID))
			}
		}
	}
	return s.renderNewAudit(c, refusalOf(err).Status, form, err)
}

// inService leaves out halls that have closed.
func inService(h *checklists.Hall) bool { return h.Status != checklists.Closed }

// startingHall finds the hall that is typed where an audit is started. Forms of campaigns and of
// results name it by its ID.
func (s *Server) startingHall(ctx context.Context, caller Caller, typed checklists.HallID) (checklists.HallID, error) {
	p, err := s.pickHall(ctx, caller, string(typed), false, inService)
	if err != nil {
		return typed, err
	}
	return p.Chosen, nil
}

// onlyOf reads the part of the checklist that a form asks of its hall.
func (s *Server) onlyOf(ctx context.Context, caller Caller, form web.NewAuditForm) ([]standard.ClauseUID, error) {
	if len(form.Chapters)+len(form.Clauses) == 0 {
		return nil, nil
	}
	h, err := s.hall(ctx, caller, form.Hall)
	if err != nil {
		return nil, nil // starting the audit says so
	}
	e, err := s.editionInForce(ctx, s.now())
	if err != nil {
		return nil, err
	}
	only, ok := form.Only(e, h.Tier)
	if !ok {
		return nil, invalidField("only", "nothing-asked", h.Name)
	}
	return only, nil
}

func (s *Server) renderNewAudit(c *gin.Context, status int, form web.NewAuditForm, wrong error) error {
	page := &web.NewAudit{Frame: s.frame(c), Form: form}
	page.Path = "/audits/new"
	pick, err := s.pickHall(c.Request.Context(), callerOf(c), string(form.Hall), false, inService)
	if wrong == nil {
		wrong = err
	}
	page.Pick = pick
	if wrong != nil {
		if page.Problems = problems(wrong, page.Language, ""); page.Problems == nil {
			return wrong
		}
		for i, p := range page.Problems {
			switch field, _, _ := strings.Cut(p.Field, "["); field {
			case "inspectors":
				page.Problems[i].Field = "inspector"
			case "origin", "campaign": // fields that nobody sees
				page.Problems[i].Field = ""
			}
		}
	}
	if page.Asked, err = s.asked(c.Request.Context(), callerOf(c)); err != nil {
		return err
	}
	if page.Edition, err = s.editionInForce(c.Request.Context(), s.now()); err != nil &&
		refusalOf(err).Code != "no-edition" {
		return err
	}
	colleagues, err := s.colleagues(c.Request.Context(), callerOf(c))
	if err != nil {
		return err
	}
	for _, u := range colleagues {
		page.Inspectors = append(page.Inspectors,
			web.User{Username: u.Username, Name: u.Name, Role: u.Role})
	}
	return s.render(c, status, page)
}

// permissionsFor says what the person may do with an audit as it stands now.
func permissionsFor(u *User, a *checklists.Audit) web.Permissions {
	record := scopeOf(RecordAnswers, u).coversAudit(u, a)
	review := scopeOf(ReviewAudits, u).coversAudit(u, a)
	open := a.State == checklists.InProgress || a.State == checklists.Returned
	waits := review && a.State == checklists.Submitted
	own := a.WorkedOn(u.Username)
	return web.Permissions{Answer: record && open, Submit: record && open,
		Return: waits && !own, Approve: waits && !own, Own: waits && own}
}

func (s *Server) pageScore(c *gin.Context) error {
	ctx := c.Request.Context()
	a, err := s.audit(ctx, callerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	e, err := s.edition(ctx, a.Edition)
	if err != nil {
		return err
	}
	answers := a.Answers()
	score, err := a.Score(e)
	if err != nil {
		return err
	}
	findings := checklists.FindingsOf(e, score, answers, findingsFrom(a), s.Calendar)
	page := &web.Score{Frame: s.frame(c), Audit: a, Edition: e, Score: score, States: states(e, a),
		Findings: findings,
		May:      permissionsFor(userOf(c), a), Report: a.State != checklists.Planned,
		Exports: auditExports(a, findings, language(c))}
	if page.People, err = s.names(c.Request.Context(), a); err != nil {
		return err
	}
	if page.Appeals, err = s.appealsAbout(ctx, userOf(c), a); err != nil {
		return err
	}
	if page.Noticed, err = s.hasNotice(ctx, a.ID); err != nil {
		return err
	}
	if err := s.addRectified(ctx, page, userOf(c)); err != nil {
		return err
	}
	appeals, err := s.appealsOf(ctx, a.ID)
	if err != nil {
		return err
	}
	page.Code = reportCode(a, appeals, page.Rectified)
	if !s.hasReport(ctx, page.Code) {
		page.Code = ""
	}
	return s.render(c, http.StatusOK, page)
}

func (s *Server) pageStep(do web.StepName) func(*gin.Context) error {
	return func(c *gin.Context) error {
		a, err := s.audit(c.Request.Context(), callerOf(c), c.Param("id"))
		if err != nil {
			return err
		}
		return s.renderStep(c, http.StatusOK, a, do, web.StepForm{Revision: a.Revision}, nil)
	}
}

func (s *Server) renderStep(c *gin.Context, status int, a *checklists.Audit, do web.StepName,
	form web.StepForm, wrong error,
) error {
	e, err := s.edition(c.Request.Context(), a.Edition)
	if err != nil {
		return err
	}
	page := &web.Step{Frame: s.frame(c), Do: do, Audit: a, Edition: e, Form: form}
	page.Path = page.URL()
	if wrong != nil {
		if page.Problems = problems(wrong, page.Language, ""); page.Problems == nil {
			return wrong
		}
	}
	if page.Score, err = a.Score(e); err != nil {
		return err
	}
	may := permissionsFor(userOf(c), a)
	page.May = map[web.StepName]bool{web.Submit: may.Submit, web.Return: may.Return,
		web.Approve: may.Approve}[do]
	for _, clause := range a.Checklist(e) {
		st := a.ClauseState(clause.UID)
		if len(st.Conflict) > 0 {
			page.Conflicts = append(page.Conflicts, clause.UID)
		} else if st.Answer.Kind == checklists.Unanswered {
			page.Unanswered = append(page.Unanswered, clause.UID)
		}
	}
	return s.render(c, status, page)
}

func (s *Server) formStep(do web.StepName) func(*gin.Context) error {
	step := map[web.StepName]stepper[*checklists.Audit]{
		web.Submit: s.submitUnsigned, web.Return: s.returnAudit, web.Approve: s.approve}[do]
	return func(c *gin.Context) error {
		var form web.StepForm
		err := bindForm(c, &form)
		if err == nil {
			var a *checklists.Audit
			a, err = step(c.Request.Context(), callerOf(c), c.Param("id"), stepRequest{Revision: form.Revision, Comment: form.Comment})
			if err == nil {
				return seeOther(c, web.AuditURL(a.ID)+"/score")
			}
		}
		a, loadErr := s.audit(c.Request.Context(), callerOf(c), c.Param("id"))
		if loadErr != nil {
			return loadErr
		}
		form.Revision = a.Revision
		return s.renderStep(c, refusalOf(err).Status, a, do, form, err)
	}
}
