package audits

import (
	"context"
	"slices"

	"hallmark/api/access"
	"hallmark/api/store"
	"hallmark/checklists"
)

// colleagueView is somebody who may be named as an inspector.
type colleagueView struct {
	Username checklists.Username `json:"username"`
	Name     string              `json:"name"`
	Role     checklists.Role     `json:"role"`
	Hall     checklists.HallID   `json:"hall,omitempty"` // where the person works and does not inspect
}

// colleagues are all auditors but the person who asks. A third party's inspector sees the auditors
// of their own campaigns; everybody else sees nobody of a third party.
func (s *Service) colleagues(ctx context.Context, caller access.Caller) ([]colleagueView, error) {
	user, list := caller.User, []colleagueView{}
	var pool []checklists.Username
	if user.Firm != "" {
		campaigns, err := s.Campaigns.CampaignsWith(ctx, user.Username, true)
		if err != nil {
			return nil, err
		}
		for _, m := range campaigns {
			pool = append(pool, m.Plan.Inspectors...)
		}
	}
	for u, err := range s.Docs.Users.Find(ctx, store.Query{}) {
		if err != nil {
			return nil, err
		}
		if u.Disabled || u.Role != checklists.Auditor || u.Username == user.Username {
			continue
		}
		if user.Firm == "" && u.Firm == "" || slices.Contains(pool, u.Username) {
			list = append(list, colleagueView{u.Username, u.Name, u.Role, u.Hall})
		}
	}
	return list, nil
}
