package editions

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/web"
	"hallmark/standard"
)

// GetDiff answers GET /api/v1/editions/:id/diff/:other.
func (s Handlers) GetDiff(c *gin.Context) error {
	before, after, err := s.twoEditions(c.Request.Context(), c.Param("id"), c.Param("other"))
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, ViewDiff(standard.DiffOf(before, after)))
	return nil
}

// PageDiff answers GET /editions/:id/diff/:other.
func (s Handlers) PageDiff(c *gin.Context) error {
	before, after, err := s.twoEditions(c.Request.Context(), c.Param("id"), c.Param("other"))
	if err != nil {
		return err
	}
	return s.Pages.Render(c, http.StatusOK,
		&web.Comparison{Frame: s.Pages.Frame(c), Before: before, After: after,
			Diff: standard.DiffOf(before, after)})
}
