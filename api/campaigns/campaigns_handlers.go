package campaigns

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/wire"
	"hallmark/checklists/campaign"
)

// campaignsInScope reads one page of the campaigns that the caller may see, the newest first, or
// all of them where whole is set.
func (s Handlers) campaignsInScope(c *gin.Context, whole bool) ([]campaignView, string, error) {
	q, err := wire.PageOf(c)
	if err != nil {
		return nil, "", err
	}
	if whole {
		q.Cursor, q.Limit = "", wire.MaxScan
	}
	user, reach := access.UserOf(c), access.ScopeOf(access.ReadCampaigns, access.UserOf(c))
	q.Order, q.Descending = "created", true
	q.Brief = reach != access.OwnAudit // inspectors get their own visits, which are few
	if reach == access.OwnAudit {
		q.Equal = map[string]string{"inspector": string(user.Username)}
	}
	return wire.Collect(c.Request.Context(), s.Docs.Campaigns, q, nil,
		func(m campaign.Campaign) campaignView { return viewCampaign(m, reach, user) })
}

// GetCampaigns answers GET /api/v1/campaigns.
func (s Handlers) GetCampaigns(c *gin.Context) error {
	items, next, err := s.campaignsInScope(c, false)
	if err != nil {
		return err
	}
	return wire.SendList(c, items, next, s.campaignTable)
}

// GetCampaign answers GET /api/v1/campaigns/:id.
func (s Handlers) GetCampaign(c *gin.Context) error {
	m, err := s.Campaign(c.Request.Context(), access.CallerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, viewCampaign(m, access.ReachOf(c), access.UserOf(c)))
	return nil
}

// PostCampaign answers POST /api/v1/campaigns.
func (s Handlers) PostCampaign(c *gin.Context) error {
	var in campaignRequest
	if err := wire.Bind(c, &in); err != nil {
		return err
	}
	m, err := s.makeCampaign(c.Request.Context(), access.UserOf(c), &in)
	if err != nil {
		return err
	}
	c.Header("Location", "/api/v1/campaigns/"+string(m.ID))
	c.JSON(http.StatusCreated, viewCampaign(m, access.ReachOf(c), access.UserOf(c)))
	return nil
}

// PatchCampaign answers PATCH /api/v1/campaigns/:id.
func (s Handlers) PatchCampaign(c *gin.Context) error {
	var in campaignRequest
	if err := wire.Bind(c, &in); err != nil {
		return err
	}
	m, err := s.changePlan(c.Request.Context(), access.CallerOf(c), c.Param("id"), &in)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, viewCampaign(m, access.ReachOf(c), access.UserOf(c)))
	return nil
}
