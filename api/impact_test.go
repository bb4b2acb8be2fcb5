package api_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"hallmark/checklists"
	"hallmark/standard"
)

// manyHalls is how many halls a large city has.
const manyHalls = 1300

// TestImpactOfManyHalls weighs an amendment for 1,300 halls, each with an approved audit of every
// clause, read from the store. The limit of 2 s is for a machine that does nothing else.
func TestImpactOfManyHalls(t *testing.T) {
	if testing.Short() {
		t.Skip("stores 1,300 audits")
	}
	k := newKit(t)
	id := k.readyAudit()
	k.want(200, "POST", "/api/v1/audits/"+id+"/submit", nil, nil)
	k.signIn("supervisor")
	k.want(200, "POST", "/api/v1/audits/"+id+"/approve", nil, nil)
	ctx := context.Background()
	for i := range manyHalls - 12 {
		h := checklists.Hall{ID: checklists.HallID(fmt.Sprintf("X-%04d", i)), Name: "示例厅(虚构)",
			Tier: standard.Subdistrict, Status: checklists.InService, Revision: 1}
		k.must(k.server.AddHall(ctx, "seed", h))
		k.must(k.server.CopyAuditForTest(ctx, id, h.ID,
			fmt.Sprintf("01890a5d-ac96-774b-bcce-%012d", i)))
	}
	k.proposed()
	var run struct {
		Impact struct {
			Totals struct{ Halls, Audited int }
			Halls  []json.RawMessage
		}
	}
	began := time.Now()
	k.want(200, "POST", xg1+"/dry-run", nil, &run)
	took := time.Since(began)
	t.Logf("%d halls in %s, with the check against openapi.json", run.Impact.Totals.Halls, took)
	if n := run.Impact.Totals; n.Halls != manyHalls || n.Audited != manyHalls-12+1 {
		t.Errorf("totals %+v", n)
	}
	began = time.Now()
	k.must(k.server.WeighForTest(ctx, "2017+XG1"))
	t.Logf("weighed in %s", time.Since(began))
}
