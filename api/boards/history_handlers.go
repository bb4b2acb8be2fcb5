package boards

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/wire"
	"hallmark/standard"
)

// GetHistory answers GET /api/v1/clauses/:uid/history.
func (s Handlers) GetHistory(c *gin.Context) error {
	items, err := s.clauseHistory(c.Request.Context(), standard.ClauseUID(c.Param("uid")))
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, wire.ListOf(items, ""))
	return nil
}
