package campaigns

import (
	"path"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/checklists/campaign"
	"hallmark/standard"
	"hallmark/standard/message"
)

// namedHalls is how many halls a sentence names before it says that there are more.
const namedHalls = 10

// unvisited says which halls of a campaign have not been visited; nil for none.
func unvisited(m *campaign.Campaign) []wire.Field {
	names := []string{}
	for i := range m.Visits {
		if m.Visits[i].Audit == "" {
			names = append(names, m.Visits[i].HallName)
		}
	}
	if len(names) == 0 {
		return nil
	}
	return []wire.Field{wire.Wrong(web.ConfirmedField, "unvisited", len(names), len(m.Visits), named(names))}
}

// named lists the first names.
func named(names []string) string {
	more := ""
	if len(names) > namedHalls {
		names, more = names[:namedHalls], "…"
	}
	return strings.Join(names, "、") + more
}

// askStep is the page that says what follows from a step of a campaign, or nil where the step is
// refused anyway, which says more.
func (s Handlers) askStep(c *gin.Context, m *campaign.Campaign, form *web.StepForm) (*web.Ask, error) {
	step := path.Base(c.Request.URL.Path)
	from := map[string][]campaign.State{"seal": {campaign.Draft}, "open": {campaign.StateDrawn},
		"draw": {campaign.Sealed, campaign.StateDrawn}, "close": {campaign.Open}}[step]
	again := step == "draw" && len(m.Draws) > 0
	if !slices.Contains(from, m.State) || form.Revision != m.Revision ||
		again && !standard.HasVisible(form.Comment) {
		return nil, nil
	}
	if err := s.mayRun(c.Request.Context(), access.UserOf(c), m); err != nil {
		return nil, err
	}
	l := wire.LanguageOf(c)
	ask := &web.Ask{Subject: m.Plan.Name, Back: web.CampaignURL(m.ID)}
	switch step {
	case "seal":
		halls, inspectors, err := s.drawLists(c.Request.Context(), m)
		if err != nil {
			return nil, err
		}
		ask.Heading, ask.Do = message.Text(l, "ask.seal"), message.Text(l, "board.do-seal")
		ask.Follows = []string{message.Text(l, "board.ready", len(halls), len(inspectors)),
			message.Text(l, "ask.seal-follows")}
	case "draw":
		ask.Heading, ask.Do = message.Text(l, "ask.draw"), message.Text(l, "board.do-draw")
		ask.Follows = []string{message.Text(l, "ask.draw-follows")}
		if again {
			askAgain(ask, m, l)
		}
	case "open":
		ask.Heading, ask.Do = message.Text(l, "ask.open"), message.Text(l, "board.do-open")
		ask.Follows = []string{message.Text(l, "ask.open-follows", len(m.Visits))}
	case "close":
		return ask, s.askClose(c, ask, m, l)
	}
	return ask, nil
}

// askAgain says what is lost when a draw is made again.
func askAgain(ask *web.Ask, m *campaign.Campaign, l message.Language) {
	ask.Heading, ask.Do = message.Text(l, "ask.again"), message.Text(l, "board.do-again")
	ask.Follows = []string{message.Text(l, "ask.again-follows", len(m.Draws))}
	days := 0
	for i := range m.Visits {
		if m.Visits[i].Day != "" {
			days++
		}
	}
	if days > 0 {
		ask.Notable = []string{message.Text(l, "ask.again-days", days)}
	}
}

// askClose says which halls were not visited, and of which the result is not approved.
func (s Handlers) askClose(c *gin.Context, ask *web.Ask, m *campaign.Campaign, l message.Language) error {
	visits, err := s.visitViews(c.Request.Context(), m)
	if err != nil {
		return err
	}
	for _, f := range unvisited(m) {
		ask.Notable = append(ask.Notable, f.Text(l))
	}
	pending := []string{}
	for i := range visits {
		v := &visits[i]
		if v.Audit != "" && v.State != checklists.Approved && v.State != checklists.Final {
			pending = append(pending, v.HallName)
		}
	}
	if len(pending) > 0 {
		ask.Notable = append(ask.Notable, message.Text(l, "ask.close-pending", len(pending), named(pending)))
	}
	ask.Heading, ask.Do = message.Text(l, "ask.close"), message.Text(l, "board.do-close")
	ask.Follows = []string{message.Text(l, "ask.close-follows")}
	return nil
}
