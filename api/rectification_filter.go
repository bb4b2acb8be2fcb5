package api

import (
	"net/http"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"hallmark/checklists"
)

// rectificationFilter is what a list of rectifications is limited to; zero fields limit nothing.
type rectificationFilter struct {
	hall, audit string
	status      string // a state, or "open"
	by          string // only those due until this day, "2018-03-30"
	late        bool   // only those past their deadline
	escalated   bool   // only those that have been taken further
}

// rectificationFilterOf reads ?hall=, ?audit=, ?status=, ?by=, ?overdue= and ?escalated=.
func rectificationFilterOf(c *gin.Context) (rectificationFilter, error) {
	f := rectificationFilter{hall: c.Query("hall"), audit: c.Query("audit"),
		status: c.Query("status"), by: c.Query("by"), late: c.Query("overdue") == "true",
		escalated: c.Query("escalated") == "true"}
	r := refuse(http.StatusBadRequest, "invalid")
	if f.status != "" && f.status != "open" &&
		!slices.Contains(checklists.RectificationStates(), checklists.RectificationState(f.status)) {
		r.Fields = append(r.Fields, field("status", "state", f.status))
	}
	if _, err := time.Parse(time.DateOnly, f.by); f.by != "" && err != nil {
		r.Fields = append(r.Fields, field("by", "datetime", time.DateOnly))
	}
	if len(r.Fields) > 0 {
		return f, r
	}
	return f, nil
}

// equal chooses the index that leaves the least to be looked through.
func (f *rectificationFilter) equal(reach Scope, user *User) map[string]string {
	switch {
	case reach == OwnHall:
		return map[string]string{"hall": string(user.Hall)}
	case f.audit != "":
		return map[string]string{"audit": f.audit}
	case f.hall != "":
		return map[string]string{"hall": f.hall}
	case f.late || f.escalated || f.status == "open":
		return map[string]string{"open": "true"}
	case f.status != "":
		return map[string]string{"state": f.status}
	}
	return nil
}

func (f *rectificationFilter) keeps(r *rectificationView) bool {
	return (f.hall == "" || string(r.Hall) == f.hall) &&
		(f.audit == "" || string(r.Audit) == f.audit) &&
		(f.status == "" || string(r.State) == f.status || f.status == "open" && r.Open) &&
		(f.by == "" || r.Due <= f.by) && (!f.late || r.Overdue > 0) &&
		(!f.escalated || r.Escalation != checklists.NotEscalated)
}

// rectificationsInScope reads one page under the filter, the earliest deadline first.
func (s *Server) rectificationsInScope(c *gin.Context, f rectificationFilter) (
	[]rectificationView, string, error,
) {
	q, err := pageOf(c)
	if err != nil {
		return nil, "", err
	}
	ctx, user, reach := c.Request.Context(), userOf(c), scopeOf(ReadRectifications, userOf(c))
	settings, err := s.settings(ctx)
	if err != nil {
		return nil, "", err
	}
	q.Order, q.Equal = "due", f.equal(reach, user)
	view := func(r checklists.Rectification) rectificationView {
		return s.viewRectification(r, &settings)
	}
	keep := func(r checklists.Rectification) bool {
		v := view(r)
		return reach.coversRectification(user, &r) && f.keeps(&v)
	}
	return collect(ctx, s.docs.rectifications, q, keep, view)
}

func (s *Server) getRectifications(c *gin.Context) error {
	f, err := rectificationFilterOf(c)
	if err != nil {
		return err
	}
	items, next, err := s.rectificationsInScope(c, f)
	if err != nil {
		return err
	}
	if wantsFile(c) {
		return sendRows(c, next, rectificationTable(language(c), items))
	}
	c.JSON(http.StatusOK, listOf(items, next))
	return nil
}
