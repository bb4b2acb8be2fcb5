package boards

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/wire"
	"hallmark/standard"
)

// resultFilterOf reads ?tier=, ?area= and ?before=. Where ?tier= is left out, the tier is t, unless
// that is NoTier.
func resultFilterOf(c *gin.Context, campaign string, t standard.Tier) (f resultFilter, err error) {
	f = resultFilter{Campaign: campaign, Tier: t, Area: c.Query("area"), Before: c.Query("before")}
	if len(f.Area) > 12 || strings.Trim(f.Area, "0123456789") != "" {
		r := wire.Refuse(http.StatusBadRequest, "invalid")
		r.Fields = []wire.Field{wire.Wrong("area", "area")}
		return f, r
	}
	if t == standard.NoTier || c.Query("tier") != "" {
		f.Tier, err = wire.TierOf(c)
	}
	return f, err
}

// GetRanking answers GET /api/v1/campaigns/:id/ranking with the ranking of the halls of one tier.
// Halls see it only when the campaign is closed.
func (s Handlers) GetRanking(c *gin.Context) error {
	f, err := resultFilterOf(c, c.Param("id"), standard.NoTier)
	if err != nil {
		return err
	}
	lines, err := s.ranking(c.Request.Context(), access.CallerOf(c), f)
	if err != nil {
		return err
	}
	return wire.SendWhole(c, &rankingView{Tier: f.Tier, Items: lines}, wire.Plain(rankingTable))
}

// GetResults answers GET /api/v1/campaigns/:id/results with the results of all halls of one tier,
// part by part.
func (s Handlers) GetResults(c *gin.Context) error {
	f, err := resultFilterOf(c, c.Param("id"), standard.NoTier)
	if err != nil {
		return err
	}
	r, err := s.results(c.Request.Context(), access.CallerOf(c), f)
	if err != nil {
		return err
	}
	return wire.SendWhole(c, &r, wire.Plain(resultTable))
}
