package campaigns

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/table"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/standard/message"
)

// PostVisit answers POST /api/v1/campaigns/:id/visits.
func (s Handlers) PostVisit(c *gin.Context) error {
	var in visitPlan
	if err := wire.Bind(c, &in); err != nil {
		return err
	}
	m, err := s.planVisit(c.Request.Context(), access.CallerOf(c), c.Param("id"), in)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, viewCampaign(m, access.ReachOf(c), access.UserOf(c)))
	return nil
}

// GetVisits answers GET /api/v1/campaigns/:id/visits with the progress of a campaign, hall by hall.
func (s Handlers) GetVisits(c *gin.Context) error {
	m, err := s.Campaign(c.Request.Context(), access.CallerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	m = seenCampaign(m, access.ReachOf(c), access.UserOf(c))
	items, err := s.visitViews(ctx, &m)
	if err != nil {
		return err
	}
	rows := func(l message.Language, people web.People, visits []visitView) *table.Table {
		return visitTable(l, &m, people, visits)
	}
	return wire.SendList(c, items, "", wire.With(s.Access.Everybody, rows))
}
