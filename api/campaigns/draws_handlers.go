package campaigns

import (
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/register"
	"hallmark/api/table"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/checklists/campaign"
	"hallmark/standard/message"
)

// GetDraw answers GET /api/v1/campaigns/:id/draw with all that is needed to repeat the draws, as a
// file for "hallmark draw".
func (s Handlers) GetDraw(c *gin.Context) error {
	m, err := s.drawnCampaign(c.Request.Context(), access.CallerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	lists, err := s.closedLists(c.Request.Context(), &m)
	if err != nil {
		return err
	}
	results := make([]campaign.DrawResult, len(m.Draws))
	for i := range m.Draws {
		result, err := s.drawResult(c.Request.Context(), &m.Draws[i])
		if err != nil {
			return err
		}
		results[i] = *result
	}
	record, err := m.Record(lists, results)
	if err != nil {
		return err
	}
	wire.Attach(c, wire.FileName(m.Plan.Name)+".json")
	c.IndentedJSON(http.StatusOK, record)
	return nil
}

// GetDrawLines answers GET /api/v1/campaigns/:id/draws/:number with a draw, hall by hall.
func (s Handlers) GetDrawLines(c *gin.Context) error {
	m, _, lines, err := s.drawnLines(c.Request.Context(), access.CallerOf(c), c.Param("id"),
		c.Param("number"))
	if err != nil {
		return err
	}
	rows := func(l message.Language, people web.People, lines []campaign.DrawLine) *table.Table {
		return drawTable(l, &m, people, lines)
	}
	return wire.SendList(c, lines, "", wire.With(s.Access.Everybody, rows))
}

// PageDraw answers GET /campaigns/:id/draws/:number with a draw, one page of its halls at a time.
func (s Handlers) PageDraw(c *gin.Context) error {
	m, n, lines, err := s.drawnLines(c.Request.Context(), access.CallerOf(c), c.Param("id"),
		c.Param("number"))
	if err != nil {
		return err
	}
	page := &web.Draw{Frame: s.Pages.Frame(c), Campaign: m.ID, Name: m.Plan.Name, Number: n,
		Of: m.Public().Draws[n-1], Choice: web.DrawChoice{Text: register.Searched(c.Query("q")),
			Outcome: campaign.DrawOutcome(c.Query("outcome"))}}
	page.Path = page.URL()
	if page.People, err = s.Access.Everybody(c.Request.Context()); err != nil {
		return err
	}
	page.Page, _ = strconv.Atoi(c.Query("page"))
	page.Choose(lines)
	return s.Pages.Render(c, http.StatusOK, page)
}
