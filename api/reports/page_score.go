package reports

import (
	"context"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/audits"
	"hallmark/api/formats"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/pdf"
	"hallmark/standard/message"
)

// auditExports lists the forms of an audit for its page. There is no plan of action where nothing
// has to be mended.
func auditExports(a *checklists.Audit, findings []checklists.Finding, l message.Language,
) []web.Export {
	mend := slices.ContainsFunc(findings, func(f checklists.Finding) bool {
		return f.Severity != checklists.Advice
	})
	var list []web.Export
	for _, f := range formats.OfAudits() {
		if f.NeedsFindings && !mend {
			continue
		}
		list = append(list, web.Export{
			Name:  message.Text(l, "format."+f.Name),
			About: message.Text(l, "format."+f.Name+"-about"),
			URL:   web.AuditExportURL(a.ID, f.Name),
		})
	}
	return list
}

// PageScore answers GET /audits/:id/score.
func (s Handlers) PageScore(c *gin.Context) error {
	ctx := c.Request.Context()
	a, err := s.Audits.Audit(ctx, access.CallerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	e, err := s.Editions.Edition(ctx, a.Edition)
	if err != nil {
		return err
	}
	answers := a.Answers()
	score, err := a.Score(e)
	if err != nil {
		return err
	}
	findings, err := s.findings(ctx, e, a, score, answers)
	if err != nil {
		return err
	}
	page := &web.Score{Frame: s.Pages.Frame(c), Audit: a, Edition: e, Score: score,
		States:   audits.States(e, a),
		Findings: findings,
		Exports:  auditExports(a, findings, wire.LanguageOf(c))}
	if page.May, _, err = s.Outcomes.Permissions(ctx, access.CallerOf(c), a); err != nil {
		return err
	}
	if page.People, err = s.Access.Names(c.Request.Context(), a); err != nil {
		return err
	}
	if page.Appeals, err = s.Outcomes.AppealsAbout(ctx, access.UserOf(c), a); err != nil {
		return err
	}
	if page.Noticed, err = s.Outcomes.HasNotice(ctx, a.ID); err != nil {
		return err
	}
	if err := s.addRectified(ctx, page, access.UserOf(c)); err != nil {
		return err
	}
	appeals, err := s.Outcomes.AppealsOf(ctx, a.ID)
	if err != nil {
		return err
	}
	page.Code = wire.ReportCode(a, appeals, page.Rectified)
	if !s.HasReport(ctx, page.Code) {
		page.Code = ""
	}
	s.addLost(page)
	return s.Pages.Render(c, http.StatusOK, page)
}

// addLost names the texts that report and record cannot print whole, before somebody signs them.
func (s *Service) addLost(page *web.Score) {
	a := page.Audit
	r := pdf.Report{Fonts: s.Fonts, Edition: page.Edition, Audit: a, Answers: a.Answers(),
		Names: page.People, Heard: heard(a), Office: page.Edition.Standard.TechnicalBody}
	for _, lost := range r.Lost() {
		page.Lost = append(page.Lost, web.LostText{Clause: lost.Place, Text: lost.Text,
			Signs: lost.String()})
	}
}

// addRectified puts on a score page what stands beside the official score, and whether the person
// may start a re-check visit.
func (s *Service) addRectified(ctx context.Context, page *web.Score, u *access.User) (err error) {
	a := page.Audit
	if page.Original, page.Rectified, err = s.comparedScores(ctx, page.Edition, a); err != nil {
		return err
	}
	if a.Origin != "" {
		origin, err := s.Docs.Audits.Get(ctx, string(a.Origin))
		if err != nil {
			return err
		}
		page.Origin = &origin
	}
	if !access.ScopeOf(access.VerifyRectifications, u).CoversAudit(u, a) ||
		access.ScopeOf(access.StartAudit, u) != access.Anything {
		return nil
	}
	list, err := s.Outcomes.RectificationsOf(ctx, a.ID)
	page.ToRecheck = len(checklists.ToRecheck(page.Edition, a, list, s.Now()))
	return err
}
