package drafts

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/amendments"
	"hallmark/api/editions"
	"hallmark/api/wire"
	"hallmark/standard"
)

// GetDraftCheck answers GET /api/v1/drafts/:id/check.
func (s Handlers) GetDraftCheck(c *gin.Context) error {
	_, w, err := s.openedDraft(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, wire.ListOf(viewRemarks(w, wire.LanguageOf(c)), ""))
	return nil
}

// GetDraftAmendment answers GET /api/v1/drafts/:id/amendment.
func (s Handlers) GetDraftAmendment(c *gin.Context) error {
	_, w, err := s.openedDraft(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	a := w.Proposal(standard.Sheet{ID: standard.NextSheetID(w.Base())})
	_, wrong := w.Edition()
	v := proposalView{a.Sheet.BaseEdition, a.Sheet.Digest.Base, a.Sheet.Digest.Result, wrong == nil,
		a.Sheet.Counts, make([]amendments.AmendmentItemView, len(a.Items)), a.CodeMap}
	for i := range a.Items {
		v.Items[i] = amendments.ViewAmendmentItem(&a.Items[i])
	}
	c.JSON(http.StatusOK, v)
	return nil
}

// GetDraftEdition answers GET /api/v1/drafts/:id/edition.
func (s Handlers) GetDraftEdition(c *gin.Context) error {
	_, w, err := s.openedDraft(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, editions.ViewEdition(w.Preview()))
	return nil
}

// GetDraftDiff answers GET /api/v1/drafts/:id/diff.
func (s Handlers) GetDraftDiff(c *gin.Context) error {
	_, w, err := s.openedDraft(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, editions.ViewDiff(standard.DiffOf(w.Base(), w.Preview())))
	return nil
}
