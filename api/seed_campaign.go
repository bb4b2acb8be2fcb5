package api

import (
	"context"
	"errors"
	"time"

	"hallmark/api/follow"
	"hallmark/api/journal"
	"hallmark/api/store"
	"hallmark/checklists"
	"hallmark/checklists/campaign"
	"hallmark/fixtures"
	"hallmark/standard"
)

// SeedCampaign stores the closed campaign of the demo audits: every hall was drawn, three were
// visited. What is there already stays as it is.
func (s *Server) SeedCampaign(ctx context.Context) error {
	audits, err := fixtures.DemoAudits()
	if err != nil {
		return err
	}
	if _, err := s.docs.campaigns.Get(ctx, audits[0].Campaign); !errors.Is(err, store.ErrNotFound) {
		return err // there already, or no storage
	}
	e, err := s.Editions.Edition(ctx, "2017")
	if err != nil {
		return err
	}
	halls, err := fixtures.Halls()
	if err != nil {
		return err
	}
	m, parts, err := playCampaign(e, halls, audits)
	if err != nil {
		return err
	}
	for i := range parts {
		err := s.docs.draws.Insert(ctx, parts[i])
		if err != nil && !errors.Is(err, store.ErrExists) {
			return err
		}
	}
	event, err := s.Campaigns.NoteCampaign(ctx, journal.Seeder, "campaign-closed", "", &m)
	if err != nil {
		return err
	}
	return follow.Insert(ctx, s.Steps, s.docs.campaigns, m, event...)
}

// playCampaign makes the campaign as if the demo supervisor took it through its steps.
func playCampaign(e *standard.Edition, halls []checklists.Hall, audits []fixtures.DemoAudit,
) (m campaign.Campaign, parts []campaign.DrawPart, err error) {
	const supervisor checklists.Username = "supervisor"
	on := func(month time.Month, day int) time.Time {
		return time.Date(2018, month, day, 9, 0, 0, 0, checklists.HallZone)
	}
	team := []checklists.Username{"auditor", "auditor2"}
	m, err = campaign.New(campaign.ID(audits[0].Campaign), campaign.Plan{Name: "2018年第一季度现场检查",
		Kind: checklists.Comprehensive, From: "2018-01-22", To: "2018-03-30", Tiers: standard.Tiers(),
		Team: len(team), Inspectors: team}, supervisor, on(time.January, 8))
	if err != nil {
		return m, nil, err
	}
	var list []campaign.DrawHall
	for _, h := range halls {
		if h.Status != checklists.Closed {
			list = append(list, campaign.DrawHall{ID: h.ID, Name: h.Name, Tier: h.Tier})
		}
	}
	inspectors := []campaign.DrawInspector{{Username: team[0]}, {Username: team[1]}}
	lists, err := m.Seal(e, list, inspectors, "HALLMARK-DEMO", "01610000-0000-7000-8000-000000000001",
		on(time.January, 15))
	if err != nil {
		return m, nil, err
	}
	drawn, err := m.DrawNow(lists.Lists, "01610000-0000-7000-8000-000000000002", supervisor,
		on(time.January, 16), "")
	err = errors.Join(err, m.Open(on(time.January, 22)))
	for i := range audits {
		err = errors.Join(err, m.Link(audits[i].Hall, audits[i].ID, audits[i].Started.Time))
	}
	return m, []campaign.DrawPart{lists, drawn}, errors.Join(err, m.Close(on(time.March, 30)))
}
