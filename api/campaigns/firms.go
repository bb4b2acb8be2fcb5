package campaigns

import (
	"context"
	"fmt"
	"net/http"
	"slices"

	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/checklists/campaign"
)

// CampaignsWith reads the campaigns that may send an inspector, in the order in which they were
// made; brief leaves out their visits.
func (s *Service) CampaignsWith(ctx context.Context, name checklists.Username, brief bool) (
	[]campaign.Campaign, error,
) {
	return wire.Gather(ctx, s.Docs.Campaigns, store.Query{Order: "created", Brief: brief,
		Equal: map[string]string{"inspector": string(name)}})
}

// VisitsOf returns the IDs of the halls to which campaigns send an inspector, sorted.
func (s *Service) VisitsOf(ctx context.Context, name checklists.Username) (
	[]checklists.HallID, error,
) {
	campaigns, err := s.CampaignsWith(ctx, name, false)
	var halls []checklists.HallID
	for _, m := range campaigns {
		for _, v := range m.Visits {
			if slices.Contains(v.Inspectors, name) {
				halls = append(halls, v.Hall)
			}
		}
	}
	slices.Sort(halls)
	return slices.Compact(halls), err
}

// checkPool refuses a plan that would send inspectors of a third party 第三方评估机构 for which the
// campaign is not.
func (s *Service) checkPool(ctx context.Context, p *campaign.Plan) error {
	r := wire.Refuse(http.StatusUnprocessableEntity, "invalid")
	for i, name := range p.Inspectors {
		u, err := s.Docs.Users.Get(ctx, string(name))
		if err != nil && wire.RefusalOf(err) != wire.ErrNotFound {
			return err
		}
		if err == nil && u.Firm != "" && u.Firm != p.Firm {
			r.Fields = append(r.Fields, wire.Wrong(fmt.Sprintf("inspectors[%d]", i), "other-firm", u.Name,
				u.Firm))
		}
	}
	if len(r.Fields) > 0 {
		return r
	}
	return nil
}
