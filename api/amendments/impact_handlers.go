package amendments

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

// PostDryRun applies a sheet to its edition and weighs what would become of every hall. Nothing is
// stored.
func (s Handlers) PostDryRun(c *gin.Context) error {
	d, err := s.amendmentOf(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	impact, err := s.ImpactOf(c.Request.Context(), d)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, dryRun{impact.After.Edition, impact.After.Digest, impact})
	return nil
}
