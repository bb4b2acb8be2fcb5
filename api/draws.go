package api

import (
	"context"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"hallmark/api/store"
	"hallmark/api/web"
	"hallmark/checklists"
	"hallmark/standard"
)

var drawPartSchema = store.Schema[checklists.DrawPart]{
	Name:     "draws",
	ID:       func(p checklists.DrawPart) string { return string(p.ID) },
	Revision: never[checklists.DrawPart],
}

func newDrawPartID() (checklists.DrawPartID, error) {
	id, err := uuid.NewV7()
	return checklists.DrawPartID(id.String()), err
}

// closedLists reads the lists of a campaign, nil before they are closed.
func (s *Server) closedLists(ctx context.Context, m *checklists.Campaign) (*checklists.DrawRequest, error) {
	if m.ListsPart == "" {
		return m.Lists, nil
	}
	part, err := s.docs.draws.Get(ctx, string(m.ListsPart))
	return part.Lists, err
}

// drawResult reads what a draw came to.
func (s *Server) drawResult(ctx context.Context, d *checklists.DrawNote) (*checklists.DrawResult, error) {
	if d.Part == "" {
		return d.Result, nil
	}
	part, err := s.docs.draws.Get(ctx, string(d.Part))
	return part.Result, err
}

// drawView is a draw as a person may see it.
type drawView struct {
	By     checklists.Username `json:"by"`
	At     checklists.Time     `json:"at"`
	Reason string              `json:"reason"`
	Seed   string              `json:"seed"` // "" before the campaign opens
	Drawn  int                 `json:"drawn"`
	Passed int                 `json:"passed"`
	Digest standard.Digest     `json:"digest"` // of what it came to; "" of one by an older program
}

func viewDraw(d *checklists.DrawNote) drawView {
	drawn, passed := d.Counts()
	return drawView{d.By, d.At, d.Reason, d.Seed, drawn, passed, d.Digest}
}

// drawnCampaign loads a campaign for somebody who may see its draws. Lists and draws together tell
// who is still to be visited, so others than those who run campaigns see them when it is closed.
func (s *Server) drawnCampaign(ctx context.Context, caller Caller, id string) (checklists.Campaign, error) {
	m, err := s.docs.campaigns.Get(ctx, id)
	if err != nil {
		return m, err
	}
	closed := m.State == checklists.CampaignClosed
	switch reach := caller.Reach; {
	case reach == Anything, reach == OwnHall && closed, closed && reach.coversCampaign(caller.User, &m):
		return m, nil
	}
	return m, errNotFound
}

// getDraw answers with what anybody needs to repeat the draws, as a file for "hallmark draw".
func (s *Server) getDraw(c *gin.Context) error {
	m, err := s.drawnCampaign(c.Request.Context(), callerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	lists, err := s.closedLists(c.Request.Context(), &m)
	if err != nil {
		return err
	}
	results := make([]checklists.DrawResult, len(m.Draws))
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
	attach(c, fileName(m.Plan.Name)+".json")
	c.IndentedJSON(http.StatusOK, record)
	return nil
}

// drawnLines loads the draw that the address names by its number, hall by hall.
func (s *Server) drawnLines(ctx context.Context, caller Caller, id string, number string) (checklists.Campaign, int, []checklists.DrawLine, error) {
	m, err := s.drawnCampaign(ctx, caller, id)
	if err != nil {
		return m, 0, nil, err
	}
	n, err := strconv.Atoi(number)
	if err != nil || n < 1 || n > len(m.Draws) {
		return m, 0, nil, errNotFound
	}
	result, err := s.drawResult(ctx, &m.Draws[n-1])
	if err != nil {
		return m, n, nil, err
	}
	lists := &checklists.DrawRequest{}
	if len(result.Passed) > 0 { // whose names stand in the lists alone
		if lists, err = s.closedLists(ctx, &m); err != nil {
			return m, n, nil, err
		}
	}
	return m, n, result.Lines(lists), nil
}

// getDrawLines answers with a draw, hall by hall.
func (s *Server) getDrawLines(c *gin.Context) error {
	m, _, lines, err := s.drawnLines(c.Request.Context(), callerOf(c), c.Param("id"), c.Param("number"))
	if err != nil {
		return err
	}
	if format := c.Query("format"); format != "" && format != "json" {
		people, err := s.everybody(c.Request.Context())
		if err != nil {
			return err
		}
		return sendTable(c, format, drawTable(language(c), &m, people, lines))
	}
	c.JSON(http.StatusOK, listOf(lines, ""))
	return nil
}

// pageDraw shows a draw, one page of its halls at a time.
func (s *Server) pageDraw(c *gin.Context) error {
	m, n, lines, err := s.drawnLines(c.Request.Context(), callerOf(c), c.Param("id"), c.Param("number"))
	if err != nil {
		return err
	}
	page := &web.Draw{Frame: s.frame(c), Campaign: m.ID, Name: m.Plan.Name, Number: n,
		Of: m.Public().Draws[n-1], Choice: web.DrawChoice{Text: searched(c.Query("q")),
			Outcome: checklists.DrawOutcome(c.Query("outcome"))}}
	page.Path = page.URL()
	if page.People, err = s.everybody(c.Request.Context()); err != nil {
		return err
	}
	page.Page, _ = strconv.Atoi(c.Query("page"))
	page.Choose(lines)
	return s.render(c, http.StatusOK, page)
}
