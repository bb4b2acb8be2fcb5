package outcomes_test

import (
	"strings"
	"testing"
	"time"

	"hallmark/api/apitest"
)

// secondAudit approves another whole audit of the hall a week later, in which HS079 is lost again and
// everything else is whole.
func secondAudit(k *apitest.Kit) string {
	k.T.Helper()
	k.Clock.Advance(7 * 24 * time.Hour)
	k.SignIn("auditor")
	audit := k.StartAudit("GS-S03")
	list := k.Answers("subdistrict")
	for _, change := range list {
		value := change["value"].(apitest.Object)
		if value["level"] != nil && change["clause"] != "HS079" {
			value["level"] = 3
		}
		if value["numerator"] != nil {
			value["numerator"] = value["denominator"]
		}
	}
	k.Record(audit, list...)
	k.Want(200, "POST", "/api/v1/audits/"+audit+"/submit", nil, nil)
	k.SignIn("supervisor")
	k.Want(200, "POST", "/api/v1/audits/"+audit+"/approve", nil, nil)
	return audit
}

type rectificationSeen struct {
	ID, Audit, Clause, State, Due, FirstDue, Since, Opened string
	Repeats                                                int
}

func rectificationsSeen(k *apitest.Kit, query string) (list []rectificationSeen) {
	k.T.Helper()
	var page struct{ Items []rectificationSeen }
	k.Want(200, "GET", "/api/v1/rectifications?limit=200&"+query, nil, &page)
	return page.Items
}

// TestNewerAuditSettles: a newer audit of the hall closes the older findings of clauses that are whole
// again, and carries on the one that it found again, with its age and its deadline. The page and the
// notice say so, and the head is told.
func TestNewerAuditSettles(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	first := k.ApprovedAudit()
	k.SignIn("supervisor")
	before := map[string]rectificationSeen{}
	for _, r := range rectificationsSeen(k, "audit="+first) {
		before[r.Clause] = r
	}
	if len(before) < 3 {
		t.Fatalf("only %d findings", len(before))
	}
	second := secondAudit(k)
	for _, r := range rectificationsSeen(k, "audit="+first) {
		want := "closed"
		if r.Clause == "HS079" {
			want = "carried-on"
		}
		if r.State != want {
			t.Errorf("%s is %s, want %s", r.Clause, r.State, want)
		}
	}
	open := rectificationsSeen(k, "status=open&hall=GS-S03")
	if len(open) != 1 || open[0].Clause != "HS079" || open[0].Audit != second {
		t.Fatalf("open are %+v", open)
	}
	was, is := before["HS079"], open[0]
	if is.Due != was.Due || is.FirstDue == was.Due || is.Since != was.Opened || is.Repeats != was.Repeats+1 {
		t.Errorf("was %+v, is %+v", was, is)
	}
	head := k.Browse("head")
	head.Get("/rectifications/"+is.ID).Want(t, 200, "整改期限仍为原期限")
	head.Get("/rectifications/"+is.ID).Want(t, 200, "/rectifications/"+was.ID)
	head.Get("/rectifications/"+was.ID).Want(t, 200, "/rectifications/"+is.ID)
	head.Get("/rectifications/"+first+"-HS044").Want(t, 200, "后次检查达标，销号")
	head.Get("/halls/GS-S03").Want(t, 200, "/rectifications/"+is.ID)
	if page := head.Get("/halls/GS-S03").Body; strings.Contains(page, "/rectifications/"+first) {
		t.Error("the hall's page lists a finding of the older audit as still to be mended")
	}
	k.Pass()
	whole := 0
	for _, n := range k.Told("head") {
		if n.Kind == "rectification-found-whole" {
			whole++
		}
	}
	if whole != 1 {
		t.Errorf("the head is told %d times of what one audit found whole", whole)
	}
}

// TestNewerAuditRestated: an appeal against the clause that was lost again finds the one open
// rectification; upheld whole, it revokes that one, and the older finding is found whole.
func TestNewerAuditRestated(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.Must(k.AddSupervisor("supervisor2"))
	first := k.ApprovedAudit()
	second := secondAudit(k)
	k.SignIn("head")
	var appeal struct{ ID string }
	k.Want(201, "POST", "/api/v1/audits/"+second+"/appeals",
		apitest.Object{"clause": "HS079", "ground": "台账当日送审"}, &appeal)
	if list := rectificationsSeen(k, "audit="+second); len(list) != 1 || list[0].State != "under-appeal" {
		t.Fatalf("appealed against: %+v", list)
	}
	k.SignIn("supervisor2")
	k.Want(200, "POST", "/api/v1/appeals/"+appeal.ID+"/decide", apitest.Object{"uphold": true,
		"answer": apitest.Object{"notApplicable": "该大厅没有这项业务"}, "reason": "材料属实"}, nil)
	if list := rectificationsSeen(k, "audit="+second); list[0].State != "revoked" {
		t.Errorf("not applicable, and %+v", list)
	}
	for _, r := range rectificationsSeen(k, "audit="+first) {
		if want := map[bool]string{true: "awaiting-plan", false: "closed"}[r.Clause == "HS079"]; r.State != want {
			t.Errorf("%s is %s, want %s", r.Clause, r.State, want)
		}
	}
}
