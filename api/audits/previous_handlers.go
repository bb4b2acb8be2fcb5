package audits

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/standard"
)

// GetPrevious shows an inspector how the hall did the last time: points alone, whoever found them.
func (s Handlers) GetPrevious(c *gin.Context) error {
	a, err := s.Audit(c.Request.Context(), access.CallerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	v := previousView{Lines: map[standard.ClauseUID]previousLine{}}
	before, err := s.ApprovedBefore(ctx, access.UserOf(c), a)
	if err != nil {
		return err
	}
	if before != nil {
		score, err := s.Score(ctx, before)
		if err != nil {
			return err
		}
		v.Audit, v.Number, v.Edition, v.At = before.ID, before.Number, before.Edition, before.StartedAt
		for _, line := range score.Clauses {
			if !line.Excluded {
				v.Lines[line.UID] = previousLine{line.Earned, line.Max, before.StartedAt}
			}
		}
	}
	c.JSON(http.StatusOK, v)
	return nil
}
