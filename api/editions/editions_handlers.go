package editions

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/wire"
)

// GetEditions answers GET /api/v1/editions.
func (s Handlers) GetEditions(c *gin.Context) error {
	items, err := s.EditionLines(c.Request.Context())
	if err != nil {
		return err
	}
	return wire.SendList(c, items, "", wire.Plain(editionTable))
}

// GetEdition answers GET /api/v1/editions/:id.
func (s Handlers) GetEdition(c *gin.Context) error {
	e, err := s.EditionOf(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	if wire.NotModified(c, `"`+string(e.Digest())+`"`) {
		return nil
	}
	c.JSON(http.StatusOK, ViewEdition(e))
	return nil
}

// GetChecklist answers GET /api/v1/editions/:id/checklist.
func (s Handlers) GetChecklist(c *gin.Context) error {
	e, err := s.EditionOf(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	t, err := wire.TierOf(c)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, viewChecklist(e, t))
	return nil
}
