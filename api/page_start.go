package api

import (
	"cmp"
	"context"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"hallmark/api/store"
	"hallmark/api/web"
	"hallmark/checklists"
)

// pageStart shows a supervisor what waits and what is late.
func (s *Server) pageStart(c *gin.Context) error {
	ctx := c.Request.Context()
	settings, err := s.settings(ctx)
	if err != nil {
		return err
	}
	page := &web.Start{Frame: s.frame(c)}
	if err := s.addOpen(ctx, page, &settings); err != nil {
		return err
	}
	q := store.Query{Equal: map[string]string{"state": string(checklists.AppealOpen)}, Order: "at"}
	for p, err := range s.docs.appeals.Find(ctx, q) {
		if err != nil {
			return err
		}
		page.Appeals = append(page.Appeals, s.appealRow(&p, &settings))
	}
	slices.SortStableFunc(page.Appeals, func(a, b web.AppealRow) int { return cmp.Compare(a.Due, b.Due) })
	q = store.Query{Equal: map[string]string{"state": string(checklists.Submitted)}, Order: "started",
		Brief: true}
	for a, err := range s.docs.audits.Find(ctx, q) {
		if err != nil {
			return err
		}
		page.Audits = append(page.Audits, auditRow(&a))
	}
	return s.render(c, http.StatusOK, page)
}

// addOpen sorts what is left to be mended by what has to be done about it.
func (s *Server) addOpen(ctx context.Context, page *web.Start, settings *checklists.Settings) error {
	q := store.Query{Equal: map[string]string{"open": "true"}, Order: "due"}
	heads, err := s.docs.rectificationHeads.Find(ctx, q)
	if err != nil {
		return err
	}
	for _, r := range heads {
		v := s.viewRectification(r, settings)
		row := s.rectificationRow(&v)
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
