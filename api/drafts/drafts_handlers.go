package drafts

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/store"
	"hallmark/api/wire"
)

// GetDrafts answers GET /api/v1/drafts.
func (s Handlers) GetDrafts(c *gin.Context) error {
	q, err := wire.PageOf(c)
	if err != nil {
		return err
	}
	q.Order, q.Descending, q.Brief = "updated", true, true
	items, next, err := wire.Collect(c.Request.Context(), s.Docs.Drafts, q, nil, viewDraftLine)
	if err != nil {
		return err
	}
	return wire.SendList(c, items, next, wire.With(s.Access.Everybody, draftTable))
}

// PostDraft answers POST /api/v1/drafts.
func (s Handlers) PostDraft(c *gin.Context) error {
	var in newDraftRequest
	if err := wire.Bind(c, &in); err != nil {
		return err
	}
	d, err := s.addDraft(c.Request.Context(), access.UserOf(c).Username, in)
	if err != nil {
		return err
	}
	c.Header("Location", "/api/v1/drafts/"+d.ID)
	c.JSON(http.StatusCreated, viewDraftLine(d))
	return nil
}

// GetDraft answers GET /api/v1/drafts/:id.
func (s Handlers) GetDraft(c *gin.Context) error {
	d, w, err := s.openedDraft(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, viewDraft(d, w))
	return nil
}

// PatchDraft answers PATCH /api/v1/drafts/:id.
func (s Handlers) PatchDraft(c *gin.Context) error {
	var in draftPatch
	if err := wire.Bind(c, &in); err != nil {
		return err
	}
	d, err := s.draft(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	if d.Revision != in.Revision {
		return store.ErrConflict
	}
	err = s.changeDraft(c.Request.Context(), access.UserOf(c).Username, d, in.Title, in.State)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, viewDraftLine(*d))
	return nil
}

// DeleteDraft drops a draft. Only the person who opened it may do so, and only
// before it becomes an amendment.
func (s Handlers) DeleteDraft(c *gin.Context) error {
	d, err := s.draft(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	if err := s.dropDraft(c.Request.Context(), access.UserOf(c).Username, d); err != nil {
		return err
	}
	c.Status(http.StatusNoContent)
	return nil
}
