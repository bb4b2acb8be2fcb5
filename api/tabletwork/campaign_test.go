package tabletwork_test

import (
	"net/http"
	"testing"

	"hallmark/api/browsertest"
)

// TestVisitBegunTwice has the two inspectors of a drawn visit begin it on two tablets without a
// network: it is one audit, of what the campaign asks, with the answers of both.
func TestVisitBegunTwice(t *testing.T) {
	n := start(t)
	var campaign struct {
		ID     string
		Visits []struct{ Hall, Audit string }
	}
	supervise := func(method, path string, body any) {
		ask(t, n.direct, "supervisor", method, "/api/v1/campaigns"+path, body, &campaign)
	}
	supervise(http.MethodPost, "", object{"name": "一季度暗访", "kind": "unannounced", "from": "2026-01-01",
		"to": "2026-03-31", "tiers": []string{"community"}, "quota": object{"community": 1}, "team": 2,
		"clauses": []string{"HS001", "HS005"}, "restDays": 30, "inspectors": []string{"auditor", "auditor2"}})
	for _, step := range []string{"seal", "draw", "open"} {
		supervise(http.MethodPost, "/"+campaign.ID+"/"+step, object{})
	}
	a, b := open(t, n), open(t, n)
	browsertest.Expect(b.ctx, "status 409") // what the other one has sent meanwhile
	a.prepare("auditor")
	b.prepare("auditor2")
	n.cut(true)
	for _, tab := range []*tablet{a, b} {
		tab.do(`const visits = await T.work.visits();
			if (visits.length !== 1) throw new Error(JSON.stringify(visits));
			T.audit = await T.work.open(await T.work.start(visits[0]));
			if ((await T.work.visits()).length) throw new Error("still to be begun")`)
	}
	id := js[string](a, `return T.audit.audit.id`)
	if other := js[string](b, `return T.audit.audit.id`); other != id {
		t.Fatalf("two audits: %s and %s", id, other)
	}
	a.do(`await T.audit.record("HS001", "answer", T.value(T.audit.checklist[0], 2))`)
	b.do(`const [, c] = T.audit.checklist; await T.audit.record(c.uid, "answer", T.value(c, 2));
		if (T.audit.checklist.length !== 2) throw new Error("asks " + T.audit.checklist.length)`)
	n.cut(false)
	a.do(`await T.settled()`)
	b.do(`await T.settled()`)
	have, changes := onServer(t, n.direct, id)
	if len(have.Answers) != 2 || changes != 2 {
		t.Errorf("%d answers by %d changes", len(have.Answers), changes)
	}
	supervise(http.MethodGet, "/"+campaign.ID, nil)
	if len(campaign.Visits) != 1 || campaign.Visits[0].Audit != id {
		t.Errorf("the campaign has %+v, the audit is %s", campaign.Visits, id)
	}
}
