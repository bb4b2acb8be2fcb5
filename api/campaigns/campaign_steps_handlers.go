package campaigns

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/wire"
)

// AnswerCampaignStep makes the handler of the API that takes a campaign one step further.
func (s Handlers) AnswerCampaignStep(step campaignStep) func(*gin.Context) error {
	return func(c *gin.Context) error {
		var in wire.StepRequest
		if err := wire.Bind(c, &in); err != nil {
			return err
		}
		m, err := step(c.Request.Context(), access.CallerOf(c), c.Param("id"), in)
		if err != nil {
			return err
		}
		c.JSON(http.StatusOK, viewCampaign(m, access.ReachOf(c), access.UserOf(c)))
		return nil
	}
}
