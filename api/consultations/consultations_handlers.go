package consultations

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/wire"
)

// PostConsultation answers POST /api/v1/drafts/:id/consultation.
func (s Handlers) PostConsultation(c *gin.Context) error {
	var in consultationRequest
	if err := wire.Bind(c, &in); err != nil {
		return err
	}
	ctx := c.Request.Context()
	consultation, err := s.openConsultation(ctx, access.UserOf(c), c.Param("id"), in)
	if err != nil {
		return err
	}
	v, err := s.viewConsultation(ctx, &consultation)
	if err != nil {
		return err
	}
	c.JSON(http.StatusCreated, v)
	return nil
}

// consultationPage reads one page of consultations, the latest first.
func (s Handlers) consultationPage(c *gin.Context) ([]consultationView, string, error) {
	q, err := wire.PageOf(c)
	if err != nil {
		return nil, "", err
	}
	q.Order, q.Descending, q.Brief = "opened", true, true
	docs, next, err := wire.Collect(c.Request.Context(), s.Docs.Consultations, q, nil,
		func(consultation Consultation) Consultation { return consultation })
	items := make([]consultationView, len(docs))
	for i := range docs {
		if err == nil {
			items[i], err = s.viewConsultation(c.Request.Context(), &docs[i])
		}
	}
	return items, next, err
}

// GetConsultations answers GET /api/v1/consultations.
func (s Handlers) GetConsultations(c *gin.Context) error {
	items, next, err := s.consultationPage(c)
	if err != nil {
		return err
	}
	return wire.SendList(c, items, next, wire.Plain(consultationTable))
}
