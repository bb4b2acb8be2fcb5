package confirmations

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/audits"
	"hallmark/api/pages"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/checklists"
)

// PostConfirm answers POST /api/v1/audits/:id/confirm.
func (s Handlers) PostConfirm(c *gin.Context) error {
	var in confirmRequest
	if c.Request.ContentLength != 0 {
		if err := wire.Bind(c, &in); err != nil {
			return err
		}
	}
	a, err := s.Confirm(c.Request.Context(), access.CallerOf(c), c.Param("id"), in.Revision, in.SHA256)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, audits.ViewAudit(a))
	return nil
}

// FormConfirm answers POST /audits/:id/confirm.
func (s Handlers) FormConfirm(c *gin.Context) error {
	id := c.Param("id")
	if _, err := s.ConfirmUndrawn(c.Request.Context(), access.CallerOf(c), id); err != nil {
		return err
	}
	return pages.SeeOther(c, web.AuditURL(checklists.AuditID(id))+"/score")
}
