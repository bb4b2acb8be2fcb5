package campaigns

import (
	"context"
	"crypto/rand"
	"fmt"

	"hallmark/api/access"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/checklists/campaign"
)

// campaignStep is a function that takes a campaign one step further.
type campaignStep = access.Stepper[campaign.Campaign]

// SealCampaign closes the lists of halls and inspectors, and commits to a seed of 128 random bits
// that the server makes: its digest is published now, the seed itself when the campaign opens.
func (s *Service) SealCampaign(ctx context.Context, caller access.Caller, id string,
	in wire.StepRequest,
) (campaign.Campaign, error) {
	m, err := s.Campaign(ctx, caller, id)
	if err != nil {
		return m, err
	}
	halls, inspectors, err := s.drawLists(ctx, &m)
	if err != nil {
		return m, err
	}
	e, err := s.Editions.EditionInForce(ctx, s.Now())
	if err != nil {
		return m, err
	}
	seed := rand.Text()
	return s.changeCampaign(ctx, caller, id, in.Revision, "campaign-sealed",
		func(m *campaign.Campaign) (*campaign.DrawPart, error) {
			id, err := newDrawPartID()
			if err != nil {
				return nil, err
			}
			part, err := m.Seal(e, halls, inspectors, seed, id, s.Now())
			return &part, err
		})
}

// DrawCampaign draws halls and inspectors from the sealed lists. A draw that is repeated needs a
// reason, which is the comment of the request.
func (s *Service) DrawCampaign(ctx context.Context, caller access.Caller, id string,
	in wire.StepRequest,
) (campaign.Campaign, error) {
	m, err := s.Campaign(ctx, caller, id)
	if err != nil {
		return m, err
	}
	lists, err := s.closedLists(ctx, &m)
	if err != nil {
		return m, err
	}
	return s.changeCampaign(ctx, caller, id, in.Revision, "campaign-drawn",
		func(m *campaign.Campaign) (*campaign.DrawPart, error) {
			id, err := newDrawPartID()
			if err != nil {
				return nil, err
			}
			part, err := m.DrawNow(lists, id, caller.User.Username, s.Now(), in.Comment)
			return &part, err
		})
}

// OpenCampaign opens a drawn campaign, after which its visits can begin.
func (s *Service) OpenCampaign(ctx context.Context, caller access.Caller, id string,
	in wire.StepRequest,
) (campaign.Campaign, error) {
	return s.changeCampaign(ctx, caller, id, in.Revision, "campaign-opened",
		plainly(func(m *campaign.Campaign) error { return m.Open(s.Now()) }))
}

// CloseCampaign ends an open campaign. Where halls have not been visited it needs a confirmation.
func (s *Service) CloseCampaign(ctx context.Context, caller access.Caller, id string,
	in wire.StepRequest,
) (campaign.Campaign, error) {
	return s.changeCampaign(ctx, caller, id, in.Revision, "campaign-closed",
		plainly(func(m *campaign.Campaign) error {
			if left := unvisited(m); m.State == campaign.Open && !in.Confirmed && len(left) > 0 {
				return wire.Unconfirmed(left)
			}
			return m.Close(s.Now())
		}))
}

// drawLists returns the halls and inspectors that may be drawn, with the days of their last
// official visits.
func (s *Service) drawLists(ctx context.Context, m *campaign.Campaign) (
	[]campaign.DrawHall, []campaign.DrawInspector, error,
) {
	if err := s.checkPool(ctx, &m.Plan); err != nil {
		return nil, nil, err
	}
	visited, visits, err := s.visits(ctx)
	if err != nil {
		return nil, nil, err
	}
	summaries, err := s.Register.Heads(ctx)
	if err != nil {
		return nil, nil, err
	}
	halls := []campaign.DrawHall{}
	for _, h := range summaries {
		if m.Plan.Covers(h) {
			halls = append(halls, campaign.DrawHall{ID: h.ID, Name: h.Name, Tier: h.Tier,
				Visited: visited[h.ID]})
		}
	}
	inspectors := []campaign.DrawInspector{}
	for i, name := range m.Plan.Inspectors {
		u, err := s.Docs.Users.Get(ctx, string(name))
		if err != nil || u.Disabled || u.Role != checklists.Auditor {
			return nil, nil, wire.InvalidField(fmt.Sprintf("inspectors[%d]", i), "unknown-inspector", name)
		}
		inspectors = append(inspectors, campaign.DrawInspector{Username: name, Hall: u.Hall,
			Visited: visits[name]})
	}
	return halls, inspectors, nil
}

// visits returns the day of the last official visit of each hall, and of each inspector to each
// hall.
func (s *Service) visits(ctx context.Context) (map[checklists.HallID]string,
	map[checklists.Username]map[checklists.HallID]string, error,
) {
	halls := map[checklists.HallID]string{}
	people := map[checklists.Username]map[checklists.HallID]string{}
	q := store.Query{Order: "approved", Brief: true}
	for o, err := range s.Docs.Outcomes.Find(ctx, q) {
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
