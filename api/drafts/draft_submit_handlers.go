package drafts

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/wire"
)

// PostDraftSubmit answers POST /api/v1/drafts/:id/submit.
func (s Handlers) PostDraftSubmit(c *gin.Context) error {
	var in draftSubmission
	if err := wire.Bind(c, &in); err != nil {
		return err
	}
	a, err := s.submitDraft(c.Request.Context(), access.UserOf(c), c.Param("id"), in)
	if err != nil {
		return err
	}
	c.Header("Location", "/api/v1/amendments/"+string(a.ID))
	return s.Amendments.SendAmendment(c, http.StatusCreated, &a)
}
