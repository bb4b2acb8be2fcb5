package drafts

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/standard"
)

// PostDraftEdits answers POST /api/v1/drafts/:id/edits.
func (s Handlers) PostDraftEdits(c *gin.Context) error {
	var in draftEditsRequest
	if err := wire.Bind(c, &in); err != nil {
		return err
	}
	edits := make([]standard.Edit, len(in.Edits))
	for i, e := range in.Edits {
		edits[i] = standard.Edit(e)
	}
	plan := func(ctx context.Context, d *DraftDocument, w *standard.WorkingDraft) (
		[]standard.Edit, error,
	) {
		if d.Revision < in.Revision {
			return nil, store.ErrConflict
		}
		return s.clear(ctx, w, d.since(in.Revision), edits)
	}
	reply, err := s.editDraft(c.Request.Context(), access.UserOf(c), c.Param("id"), in.Revision, plan)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, reply)
	return nil
}
