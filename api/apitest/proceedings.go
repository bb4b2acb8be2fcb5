package apitest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"hallmark/checklists"
	"hallmark/checklists/campaign"
	"hallmark/standard"
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

// QueueFile is a file of unsent work without photographs and signature: the start of an audit and what
// was recorded in it.
func QueueFile(user string, start Object, changes ...Object) []byte {
	list := []Object{}
	for _, c := range changes {
		list = append(list, Object{"audit": start["id"], "change": c})
	}
	content, err := json.Marshal(Object{"device": "tab7", "username": user,
		"savedAt": "2018-01-12T09:00:00Z", "audits": []Object{start}, "changes": list,
		"photographs": []Object{}, "submissions": []Object{}})
	if err != nil {
		panic(err) // texts and numbers alone
	}
	return fmt.Appendf(nil, `{"format":"hallmark-queue/1","sha256":"%s","content":%s,"photographs":{}}`,
		standard.DigestBytes(content), content)
}

// HandIn hands in an audit of a hall that began too long ago, with two answers, in the name of an
// auditor. It returns the ID of the hand-in.
func HandIn(k *Kit, user, hall, audit string) string {
	k.T.Helper()
	k.SignIn(user)
	file := QueueFile(user, Object{"id": audit, "hall": hall, "kind": "announced",
		"startedAt": "2018-01-12T01:00:00Z"}, k.Change("HS001", Object{"value": 187.5}),
		k.Change("HS002", Object{"level": 1}))
	var h struct{ ID string }
	k.Want(201, "POST", "/api/v1/hand-ins", file, &h)
	return h.ID
}
