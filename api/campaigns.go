package api

import (
	"context"
	"net/http"
	"slices"

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
		"state":   key(func(m checklists.Campaign) string { return string(m.State) }),
		"inspector": func(m checklists.Campaign) []string {
			names := make([]string, len(m.Plan.Inspectors))
			for i, n := range m.Plan.Inspectors {
				names[i] = string(n)
			}
			return names
		},
	},
	Indexes: []store.Index{{Order: "created"}, {Equal: []string{"state"}, Order: "created"},
		{Equal: []string{"inspector"}, Order: "created", Multi: "inspector"}},
	Bulky: []string{"lists", "draws", "visits"},
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
	ID          checklists.CampaignID    `json:"id"`
	Plan        checklists.CampaignPlan  `json:"plan"`
	State       checklists.CampaignState `json:"state"`
	Edition     standard.EditionID       `json:"edition"`
	SeedDigest  standard.Digest          `json:"seedDigest"`
	Seed        string                   `json:"seed"` // "" before the campaign opens
	ListsDigest standard.Digest          `json:"listsDigest"`
	Draws       []drawView               `json:"draws"`  // in a list none
	Visits      []checklists.Visit       `json:"visits"` // in a list none but one's own
	Planned     int                      `json:"planned"`
	Begun       int                      `json:"begun"`
	By          checklists.Username      `json:"by"`
	Created     checklists.Time          `json:"created"`
	Sealed      checklists.Time          `json:"sealed"`
	Opened      checklists.Time          `json:"opened"`
	Ended       checklists.Time          `json:"ended"`
	Revision    int                      `json:"revision"`
}

// seenCampaign is a campaign as a person may see it: an inspector the own visits alone, and no
// draws.
func seenCampaign(m checklists.Campaign, reach Scope, u *User) checklists.Campaign {
	m = m.Public()
	if reach == OwnAudit {
		m.Draws = nil
		m.Visits = slices.DeleteFunc(slices.Clone(m.Visits), func(v checklists.Visit) bool {
			return !slices.Contains(v.Inspectors, u.Username)
		})
		m.Planned, m.Begun = len(m.Visits), 0
		for _, v := range m.Visits {
			if v.Audit != "" {
				m.Begun++
			}
		}
	}
	return m
}

func viewCampaign(m checklists.Campaign, reach Scope, u *User) campaignView {
	m = seenCampaign(m, reach, u)
	draws := make([]drawView, len(m.Draws))
	for i := range m.Draws {
		draws[i] = viewDraw(&m.Draws[i])
	}
	return campaignView{m.ID, m.Plan, m.State, m.Edition, m.SeedDigest, m.Seed,
		m.ListsDigest, draws, nonNil(m.Visits), m.Planned, m.Begun, m.By, m.Created, m.Sealed, m.Opened, m.Ended,
		m.Revision}
}

// coversCampaign decides who may see a campaign: inspectors those in whose pool they are.
func (s Scope) coversCampaign(u *User, m *checklists.Campaign) bool {
	return s == Anything || s == OwnAudit && slices.Contains(m.Plan.Inspectors, u.Username)
}

// campaignsInScope reads one page of the campaigns that a person may see, the newest first; all of
// them where whole is set.
func (s *Server) campaignsInScope(c *gin.Context, whole bool) ([]campaignView, string, error) {
	q, err := pageOf(c)
	if err != nil {
		return nil, "", err
	}
	if whole {
		q.Cursor, q.Limit = "", maxScan
	}
	user, reach := userOf(c), scopeOf(ReadCampaigns, userOf(c))
	q.Order, q.Descending, q.Brief = "created", true, reach != OwnAudit // whose visits are few
	if reach == OwnAudit {
		q.Equal = map[string]string{"inspector": string(user.Username)}
	}
	return collect(c.Request.Context(), s.docs.campaigns, q, nil,
		func(m checklists.Campaign) campaignView { return viewCampaign(m, reach, user) })
}

func (s *Server) getCampaigns(c *gin.Context) error {
	items, next, err := s.campaignsInScope(c, false)
	if err != nil {
		return err
	}
	if wantsFile(c) {
		t, err := s.campaignTable(c.Request.Context(), language(c), items)
		if err != nil {
			return err
		}
		return sendRows(c, next, t)
	}
	c.JSON(http.StatusOK, listOf(items, next))
	return nil
}

// campaign loads one within the scope of the request.
func (s *Server) campaign(ctx context.Context, caller Caller, id string) (checklists.Campaign, error) {
	m, err := s.docs.campaigns.Get(ctx, id)
	if err == nil && !caller.Reach.coversCampaign(caller.User, &m) {
		err = errNotFound
	}
	return m, err
}

func (s *Server) getCampaign(c *gin.Context) error {
	m, err := s.campaign(c.Request.Context(), callerOf(c), c.Param("id"))
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
	m, err := s.makeCampaign(c.Request.Context(), userOf(c).Username, &in)
	if err != nil {
		return err
	}
	c.Header("Location", "/api/v1/campaigns/"+string(m.ID))
	c.JSON(http.StatusCreated, viewCampaign(m, scope(c), userOf(c)))
	return nil
}

// checkPlan holds the pool against the accounts, and the clauses of a spot check against the edition
// in force; what they are at the sealing decides.
func (s *Server) checkPlan(ctx context.Context, p checklists.CampaignPlan) error {
	if err := s.checkPool(ctx, &p); err != nil || len(p.Clauses) == 0 {
		return err
	}
	e, err := s.editionInForce(ctx, s.now())
	if err != nil {
		return err
	}
	return p.CheckClauses(e)
}

func (s *Server) makeCampaign(ctx context.Context, by checklists.Username, in *campaignRequest) (
	m checklists.Campaign, err error,
) {
	id, err := uuid.NewV7()
	if err != nil {
		return m, err
	}
	if err := s.checkPlan(ctx, in.plan()); err != nil {
		return m, err
	}
	m, err = checklists.NewCampaign(checklists.CampaignID(id.String()), in.plan(), by, s.now())
	if err != nil {
		return m, err
	}
	event, err := s.noteCampaign(ctx, by, "campaign-made", "", &m)
	if err != nil {
		return m, err
	}
	return m, s.docs.campaigns.Insert(ctx, m, event...)
}

func (s *Server) noteCampaign(ctx context.Context, by checklists.Username, action string,
	before standard.Digest, m *checklists.Campaign,
) ([]store.Ahead, error) {
	return s.noteAhead(ctx, Event{Actor: by, Action: action, Subject: "campaign/" + string(m.ID),
		Label: m.Plan.Name, Before: before, After: digestDocument(m), Revision: m.Revision})
}

// changeCampaign changes a campaign within the scope of the request; its event and the part of the
// draws that change returns, if any, are stored in the same step. A revision of 0 is any.
func (s *Server) changeCampaign(ctx context.Context, caller Caller, id string, revision int, action string,
	change func(*checklists.Campaign) (*checklists.DrawPart, error),
) (checklists.Campaign, error) {
	user := caller.User
	defer s.forgetIdentities() // who is sent where
	return store.UpdateAfter(ctx, s.docs.campaigns, id,
		func(m *checklists.Campaign) ([]store.Ahead, error) {
			if !caller.Reach.coversCampaign(user, m) {
				return nil, errNotFound
			}
			if revision != 0 && revision != m.Revision {
				return nil, store.ErrConflict
			}
			before := digestDocument(m)
			part, err := change(m)
			if err != nil {
				return nil, err
			}
			ahead, err := s.noteCampaign(ctx, user.Username, action, before, m)
			if err != nil || part == nil {
				return ahead, err
			}
			kept, err := s.docs.draws.Ahead(*part)
			return append(ahead, kept), err
		})
}

// plainly is a change of a campaign that keeps no part of the draws.
func plainly(change func(*checklists.Campaign) error) func(*checklists.Campaign) (
	*checklists.DrawPart, error,
) {
	return func(m *checklists.Campaign) (*checklists.DrawPart, error) { return nil, change(m) }
}

func (s *Server) patchCampaign(c *gin.Context) error {
	var in campaignRequest
	if err := bind(c, &in); err != nil {
		return err
	}
	m, err := s.changePlan(c.Request.Context(), callerOf(c), c.Param("id"), &in)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, viewCampaign(m, scope(c), userOf(c)))
	return nil
}

func (s *Server) changePlan(ctx context.Context, caller Caller, id string, in *campaignRequest) (m checklists.Campaign, err error) {
	if err := s.checkPlan(ctx, in.plan()); err != nil {
		return m, err
	}
	return s.changeCampaign(ctx, caller, id, in.Revision, "campaign-changed",
		plainly(func(m *checklists.Campaign) error { return m.Change(in.plan()) }))
}
