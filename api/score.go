package api

import (
	"encoding/json"
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/checklists"
	"hallmark/standard"
)

type scoreRequest struct {
	Edition standard.EditionID `json:"edition" validate:"required,max=64"`
	Tier    string             `json:"tier" validate:"required,oneof=district subdistrict community"`
	Answers json.RawMessage    `json:"answers" validate:"required"`
}

// postScore is the calculator: it scores answers and stores nothing.
func (s *Server) postScore(c *gin.Context) error {
	var in scoreRequest
	if err := bind(c, &in); err != nil {
		return err
	}
	e, err := s.edition(c.Request.Context(), in.Edition)
	if refusalOf(err) == errNotFound {
		return invalidField("edition", "edition", in.Edition)
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
		return below("answers", jsonRefusal(err))
	}
	score, err := checklists.ScoreOf(e, t, answers)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, score)
	return nil
}

// below puts a place in front of the fields of a refusal.
func below(place string, err error) error {
	var r *Refusal
	if !errors.As(err, &r) || len(r.Fields) == 0 {
		return err
	}
	moved := refuse(r.Status, r.Code, r.Args...)
	for _, f := range r.Fields {
		moved.Fields = append(moved.Fields, Field{Name: place + "." + f.Name, Code: f.Code, Text: f.Text})
	}
	return moved
}
