package apitest

import (
	"context"
	"errors"

	"hallmark/checklists"
	"hallmark/checklists/campaign"
)

// AddProceedings stores an open rectification and an open appeal of an audit, and a
// closed campaign with its ID and inspectors and one draw, kept as an older program did.
func (k *Kit) AddProceedings(ctx context.Context, id string) error {
	s := k.Server
	a, err := s.Audits.Docs.Audits.Get(ctx, id)
	if err != nil {
		return err
	}
	r := checklists.Rectification{ID: checklists.RectificationID(id + "-HS001"), Audit: a.ID,
		Hall: a.Hall, Tier: a.Tier, Edition: a.Edition, Inspectors: a.Inspectors, Clause: "HS001",
		State: checklists.AwaitingPlan, Due: "2018-03-30", FirstDue: "2018-03-30",
		PlanDue: "2018-03-06", Steps: []checklists.RectificationStep{}, Revision: 1}
	p := checklists.Appeal{ID: checklists.AppealID(id + "-HS001"), Audit: a.ID, Hall: a.Hall,
		Tier: a.Tier, Edition: a.Edition, Clause: "HS001", By: "head", State: checklists.AppealOpen,
		Answer: checklists.Answer{Kind: checklists.Value}, Revision: 1}
	m := campaign.Campaign{ID: campaign.ID(id), State: campaign.Closed,
		Plan: campaign.Plan{Inspectors: a.Inspectors}, Revision: 1,
		Lists: &campaign.DrawRequest{}, Draws: []campaign.DrawNote{{Result: &campaign.DrawResult{}}}}
	return errors.Join(s.Outcomes.Docs.Rectifications.Insert(ctx, r), s.Outcomes.Docs.Appeals.Insert(ctx, p),
		s.Campaigns.Docs.Campaigns.Insert(ctx, m))
}
