package campaigns

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/wire"
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

// GetVisits answers with the progress of a campaign, hall by hall.
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
	if format := c.Query("format"); format != "" && format != "json" {
		people, err := s.Access.Everybody(ctx)
		if err != nil {
			return err
		}
		return wire.SendTable(c, format, visitTable(wire.LanguageOf(c), &m, people, items))
	}
	c.JSON(http.StatusOK, wire.ListOf(items, ""))
	return nil
}
