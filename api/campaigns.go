package api

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"hallmark/api/store"
	"hallmark/checklists"
	"hallmark/standard"
)

var campaignSchema = store.Schema[checklists.Campaign]{
	Name:     "campaigns",
	ID:       func(m checklists.Campaign) string { return string(m.ID) },
	Revision: func(m checklists.Campaign) int { return m.Revision },
	Keys: map[string]func(checklists.Campaign) []string{
		"created": key(func(m checklists.Campaign) string { return timeKey(m.Created) }),
		"inspector": func(m checklists.Campaign) []string {
			names := make([]string, len(m.Plan.Inspectors))
			for i, n := range m.Plan.Inspectors {
				names[i] = string(n)
			}
			return names
		},
	},
	Indexes: []store.Index{{Order: "created"},
		{Equal: []string{"inspector"}, Order: "created", Multi: "inspector"}},
	Bulky: []string{"lists", "draws"},
}

// campaignRequest is a plan as people send it; the domain checks what belongs together.
type campaignRequest struct {
	Revision   int                   `json:"revision" validate:"min=0"`
	Name       string                `json:"name" validate:"max=80,clean"`
	Kind       checklists.Kind       `json:"kind" validate:"max=20"`
	From       string                `json:"from" validate:"max=10"`
	To         string                `json:"to" validate:"max=10"`
	Tiers      []standard.Tier       `json:"tiers" validate:"max=3,unique"`
	Area       string                `json:"area" validate:"max=12"`
	Clauses    []standard.ClauseUID  `json:"clauses" validate:"max=500,unique"`
	Quota      map[standard.Tier]int `json:"quota" validate:"max=3"`
	Team       int                   `json:"team" validate:"min=0,max=10"`
	RestDays   int                   `json:"restDays" validate:"max=3650"`
	Firm       string                `json:"firm" validate:"max=80,clean"`
	Inspectors []checklists.Username `json:"inspectors" validate:"max=500,unique,dive,required,max=32"`
}

func (in *campaignRequest) plan() checklists.CampaignPlan {
	return checklists.CampaignPlan{Name: in.Name, Kind: in.Kind, From: in.From, To: in.To,
		Tiers: nonNil(in.Tiers), Area: in.Area, Clauses: in.Clauses, Quota: in.Quota, Team: in.Team,
		RestDays: in.RestDays, Firm: in.Firm, Inspectors: nonNil(in.Inspectors)}
}

// campaignView is a campaign as a person may see it.
type campaignView struct {
	ID          checklists.CampaignID     `json:"id"`
	Plan        checklists.CampaignPlan   `json:"plan"`
	State       checklists.CampaignState  `json:"state"`
	Edition     standard.EditionID        `json:"edition"`
	SeedDigest  standard.Digest           `json:"seedDigest"`
	Seed        string                    `json:"seed"` // "" before the campaign opens
	Lists       *checklists.DrawRequest   `json:"lists"`
	ListsDigest standard.Digest           `json:"listsDigest"`
	Draws       []checklists.CampaignDraw `json:"draws"`
	Visits      []checklists.Visit        `json:"visits"`
	By          checklists.Username       `json:"by"`
	Created     checklists.Time           `json:"created"`
	Sealed      checklists.Time           `json:"sealed"`
	Opened      checklists.Time           `json:"opened"`
	Ended       checklists.Time           `json:"ended"`
	Revision    int                       `json:"revision"`
}

// viewCampaign shows a campaign; an inspector sees the own visits alone.
func viewCampaign(m checklists.Campaign, reach Scope, u *User) campaignView {
	m = m.Public()
	if reach == OwnAudit {
		m.Lists, m.Draws = nil, nil
		m.Visits = slices.DeleteFunc(slices.Clone(m.Visits), func(v checklists.Visit) bool {
			return !slices.Contains(v.Inspectors, u.Username)
		})
	}
	return campaignView{m.ID, m.Plan, m.State, m.Edition, m.SeedDigest, m.Seed, m.Lists,
		m.ListsDigest, nonNil(m.Draws), nonNil(m.Visits), m.By, m.Created, m.Sealed, m.Opened, m.Ended,
		m.Revision}
}

// coversCampaign decides who may see a campaign: inspectors those in whose pool they are.
func (s Scope) coversCampaign(u *User, m *checklists.Campaign) bool {
	return s == Anything || s == OwnAudit && slices.Contains(m.Plan.Inspectors, u.Username)
}

func (s *Server) getCampaigns(c *gin.Context) error {
	q, err := pageOf(c)
	if err != nil {
		return err
	}
	q.Order, q.Descending, q.Brief = "created", true, true
	if scope(c) == OwnAudit {
		q.Equal = map[string]string{"inspector": string(userOf(c).Username)}
	}
	items, next, err := collect(c.Request.Context(), s.docs.campaigns, q, nil,
		func(m checklists.Campaign) campaignView { return viewCampaign(m, scope(c), userOf(c)) })
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, list[campaignView]{items, next})
	return nil
}

// campaign loads one within the scope of the request.
func (s *Server) campaign(c *gin.Context) (checklists.Campaign, error) {
	m, err := s.docs.campaigns.Get(c.Request.Context(), c.Param("id"))
	if err == nil && !scope(c).coversCampaign(userOf(c), &m) {
		err = errNotFound
	}
	return m, err
}

func (s *Server) getCampaign(c *gin.Context) error {
	m, err := s.campaign(c)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, viewCampaign(m, scope(c), userOf(c)))
	return nil
}

func (s *Server) postCampaign(c *gin.Context) error {
	var in campaignRequest
	if err := bind(c, &in); err != nil {
		return err
	}
	ctx, by := c.Request.Context(), userOf(c).Username
	if err := s.checkCampaignClauses(ctx, in.plan()); err != nil {
		return err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	m, err := checklists.NewCampaign(checklists.CampaignID(id.String()), in.plan(), by, s.now())
	if err != nil {
		return err
	}
	if err := s.noteCampaign(ctx, by, "campaign-made", "", &m); err != nil {
		return err
	}
	if err := s.docs.campaigns.Insert(ctx, m); err != nil {
		return err
	}
	c.Header("Location", "/api/v1/campaigns/"+string(m.ID))
	c.JSON(http.StatusCreated, viewCampaign(m, scope(c), userOf(c)))
	return nil
}

// checkCampaignClauses holds the clauses of a spot check against the edition in force; the one at the
// sealing decides.
func (s *Server) checkCampaignClauses(ctx context.Context, p checklists.CampaignPlan) error {
	if len(p.Clauses) == 0 {
		return nil
	}
	e, err := s.editionInForce(ctx, s.now())
	if err != nil {
		return err
	}
	return p.CheckClauses(e)
}

func (s *Server) noteCampaign(ctx context.Context, by checklists.Username, action string,
	before standard.Digest, m *checklists.Campaign,
) error {
	return s.note(ctx, Event{Actor: by, Action: action, Subject: "campaign/" + string(m.ID),
		Label: m.Plan.Name, Before: before, After: digestDocument(m), Revision: m.Revision})
}

// answerCampaign changes a campaign within the scope of the request, notes the event and answers.
func (s *Server) answerCampaign(c *gin.Context, revision int, action string,
	change func(*checklists.Campaign) error,
) error {
	ctx, user := c.Request.Context(), userOf(c)
	m, err := store.Update(ctx, s.docs.campaigns, c.Param("id"), func(m *checklists.Campaign) error {
		if !scope(c).coversCampaign(user, m) {
			return errNotFound
		}
		if revision != 0 && revision != m.Revision {
			return store.ErrConflict
		}
		before := digestDocument(m)
		if err := change(m); err != nil {
			return err
		}
		return s.noteCampaign(ctx, user.Username, action, before, m)
	})
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, viewCampaign(m, scope(c), user))
	return nil
}

func (s *Server) patchCampaign(c *gin.Context) error {
	var in campaignRequest
	if err := bind(c, &in); err != nil {
		return err
	}
	if err := s.checkCampaignClauses(c.Request.Context(), in.plan()); err != nil {
		return err
	}
	return s.answerCampaign(c, in.Revision, "campaign-changed",
		func(m *checklists.Campaign) error { return m.Change(in.plan()) })
}

// postSeal closes the lists and binds a seed that the server makes: 128 random bits.
func (s *Server) postSeal(c *gin.Context) error {
	var in stepRequest
	if err := bind(c, &in); err != nil {
		return err
	}
	m, err := s.campaign(c)
	if err != nil {
		return err
	}
	halls, inspectors, err := s.drawLists(c.Request.Context(), &m)
	if err != nil {
		return err
	}
	e, err := s.editionInForce(c.Request.Context(), s.now())
	if err != nil {
		return err
	}
	seed := rand.Text()
	return s.answerCampaign(c, in.Revision, "campaign-sealed", func(m *checklists.Campaign) error {
		return m.Seal(e, halls, inspectors, seed, s.now())
	})
}

// drawLists are the halls and inspectors that may be drawn, with their last official visits.
func (s *Server) drawLists(ctx context.Context, m *checklists.Campaign) (
	[]checklists.DrawHall, []checklists.DrawInspector, error,
) {
	visited, visits, err := s.visits(ctx)
	if err != nil {
		return nil, nil, err
	}
	halls := []checklists.DrawHall{}
	for h, err := range s.docs.halls.Find(ctx, store.Query{}) {
		if err != nil {
			return nil, nil, err
		}
		if h.Status != checklists.Closed && slices.Contains(m.Plan.Tiers, h.Tier) &&
			strings.HasPrefix(h.Area, m.Plan.Area) {
			halls = append(halls, checklists.DrawHall{ID: h.ID, Name: h.Name, Tier: h.Tier,
				Visited: visited[h.ID]})
		}
	}
	inspectors := []checklists.DrawInspector{}
	for i, name := range m.Plan.Inspectors {
		u, err := s.docs.users.Get(ctx, string(name))
		if err != nil || u.Disabled || u.Role != Auditor {
			return nil, nil, invalidField(fmt.Sprintf("inspectors[%d]", i), "unknown-inspector", name)
		}
		inspectors = append(inspectors, checklists.DrawInspector{Username: name, Hall: u.Hall,
			Visited: visits[name]})
	}
	return halls, inspectors, nil
}

// visits are the days of the last official visit by hall, and by inspector and hall.
func (s *Server) visits(ctx context.Context) (map[checklists.HallID]string,
	map[checklists.Username]map[checklists.HallID]string, error,
) {
	halls := map[checklists.HallID]string{}
	people := map[checklists.Username]map[checklists.HallID]string{}
	q := store.Query{Order: "approved", Brief: true}
	for o, err := range s.docs.outcomes.Find(ctx, q) {
		if err != nil {
			return nil, nil, err
		}
		if !o.Kind.Official() {
			continue
		}
		day := o.Started.InHall().Format("2006-01-02")
		halls[o.Hall] = max(halls[o.Hall], day)
		for _, name := range o.Inspectors {
			if people[name] == nil {
				people[name] = map[checklists.HallID]string{}
			}
			people[name][o.Hall] = max(people[name][o.Hall], day)
		}
	}
	return halls, people, nil
}

func (s *Server) postDraw(c *gin.Context) error {
	return s.stepCampaign(c, "campaign-drawn", func(m *checklists.Campaign, reason string) error {
		return m.DrawNow(userOf(c).Username, s.now(), reason)
	})
}

func (s *Server) postOpenCampaign(c *gin.Context) error {
	return s.stepCampaign(c, "campaign-opened", func(m *checklists.Campaign, _ string) error {
		return m.Open(s.now())
	})
}

func (s *Server) postCloseCampaign(c *gin.Context) error {
	return s.stepCampaign(c, "campaign-closed", func(m *checklists.Campaign, _ string) error {
		return m.Close(s.now())
	})
}

func (s *Server) stepCampaign(c *gin.Context, action string,
	step func(m *checklists.Campaign, comment string) error,
) error {
	var in stepRequest
	if err := bind(c, &in); err != nil {
		return err
	}
	return s.answerCampaign(c, in.Revision, action,
		func(m *checklists.Campaign) error { return step(m, in.Comment) })
}

// rankingView is the ranking of one tier.
type rankingView struct {
	Tier  standard.Tier         `json:"tier"`
	Items []checklists.RankLine `json:"items"`
	Next  string                `json:"next"`
}

// getRanking ranks the halls of a tier in a campaign: ?tier=, and ?before= another campaign, for the
// places won and lost. Halls see it when the campaign is closed.
func (s *Server) getRanking(c *gin.Context) error {
	t, err := tierOf(c)
	if err != nil {
		return err
	}
	lines, err := s.ranking(c, c.Param("id"), t, nil)
	if err != nil {
		return err
	}
	if id := c.Query("before"); id != "" {
		before, err := s.ranking(c, id, t, nil)
		if err == nil {
			lines, err = s.ranking(c, c.Param("id"), t, before)
		}
		if err != nil {
			return err
		}
	}
	c.JSON(http.StatusOK, rankingView{Tier: t, Items: lines})
	return nil
}

func (s *Server) ranking(c *gin.Context, id string, t standard.Tier, before []checklists.RankLine) (
	[]checklists.RankLine, error,
) {
	ctx := c.Request.Context()
	m, err := s.docs.campaigns.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	if scope(c) != Anything && m.State != checklists.CampaignClosed {
		return nil, errNotFound
	}
	outcomes, err := s.outcomesOf(ctx, id)
	return checklists.RankingOf(t, outcomes, before), err
}

// outcomesOf loads the outcomes of a campaign without their clauses.
func (s *Server) outcomesOf(ctx context.Context, campaign string) ([]checklists.Outcome, error) {
	list := []checklists.Outcome{}
	q := store.Query{Equal: map[string]string{"campaign": campaign}, Order: "approved", Brief: true}
	for o, err := range s.docs.outcomes.Find(ctx, q) {
		if err != nil {
			return nil, err
		}
		list = append(list, o)
	}
	return list, nil
}

// visit holds an audit that belongs to a campaign against its plan before it starts, and returns the
// plan, whose clauses it is to ask; nil where there is none. What is no campaign's ID is a free name
// and binds nothing.
func (s *Server) visit(ctx context.Context, in *auditRequest, by checklists.Username) (
	*checklists.CampaignPlan, error,
) {
	m, err := s.docs.campaigns.Get(ctx, in.Campaign)
	if refusalOf(err) == errNotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(m.Visits, func(v checklists.Visit) bool { return v.Hall == in.Hall })
	switch {
	case m.State != checklists.CampaignOpen:
		return nil, invalidField("campaign", "campaign-state", m.Plan.Name)
	case i < 0:
		return nil, invalidField("hall", "not-drawn", m.Plan.Name)
	case in.Kind != m.Plan.Kind:
		return nil, invalidField("kind", "campaign-kind", m.Plan.Name)
	case !slices.Contains(m.Visits[i].Inspectors, by):
		return nil, invalidField("inspectors", "not-sent", m.Plan.Name)
	case len(in.Only) > 0:
		return nil, invalidField("only", "campaign-clauses", m.Plan.Name)
	}
	return &m.Plan, nil
}

// linkVisit notes in the campaign which audit a visit has become; a second time is harmless.
func (s *Server) linkVisit(ctx context.Context, a *checklists.Audit) error {
	_, err := store.Update(ctx, s.docs.campaigns, a.Campaign, func(m *checklists.Campaign) error {
		return m.Link(a.Hall, a.ID)
	})
	if refusalOf(err) == errNotFound {
		return nil
	}
	return err
}
