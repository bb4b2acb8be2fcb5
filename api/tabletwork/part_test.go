package tabletwork_test

import (
	"net/http"
	"testing"
)

// TestPartWithoutNetwork starts a spot check without a network, also of a clause that the hall is not
// asked: the tablet asks the rest of it alone, scores without a grade, and the server agrees.
func TestPartWithoutNetwork(t *testing.T) {
	n := start(t)
	tab := open(t, n)
	tab.prepare("auditor")
	n.cut(true)
	// HS071 is not on the checklist of a community hall.
	tab.do(`const a = await T.start("GS-C01", ["HS005", "HS001", "HS071"]); await T.fill(a);
		await T.finish(a)`)
	id, entered := js[string](tab, `return T.audit.audit.id`), js[string](tab, `return T.entered(T.audit)`)
	recorded := js[int](tab, `return (await T.vault.keys("changes", T.audit.audit.id + "/")).length`)
	if got := js[string](tab, `return T.audit.checklist.map((c) => c.uid).join(" ")`); got != "HS001 HS005" {
		t.Errorf("the tablet asks %s", got)
	}
	if got := js[string](tab, `return T.audit.score.grade + T.audit.score.partial`); got != "true" {
		t.Errorf("grade and partial are %q", got)
	}
	total := js[float64](tab, `return T.audit.score.total`)
	n.cut(false)
	tab.do(`await T.sync.now().catch(() => {}); await T.settled()`)
	if have := same(t, n.direct, id, entered, recorded); have.State != "submitted" {
		t.Errorf("the audit is %s", have.State)
	}
	var score struct {
		Partial bool
		Total   float64
		Clauses []struct{ UID string }
	}
	ask(t, n.direct, "auditor", http.MethodGet, "/api/v1/audits/"+id+"/score", nil, &score)
	if !score.Partial || score.Total != total || len(score.Clauses) != 2 {
		t.Errorf("the server scores %+v, the tablet %v", score, total)
	}
}
