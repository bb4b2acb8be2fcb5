package audits

import (
	"context"
	"slices"
	"time"

	"hallmark/api/access"
	"hallmark/api/store"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/checklists/campaign"
)

// selfCampaigns are the campaigns that ask a hall to check itself and are under way at an instant,
// the oldest first.
func (s *Service) selfCampaigns(ctx context.Context, hall checklists.HallID, at time.Time) (
	[]campaign.Campaign, error,
) {
	day := at.In(checklists.HallZone).Format(time.DateOnly)
	heads, err := wire.Gather(ctx, s.Docs.Campaigns, store.Query{Order: "created", Brief: true})
	if err != nil {
		return nil, err
	}
	var list []campaign.Campaign
	for _, m := range heads {
		if m.Plan.Kind != checklists.Self || day < m.Plan.From || day > m.Plan.To || !m.Begins(at) {
			continue
		}
		if m, err = s.Docs.Campaigns.Get(ctx, string(m.ID)); err != nil {
			return nil, err
		}
		if visitOf(&m, hall) != nil {
			list = append(list, m)
		}
	}
	return list, nil
}

// visitOf is the visit of a campaign to a hall, or nil.
func visitOf(m *campaign.Campaign, hall checklists.HallID) *campaign.Visit {
	i := slices.IndexFunc(m.Visits, func(v campaign.Visit) bool { return v.Hall == hall })
	if i < 0 {
		return nil
	}
	return &m.Visits[i]
}

// takeUp gives the self-check of the whole checklist that a hall head starts to the campaign that
// waits for one.
func (s *Service) takeUp(ctx context.Context, user *access.User, in *AuditRequest) error {
	if in.Kind != checklists.Self || in.Campaign != "" || len(in.Only) > 0 ||
		user.OwnHall() != in.Hall {
		return nil
	}
	begun, err := in.StartTime(s.Now())
	if err != nil {
		return err
	}
	list, err := s.selfCampaigns(ctx, in.Hall, begun)
	for i := range list {
		if audit := visitOf(&list[i], in.Hall).Audit; audit == "" || audit == in.ID {
			in.Campaign = string(list[i].ID)
			break
		}
	}
	return err
}

// Asked are the self-checks that campaigns ask of a hall head today.
func (s *Service) Asked(ctx context.Context, caller access.Caller) ([]web.SelfCheck, error) {
	hall := caller.User.OwnHall()
	if hall == "" {
		return nil, nil
	}
	list, err := s.selfCampaigns(ctx, hall, s.Now())
	checks := make([]web.SelfCheck, len(list))
	for i := range list {
		m := &list[i]
		checks[i] = web.SelfCheck{Campaign: m.ID, Name: m.Plan.Name, Hall: hall, To: m.Plan.To,
			Audit: visitOf(m, hall).Audit}
	}
	return checks, err
}
