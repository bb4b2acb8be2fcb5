package boards

import (
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/standard"
)

// PageClause answers GET /editions/:id/clauses/:uid.
func (s Handlers) PageClause(c *gin.Context) error {
	e, err := s.Editions.EditionOf(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	clause, ok := e.Clause(standard.ClauseUID(c.Param("uid")))
	if !ok {
		return wire.ErrNotFound
	}
	page := &web.Clause{Frame: s.Pages.Frame(c), Edition: e, Clause: clause}
	wordings, err := s.clauseHistory(c.Request.Context(), clause.UID)
	if err != nil {
		return err
	}
	for _, w := range slices.Backward(wordings) { // the latest first
		page.History = append(page.History, web.Wording{Edition: w.Edition, Effective: w.Effective,
			Absent: w.Absent, Code: w.Code, Text: w.Text, Grade: w.Grade, Fields: w.Fields,
			Redline: w.Redline, Asked: w.Asked, Passed: w.Passed, Rate: w.Rate})
	}
	return s.Pages.Render(c, http.StatusOK, page)
}
