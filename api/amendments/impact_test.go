package amendments_test

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"hallmark/api/apitest"
	"hallmark/api/benchtest"
	"hallmark/checklists"
	"hallmark/standard"
)

// TestImpactOfManyHalls weighs an amendment for many halls, each with an approved audit of every
// clause, read from the store: 60 halls, or with HALLMARK_BENCH=1 (make bench) 1,300, as a province
// has, within 2 s on a machine that does nothing else.
func TestImpactOfManyHalls(t *testing.T) {
	many, bench := 60, os.Getenv("HALLMARK_BENCH") == "1"
	if bench {
		many = 1300
	}
	k := apitest.New(t)
	id := k.ReadyAudit()
	k.Want(200, "POST", "/api/v1/audits/"+id+"/submit", nil, nil)
	k.SignIn("supervisor")
	k.Want(200, "POST", "/api/v1/audits/"+id+"/approve", nil, nil)
	ctx := context.Background()
	const seeded = 12 // halls; one of them has the audit
	for i := range many - seeded {
		h := checklists.Hall{ID: checklists.HallID(fmt.Sprintf("X-%04d", i)), Name: "示例厅(虚构)",
			Tier: standard.Subdistrict, Status: checklists.InService, Revision: 1}
		k.Must(k.Server.Register.AddHall(ctx, "seed", h))
		k.Must(copyAudit(ctx, k, id, h.ID,
			fmt.Sprintf("01890a5d-ac96-774b-bcce-%012d", i)))
	}
	k.Proposed()
	began := time.Now()
	d, err := k.Server.Amendments.Docs.Amendments.Get(ctx, "2017+XG1")
	k.Must(err)
	impact, err := k.Server.Amendments.ImpactOf(ctx, &d)
	k.Must(err)
	n := impact.Totals
	took := time.Since(began)
	if n.Halls != many || n.Audited != many-seeded+1 {
		t.Errorf("totals %+v", n)
	}
	if bench {
		benchtest.Duration(fmt.Sprintf("impact on %d halls", many), 2*time.Second, took,
			benchtest.Slowness()).Check(t)
	}
}

// copyAudit stores an audit again, as one of another hall.
func copyAudit(ctx context.Context, k *apitest.Kit, from string, hall checklists.HallID, id string) error {
	audits := k.Server.Audits.Docs.Audits
	a, err := audits.Get(ctx, from)
	if err != nil {
		return err
	}
	a.ID, a.Hall = checklists.AuditID(id), hall
	return audits.Insert(ctx, a)
}
