package audits

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/wire"
)

// GetColleagues answers GET /api/v1/colleagues.
func (s Handlers) GetColleagues(c *gin.Context) error {
	items, err := s.colleagues(c.Request.Context(), access.CallerOf(c))
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, wire.ListOf(items, ""))
	return nil
}
