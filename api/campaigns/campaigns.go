package campaigns

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"github.com/google/uuid"

	"hallmark/api/access"
	"hallmark/api/follow"
	"hallmark/api/journal"
	"hallmark/api/register"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/checklists/campaign"
	"hallmark/standard"
)

// CampaignSchema says how campaigns are stored, and by what they are found: state, inspector and
// time.
var CampaignSchema = store.Schema[campaign.Campaign]{
	Name:     "campaigns",
	ID:       func(m campaign.Campaign) string { return string(m.ID) },
	Revision: func(m campaign.Campaign) int { return m.Revision },
	Keys: map[string]func(campaign.Campaign) []string{
		"created": wire.Key(func(m campaign.Campaign) string { return wire.TimeKey(m.Created) }),
		"state":   wire.Key(func(m campaign.Campaign) string { return string(m.State) }),
		"inspector": func(m campaign.Campaign) []string {
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

// campaignRequest is a plan as a client sends it. Package campaign checks what its fields mean
// together.
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

func (in *campaignRequest) plan() campaign.Plan {
	return campaign.Plan{Name: in.Name, Kind: in.Kind, From: in.From, To: in.To,
		Tiers: wire.NonNil(in.Tiers), Area: in.Area, Clauses: in.Clauses, Quota: in.Quota, Team: in.Team,
		RestDays: in.RestDays, Firm: in.Firm, Inspectors: wire.NonNil(in.Inspectors)}
}

// campaignView is a campaign as the caller may see it.
type campaignView struct {
	ID          campaign.ID         `json:"id"`
	Plan        campaign.Plan       `json:"plan"`
	State       campaign.State      `json:"state"`
	Edition     standard.EditionID  `json:"edition"`
	SeedDigest  standard.Digest     `json:"seedDigest"`
	Seed        string              `json:"seed"` // "" before the campaign opens
	ListsDigest standard.Digest     `json:"listsDigest"`
	Draws       []drawView          `json:"draws"`  // none in a list of campaigns
	Visits      []campaign.Visit    `json:"visits"` // in a list only those of the caller
	Planned     int                 `json:"planned"`
	Begun       int                 `json:"begun"`
	By          checklists.Username `json:"by"`
	Created     checklists.Time     `json:"created"`
	Sealed      checklists.Time     `json:"sealed"`
	Opened      checklists.Time     `json:"opened"`
	Ended       checklists.Time     `json:"ended"`
	Revision    int                 `json:"revision"`
}

// seenCampaign is a campaign as a person may see it. Inspectors see only their own visits, and no
// draws.
func seenCampaign(m campaign.Campaign, reach access.Scope, u *access.User) campaign.Campaign {
	m = m.Public()
	if reach == access.OwnAudit {
		m.Draws = nil
		m.Visits = slices.DeleteFunc(slices.Clone(m.Visits), func(v campaign.Visit) bool {
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

func viewCampaign(m campaign.Campaign, reach access.Scope, u *access.User) campaignView {
	m = seenCampaign(m, reach, u)
	draws := make([]drawView, len(m.Draws))
	for i := range m.Draws {
		draws[i] = viewDraw(&m.Draws[i])
	}
	return campaignView{m.ID, m.Plan, m.State, m.Edition, m.SeedDigest, m.Seed,
		m.ListsDigest, draws, wire.NonNil(m.Visits), m.Planned, m.Begun, m.By, m.Created, m.Sealed,
		m.Opened, m.Ended,
		m.Revision}
}

// Campaign loads a campaign within the scope of the request. It returns [wire.ErrNotFound] for one
// outside of the scope.
func (s *Service) Campaign(ctx context.Context, caller access.Caller, id string) (
	campaign.Campaign, error,
) {
	m, err := s.Docs.Campaigns.Get(ctx, id)
	if err == nil && !caller.Reach.CoversCampaign(caller.User, &m) {
		err = wire.ErrNotFound
	}
	return m, err
}

// checkPlan checks a plan by itself, its inspectors against the accounts, its numbers against the
// register and the pool, and the clauses of a spot check against the edition in force. It names all
// that is wrong at once. Most may still change; sealing checks it again.
func (s *Service) checkPlan(ctx context.Context, p campaign.Plan) error {
	refused := wire.Refuse(http.StatusUnprocessableEntity, "invalid")
	for _, check := range []func(context.Context, *campaign.Plan) error{
		func(_ context.Context, p *campaign.Plan) error { return p.Check() },
		s.checkPool, s.checkSize, s.checkClauses,
	} {
		if err := check(ctx, &p); err != nil {
			r := wire.RefusalOf(err)
			if r.Status != http.StatusUnprocessableEntity || len(r.Fields) == 0 {
				return err
			}
			refused.Fields = append(refused.Fields, r.Fields...)
		}
	}
	if len(refused.Fields) > 0 {
		return refused
	}
	return nil
}

func (s *Service) checkClauses(ctx context.Context, p *campaign.Plan) error {
	if len(p.Clauses) == 0 || len(p.Tiers) == 0 {
		return nil
	}
	e, err := s.Editions.EditionInForce(ctx, s.Now())
	if err != nil {
		return err
	}
	return p.CheckClauses(e)
}

// checkSize refuses to draw more halls than there are, and teams that the pool cannot fill. A plan
// that names no inspectors yet can be kept; it cannot be sealed.
func (s *Service) checkSize(ctx context.Context, p *campaign.Plan) error {
	r := wire.Refuse(http.StatusUnprocessableEntity, "invalid")
	halls, err := s.Register.Heads(ctx)
	if err != nil {
		return err
	}
	for _, t := range p.Tiers {
		have := 0
		for _, h := range halls {
			if h.Tier == t && p.Covers(h) {
				have++
			}
		}
		if n := p.Quota[t]; n > have {
			r.Fields = append(r.Fields, wire.Wrong("quota."+t.String(), "quota-more", have, n))
		}
	}
	if n := len(p.Inspectors); p.Kind != checklists.Self && n > 0 && n < p.Team {
		r.Fields = append(r.Fields, wire.Wrong("team", "team-more", n, p.Team))
	}
	if len(r.Fields) == 0 {
		return nil
	}
	return r
}

// mayRun refuses every step of a campaign to whoever works in a hall that the campaign may send
// inspectors to, or does: nobody takes the own hall into a campaign, or keeps it out of one.
func (s *Service) mayRun(ctx context.Context, u *access.User, m *campaign.Campaign) error {
	if u.Hall == "" {
		return nil
	}
	halls, err := s.Register.Heads(ctx)
	if err != nil {
		return err
	}
	h := register.Head(halls, u.Hall)
	if h != nil && m.Plan.Covers(h) {
		return u.MayDecide(h.ID, h.Name)
	}
	for _, v := range m.Visits {
		if err := u.MayDecide(v.Hall, v.HallName); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) makeCampaign(ctx context.Context, u *access.User, in *campaignRequest) (
	m campaign.Campaign, err error,
) {
	by := u.Username
	id, err := uuid.NewV7()
	if err != nil {
		return m, err
	}
	if err := s.mayRun(ctx, u, &campaign.Campaign{Plan: in.plan()}); err != nil {
		return m, err
	}
	if err := s.checkPlan(ctx, in.plan()); err != nil {
		return m, err
	}
	m, err = campaign.New(campaign.ID(id.String()), in.plan(), by, s.Now())
	if err != nil {
		return m, err
	}
	event, err := s.NoteCampaign(ctx, by, "campaign-made", "", &m)
	if err != nil {
		return m, err
	}
	return m, follow.Insert(ctx, s.Journal.Steps, s.Docs.Campaigns, m, event...)
}

// NoteCampaign makes the event of a change to a campaign, to be stored together with the campaign;
// before is the digest of what the campaign was, "" for a new one.
func (s *Service) NoteCampaign(ctx context.Context, by checklists.Username, action string,
	before standard.Digest, m *campaign.Campaign,
) ([]store.Follow, error) {
	return s.Journal.Follows(ctx,
		journal.Event{Actor: by, Action: action, Subject: "campaign/" + string(m.ID),
			Label: m.Plan.Name, Before: before, After: journal.DigestDocument(m), Revision: m.Revision})
}

// changeCampaign changes a campaign within the scope of the request. The event, and the part of the
// draws where change returns one, are stored in the same step. A revision of 0 stands for any.
func (s *Service) changeCampaign(ctx context.Context, caller access.Caller, id string,
	revision int, action string,
	change func(*campaign.Campaign) (*campaign.DrawPart, error),
) (campaign.Campaign, error) {
	user := caller.User
	defer s.Access.ForgetIdentities() // what inspectors may see depends on where they are sent
	return follow.Update(ctx, s.Journal.Steps, s.Docs.Campaigns, id,
		func(m *campaign.Campaign) ([]store.Follow, error) {
			if !caller.Reach.CoversCampaign(user, m) {
				return nil, wire.ErrNotFound
			}
			if err := s.mayRun(ctx, user, m); err != nil {
				return nil, err
			}
			if revision != 0 && revision != m.Revision {
				return nil, store.ErrConflict
			}
			before := journal.DigestDocument(m)
			part, err := change(m)
			if err != nil {
				return nil, err
			}
			follows, err := s.NoteCampaign(ctx, user.Username, action, before, m)
			if err != nil || part == nil {
				return follows, err
			}
			kept, err := KeepDraw(part)
			return append(follows, kept), err
		})
}

// drawKind is the kind of the step that stores a part of the draws of a campaign.
const drawKind = "draw"

// KeepDraw is the step that stores a part of the draws of a campaign.
func KeepDraw(part *campaign.DrawPart) (store.Follow, error) {
	return follow.Step(drawKind, follow.Data, part)
}

// keepDraw carries out the step of [KeepDraw].
func (s *Service) keepDraw(ctx context.Context, _ string, part campaign.DrawPart) error {
	err := s.Docs.Draws.Insert(ctx, part)
	if errors.Is(err, store.ErrExists) {
		return nil
	}
	return err
}

// visitKind is the kind of the step of an audit that links it to its visit.
const visitKind = "visit"

// VisitStep are the steps of a new audit that link it to the visit of its campaign; none where it
// has no campaign.
func VisitStep(a *checklists.Audit) ([]store.Follow, error) {
	if a.Campaign == "" {
		return nil, nil
	}
	step, err := follow.Step(visitKind, follow.Data, a.ID)
	return []store.Follow{step}, err
}

func (s *Service) linkVisit(ctx context.Context, audit string, _ checklists.AuditID) error {
	a, err := s.Docs.Audits.Get(ctx, audit)
	if err != nil {
		return err
	}
	return s.LinkVisit(ctx, &a)
}

// voidKind is the kind of the step of a voided audit that frees its visit.
const voidKind = "visit-voided"

// VoidStep are the steps of an audit that is voided; none where it has no campaign.
func VoidStep(a *checklists.Audit) ([]store.Follow, error) {
	if a.Campaign == "" {
		return nil, nil
	}
	step, err := follow.Step(voidKind, follow.Data, a.ID)
	return []store.Follow{step}, err
}

// freeVisit lets the visit of a voided audit be begun anew. Doing so again is harmless.
func (s *Service) freeVisit(ctx context.Context, audit string, _ checklists.AuditID) error {
	a, err := s.Docs.Audits.Get(ctx, audit)
	if err != nil {
		return err
	}
	_, err = store.Update(ctx, s.Docs.Campaigns, a.Campaign, func(m *campaign.Campaign) error {
		m.Free(a.Hall, a.ID)
		return nil
	})
	if wire.RefusalOf(err) == wire.ErrNotFound { // a free text, or the visit of an older campaign
		return nil
	}
	return err
}

// plainly wraps a change that stores no part of the draws.
func plainly(change func(*campaign.Campaign) error) func(*campaign.Campaign) (
	*campaign.DrawPart, error,
) {
	return func(m *campaign.Campaign) (*campaign.DrawPart, error) { return nil, change(m) }
}

func (s *Service) changePlan(ctx context.Context, caller access.Caller, id string,
	in *campaignRequest,
) (m campaign.Campaign, err error) {
	if err := s.mayRun(ctx, caller.User, &campaign.Campaign{Plan: in.plan()}); err != nil {
		return m, err
	}
	if err := s.checkPlan(ctx, in.plan()); err != nil {
		return m, err
	}
	return s.changeCampaign(ctx, caller, id, in.Revision, "campaign-changed",
		plainly(func(m *campaign.Campaign) error { return m.Change(in.plan()) }))
}
