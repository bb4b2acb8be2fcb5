package outbox

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"hallmark/api/pages"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
)

// stepView is a step that failed, in the API's form.
type stepView struct {
	ID         string          `json:"id"`
	Kind       string          `json:"kind"`
	Collection string          `json:"collection"`
	Document   string          `json:"document"`
	Revision   int             `json:"revision"`
	Since      checklists.Time `json:"since,omitzero"`
	Tries      int             `json:"tries"`
	Reason     string          `json:"reason"`
	Stuck      bool            `json:"stuck"`
}

func viewStep(s *store.Step) stepView {
	return stepView{s.ID(), s.Kind, s.Collection, s.Doc, s.Revision, since(s.Since), s.Tries, s.Reason,
		s.Stuck}
}

func since(t time.Time) (at checklists.Time) {
	if !t.IsZero() {
		at = checklists.At(t)
	}
	return at
}

// GetSteps answers GET /api/v1/steps with the steps that failed.
func (s Handlers) GetSteps(c *gin.Context) error {
	failed, err := s.Journal.Steps.Failed(c.Request.Context())
	if err != nil {
		return err
	}
	items := make([]stepView, len(failed))
	for i := range failed {
		items[i] = viewStep(&failed[i])
	}
	c.JSON(http.StatusOK, gin.H{"items": items})
	return nil
}

// PostStep answers POST /api/v1/steps/again: it tries a step again, and answers with what failed
// then.
func (s Handlers) PostStep(c *gin.Context) error {
	var in struct {
		ID string `json:"id" validate:"required,max=1200,clean"`
	}
	if err := wire.Bind(c, &in); err != nil {
		return err
	}
	if err := s.Journal.Steps.Again(c.Request.Context(), in.ID); err != nil {
		return err
	}
	return s.GetSteps(c)
}

// FormStep answers POST /outbox/steps.
func (s Handlers) FormStep(c *gin.Context) error {
	err := s.Journal.Steps.Again(c.Request.Context(), c.PostForm("step"))
	if err != nil {
		return err
	}
	return pages.SeeOther(c, "/outbox")
}
