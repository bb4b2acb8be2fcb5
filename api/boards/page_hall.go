package boards

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/audits"
	"hallmark/api/web"
	"hallmark/checklists"
)

// PageHall answers GET /halls/:id.
func (s Handlers) PageHall(c *gin.Context) error {
	h, err := s.Register.Hall(c.Request.Context(), access.CallerOf(c),
		checklists.HallID(c.Param("id")))
	if err != nil {
		return err
	}
	page := &web.Hall{Frame: s.Pages.Frame(c), Hall: h, Own: access.UserOf(c).OwnHall() == h.ID,
		MayWrite: access.ScopeOf(access.WriteHalls, access.UserOf(c)) != access.Nothing,
		MayStart: access.ScopeOf(access.StartAudit, access.UserOf(c)) > access.OwnVisit &&
			access.ScopeOf(access.StartAudit, access.UserOf(c)).CoversHall(access.UserOf(c), h.ID) &&
			(access.UserOf(c).Hall != h.ID || access.UserOf(c).OwnHall() == h.ID)}
	if h.Parent != "" {
		if parent, err := s.Docs.Halls.Get(c.Request.Context(), string(h.Parent)); err == nil {
			page.Parent = &parent
		}
	}
	if page.Own {
		if page.Asked, err = s.Audits.Asked(c.Request.Context(), access.CallerOf(c)); err != nil {
			return err
		}
	}
	if err := s.Register.AddHallPeople(c.Request.Context(), page); err != nil {
		return err
	}
	if seesTrend(access.UserOf(c), h.ID) {
		if page.Trend, err = s.trend(c.Request.Context(), h.ID); err != nil {
			return err
		}
		if page.Standing, err = s.standing(c.Request.Context(), access.UserOf(c), &h); err != nil {
			return err
		}
	}
	if access.ScopeOf(access.ReadFeedback, access.UserOf(c)).CoversHall(access.UserOf(c), h.ID) {
		shown, err := s.Feedback.FeedbackOf(c.Request.Context(), h.ID)
		if err != nil {
			return err
		}
		counts := checklists.FeedbackCountsOf(shown)
		page.Ratings = &counts
	}
	if access.ScopeOf(access.ReadAudits, access.UserOf(c)) != access.Nothing {
		page.Audits, _, err = s.Audits.AuditRows(c, audits.AuditFilter{Hall: h.ID})
	}
	if err != nil {
		return err
	}
	return s.Pages.Render(c, http.StatusOK, page)
}
