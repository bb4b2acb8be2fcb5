package apitest

import (
	"context"
	"time"

	"hallmark/api/follow"
	"hallmark/api/store"
	"hallmark/fixtures"
)

// ArchiveSeen is the ZIP of a campaign's reports as the API shows it.
type ArchiveSeen struct {
	State       string
	Done, Total int
	Size        int64
	Until       string
}

// Packed waits until the reports of a campaign are packed, or packing has failed.
func (k *Kit) Packed(one string) (a ArchiveSeen) {
	k.T.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if k.Want(200, "GET", one+"/archive", nil, &a); a.State != "making" {
			return a
		}
	}
	k.T.Fatalf("still making: %+v", a)
	return a
}

// DemoCampaign stores the demo's campaign with its three audits.
func (k *Kit) DemoCampaign() (id string) {
	k.T.Helper()
	k.Must(k.Server.SeedAudits(context.Background()))
	k.Must(k.Server.SeedCampaign(context.Background()))
	audits, err := fixtures.DemoAudits()
	k.Must(err)
	return audits[0].Campaign
}

// Unsettled leaves an approved audit of a campaign as an approval does that breaks off before its
// outcome is made; settle does what is left.
func (k *Kit) Unsettled(campaign string) (audit AuditSeen, settle func()) {
	k.T.Helper()
	k.SignIn("supervisor")
	var list struct{ Items []AuditSeen }
	k.Want(200, "GET", "/api/v1/audits?limit=1&campaign="+campaign, nil, &list)
	audit = list.Items[0]
	step, err := follow.Step("outcome", follow.Data+1, "supervisor")
	k.Must(err)
	ctx := k.T.Context()
	k.Must(k.Engine.PutStep(ctx, store.Step{Collection: "audits", Doc: audit.ID,
		Revision: audit.Revision, Follow: step}))
	return audit, func() {
		k.T.Helper()
		k.Must(k.Server.Steps.Finish(ctx, store.Subject{Collection: "audits", Doc: audit.ID}))
	}
}
