package api

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/checklists"
	"hallmark/standard"
)

type scoreRequest struct {
	Edition standard.EditionID `json:"edition" validate:"required,max=64"`
	Tier    string             `json:"tier" validate:"required,oneof=district subdistrict community"`
	Answers checklists.Answers `json:"answers" validate:"required"`
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
	score, err := checklists.ScoreOf(e, t, in.Answers)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, score)
	return nil
}
