package audits

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/wire"
	"hallmark/checklists"
)

// PostSubmit answers POST /api/v1/audits/:id/submit.
func (s Handlers) PostSubmit(c *gin.Context) error {
	var in submitRequest
	if c.Request.ContentLength != 0 {
		if err := wire.Bind(c, &in); err != nil {
			return err
		}
	}
	signed := make([]checklists.Signature, len(in.Signatures))
	for i, one := range in.Signatures {
		signed[i] = checklists.Signature{Role: one.Role, Name: one.Name, Username: one.Username,
			SHA256: one.SHA256, Refused: one.Refused}
	}
	revision, err := wire.RevisionOf(c, in.Revision)
	if err != nil {
		return err
	}
	a, err := s.submit(c.Request.Context(), access.CallerOf(c), c.Param("id"),
		wire.StepRequest{Revision: revision, Comment: in.Comment,
			Said: checklists.Said{Summary: in.Summary, Opinion: in.Opinion}}, signed)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, ViewAudit(a))
	return nil
}
