package settings

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/wire"
)

// GetSettings answers GET /api/v1/settings.
func (s Handlers) GetSettings(c *gin.Context) error {
	d, err := s.Settings(c.Request.Context())
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, s.viewSettings(d))
	return nil
}

// PutSettings answers PUT /api/v1/settings.
func (s Handlers) PutSettings(c *gin.Context) error {
	var in settingsRequest
	if err := wire.Bind(c, &in); err != nil {
		return err
	}
	d, err := s.setDeadlines(c.Request.Context(), access.UserOf(c).Username, in)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, s.viewSettings(d))
	return nil
}
