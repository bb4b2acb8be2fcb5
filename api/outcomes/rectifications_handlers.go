package outcomes

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/checklists"
)

// GetRectification answers GET /api/v1/rectifications/:id.
func (s Handlers) GetRectification(c *gin.Context) error {
	r, err := s.rectification(c.Request.Context(), access.CallerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	return s.sendRectification(c, r)
}

func (s Handlers) sendRectification(c *gin.Context, r checklists.Rectification) error {
	settings, err := s.Settings.Settings(c.Request.Context())
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, s.ViewRectification(r, &settings))
	return nil
}
