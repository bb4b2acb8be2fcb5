package api

import (
	"context"
	"fmt"
	"net/http"
	"slices"

	"hallmark/api/store"
	"hallmark/checklists"
)

// campaignsWith reads the campaigns in whose pool an inspector is.
func (s *Server) campaignsWith(ctx context.Context, name checklists.Username, brief bool) (
	[]checklists.Campaign, error,
) {
	return gather(ctx, s.docs.campaigns, store.Query{Order: "created", Brief: brief,
		Equal: map[string]string{"inspector": string(name)}})
}

// visitsOf are the halls to which campaigns send an inspector, in their order.
func (s *Server) visitsOf(ctx context.Context, name checklists.Username) ([]checklists.HallID, error) {
	campaigns, err := s.campaignsWith(ctx, name, false)
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

// visitsAlone refuses to whom nothing else is permitted an inspection that is no visit of a campaign
// with him in its pool; a nil plan is none.
func visitsAlone(u *User, plan *checklists.CampaignPlan) error {
	if scopeOf(StartAudit, u) == OwnVisit && (plan == nil || !slices.Contains(plan.Inspectors, u.Username)) {
		return refuse(http.StatusForbidden, "visits-only")
	}
	return nil
}

// mayPair reports whether two may inspect together: a third party's inspectors do with those of the
// campaign alone.
func mayPair(a, b *User, plan *checklists.CampaignPlan) bool {
	return a.Firm == "" && b.Firm == "" || plan != nil &&
		slices.Contains(plan.Inspectors, a.Username) && slices.Contains(plan.Inspectors, b.Username)
}

// checkPool refuses a plan that would send a third party's inspectors in a campaign of somebody else.
func (s *Server) checkPool(ctx context.Context, p *checklists.CampaignPlan) error {
	r := refuse(http.StatusUnprocessableEntity, "invalid")
	for i, name := range p.Inspectors {
		u, err := s.docs.users.Get(ctx, string(name))
		if err != nil && refusalOf(err) != errNotFound {
			return err
		}
		if err == nil && u.Firm != "" && u.Firm != p.Firm {
			r.Fields = append(r.Fields, field(fmt.Sprintf("inspectors[%d]", i), "other-firm", u.Name, u.Firm))
		}
	}
	if len(r.Fields) > 0 {
		return r
	}
	return nil
}
