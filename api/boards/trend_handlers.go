package boards

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/checklists"
)

// GetTrend answers GET /api/v1/halls/:id/trend.
func (s Handlers) GetTrend(c *gin.Context) error {
	h, err := s.Register.Hall(c.Request.Context(), access.CallerOf(c),
		checklists.HallID(c.Param("id")))
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
