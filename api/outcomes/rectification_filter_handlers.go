package outcomes

import (
	"net/http"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/outcomes/shown"
	"hallmark/api/wire"
	"hallmark/checklists"
)

// rectificationFilterOf reads ?hall=, ?audit=, ?status=, ?by=, ?overdue= and ?escalated=.
func rectificationFilterOf(c *gin.Context) (rectificationFilter, error) {
	f := rectificationFilter{hall: c.Query("hall"), audit: c.Query("audit"),
		status: c.Query("status"), by: c.Query("by"), late: c.Query("overdue") == "true",
		escalated: c.Query("escalated") == "true"}
	r := wire.Refuse(http.StatusBadRequest, "invalid")
	if f.status != "" && f.status != "open" &&
		!slices.Contains(checklists.RectificationStates(), checklists.RectificationState(f.status)) {
		r.Fields = append(r.Fields, wire.Wrong("status", "state", f.status))
	}
	if _, err := time.Parse(time.DateOnly, f.by); f.by != "" && err != nil {
		r.Fields = append(r.Fields, wire.Wrong("by", "datetime", time.DateOnly))
	}
	if len(r.Fields) > 0 {
		return f, r
	}
	return f, nil
}

// rectificationsInScope reads one page under the filter, the earliest deadline first.
func (s Handlers) rectificationsInScope(c *gin.Context, f rectificationFilter) (
	[]shown.Rectification, string, error,
) {
	q, err := wire.PageOf(c)
	if err != nil {
		return nil, "", err
	}
	ctx, user, reach := c.Request.Context(), access.UserOf(c),
		access.ScopeOf(access.ReadRectifications, access.UserOf(c))
	settings, err := s.Settings.Settings(ctx)
	if err != nil {
		return nil, "", err
	}
	q.Order, q.Equal = "due", f.equal(reach, user)
	view := func(r checklists.Rectification) shown.Rectification {
		return s.ViewRectification(r, &settings)
	}
	keep := func(r checklists.Rectification) bool {
		v := view(r)
		return reach.CoversRectification(user, &r) && f.matches(&v)
	}
	return wire.Collect(ctx, s.Docs.Rectifications, q, keep, view)
}

// GetRectifications answers GET /api/v1/rectifications.
func (s Handlers) GetRectifications(c *gin.Context) error {
	f, err := rectificationFilterOf(c)
	if err != nil {
		return err
	}
	items, next, err := s.rectificationsInScope(c, f)
	if err != nil {
		return err
	}
	return wire.SendList(c, items, next, wire.Plain(shown.RectificationTable))
}
