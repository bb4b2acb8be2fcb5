package audits

import (
	"encoding/json"
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
)

// PostScore is the calculator: it scores answers and stores nothing.
func (s Handlers) PostScore(c *gin.Context) error {
	var in scoreRequest
	if err := wire.Bind(c, &in); err != nil {
		return err
	}
	e, err := s.Editions.Edition(c.Request.Context(), in.Edition)
	if wire.RefusalOf(err) == wire.ErrNotFound {
		return wire.InvalidField("edition", "edition", in.Edition)
	}
	if err != nil {
		return err
	}
	t, err := standard.ParseTier(in.Tier)
	if err != nil {
		return err
	}
	var answers checklists.Answers
	if err := json.Unmarshal(in.Answers, &answers); err != nil {
		return Below("answers", wire.JSONRefusal(err))
	}
	score, err := checklists.ScoreOf(e, t, answers)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, score)
	return nil
}
