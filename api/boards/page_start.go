package boards

import (
	"cmp"
	"context"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/audits"
	"hallmark/api/pages"
	"hallmark/api/store"
	"hallmark/api/web"
	"hallmark/checklists"
)

// GetHome answers GET /.
func (s Handlers) GetHome(c *gin.Context) error {
	home := "/audits"
	switch u := access.UserOf(c); {
	case u.Role == checklists.Editor || u.Role == checklists.Approver:
		home = "/editions"
	case access.ScopeOf(access.ReviewAudits, u) != access.Nothing:
		home = web.StartURL
	case u.OwnHall() != "":
		home = web.HallURL(u.Hall)
	}
	return pages.SeeOther(c, home)
}

// PageStart answers GET /start with what is waiting for a supervisor and what is overdue.
func (s Handlers) PageStart(c *gin.Context) error {
	ctx := c.Request.Context()
	settings, err := s.Settings.Settings(ctx)
	if err != nil {
		return err
	}
	page := &web.Start{Frame: s.Pages.Frame(c), Unknown: s.Settings.Calendar().Unknown(s.Now())}
	if err := s.addOpen(ctx, page, &settings); err != nil {
		return err
	}
	q := store.Query{Equal: map[string]string{"state": string(checklists.AppealOpen)}, Order: "at"}
	for p, err := range s.Docs.Appeals.Find(ctx, q) {
		if err != nil {
			return err
		}
		page.Appeals = append(page.Appeals, s.Outcomes.AppealRow(&p, &settings))
	}
	slices.SortStableFunc(page.Appeals,
		func(a, b web.AppealRow) int { return cmp.Compare(a.Due, b.Due) })
	q = store.Query{Equal: map[string]string{"state": string(checklists.Submitted)}, Order: "started",
		Brief: true}
	for a, err := range s.Docs.Audits.Find(ctx, q) {
		if err != nil {
			return err
		}
		page.Audits = append(page.Audits, audits.AuditRow(&a))
	}
	if page.HandIns, err = s.HandInsWaiting(ctx); err != nil {
		return err
	}
	return s.Pages.Render(c, http.StatusOK, page)
}

// addOpen sorts the open rectifications by what has to be done about them.
func (s *Service) addOpen(ctx context.Context, page *web.Start,
	settings *checklists.Settings,
) error {
	q := store.Query{Equal: map[string]string{"open": "true"}, Order: "due"}
	open, err := s.Docs.RectificationHeads.Find(ctx, q)
	if err != nil {
		return err
	}
	for _, r := range open {
		v := s.Outcomes.ViewRectification(r, settings)
		row := s.Outcomes.RectificationRow(&v)
		if row.State == checklists.AwaitingRecheck {
			page.Rechecks = append(page.Rechecks, row)
		}
		if r.Asked != "" {
			page.Extensions = append(page.Extensions, row)
		}
		if row.Overdue > 0 {
			page.Overdue++
		}
		if row.Escalation != checklists.NotEscalated {
			page.Escalated = append(page.Escalated, row)
		}
	}
	slices.SortStableFunc(page.Escalated, func(a, b web.RectificationRow) int {
		return cmp.Or(cmp.Compare(b.Escalation, a.Escalation), cmp.Compare(b.Overdue, a.Overdue))
	})
	return nil
}
