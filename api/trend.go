package api

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/store"
	"hallmark/checklists"
	"hallmark/standard"
)

// trend compares the official audits of a hall; see [checklists.TrendOf].
func (s *Server) trend(ctx context.Context, hall checklists.HallID) (checklists.Trend, error) {
	var outcomes []checklists.Outcome
	editions := map[standard.EditionID]*standard.Edition{}
	q := store.Query{Equal: map[string]string{"hall": string(hall)}, Order: "approved"}
	for o, err := range s.docs.outcomes.Find(ctx, q) {
		if err == nil && editions[o.Edition] == nil {
			editions[o.Edition], err = s.edition(ctx, o.Edition)
		}
		if err != nil {
			return checklists.Trend{}, err
		}
		outcomes = append(outcomes, o)
	}
	return checklists.TrendOf(outcomes, editions), nil
}

func (s *Server) getTrend(c *gin.Context) error {
	h, err := s.hall(c.Request.Context(), callerOf(c), checklists.HallID(c.Param("id")))
	if err != nil {
		return err
	}
	t, err := s.trend(c.Request.Context(), h.ID)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, t)
	return nil
}

// seesTrend reports whether the person may see how the scores of a hall went.
func seesTrend(u *User, hall checklists.HallID) bool {
	return scopeOf(ReadTrends, u).coversHall(u, hall)
}
