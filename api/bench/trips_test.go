package bench_test

import (
	"net/http"
	"testing"

	"hallmark/api/apitest"
)

// TestTrips holds [trips] against their targets in every run: no machine is too busy to count.
func TestTrips(t *testing.T) {
	t.Parallel()
	var f figures
	trips(t, &f)
	for _, l := range f.lines {
		l.Check(t)
	}
}

// trips counts the calls of the storage that a use case makes: each is a round trip where the
// database is on another host. The targets are what the use cases need today; a batch of answers is
// to need the same however many answers it holds.
func trips(t *testing.T, f *figures) {
	k, counted, _ := apitest.NewFaultyKit(t)
	k.Must(k.AddSupervisor("boss"))
	count := func(work string, target float64, who, method, path string, body any) {
		t.Helper()
		k.SignIn(who)
		counted.Plan(0, false)
		if status, _, answer := k.Call(method, path, body); status >= http.StatusBadRequest {
			t.Fatalf("%s: %d %s", work, status, answer)
		}
		f.fixed(work+": calls of the storage", target, float64(counted.Count()), "")
	}
	k.SignIn("auditor")
	audit := k.StartAudit("GS-S03")
	at := "/api/v1/audits/" + audit
	answers := k.Answers("subdistrict")
	batch := func(list []apitest.Object) apitest.Object { return apitest.Object{"changes": list} }
	count("one answer", 1, "auditor", "POST", at+"/changes", batch(answers[:1]))
	count("all other answers in one batch", 1, "auditor", "POST", at+"/changes", batch(answers[1:]))
	count("submission", 5, "auditor", "POST", at+"/submit", nil)
	count("approval, which opens 56 rectifications", 237, "supervisor", "POST", at+"/approve", nil)
	var opened struct{ Items []struct{ ID string } }
	k.Want(http.StatusOK, "GET", "/api/v1/rectifications?limit=200&audit="+audit, nil, &opened)
	if len(opened.Items) != 56 {
		t.Errorf("the approval opens %d rectifications", len(opened.Items))
	}
	count("first report", 14, "supervisor", "GET", at+"/report.pdf", nil)
	count("the same report again", 11, "supervisor", "GET", at+"/report.pdf", nil)
	// The answers about appeals read the settings once more, for the day by which each is decided.
	count("appeal", 16, "head", "POST", at+"/appeals", apitest.Object{"clause": "HS044", "ground": "清单当日更新"})
	count("decision that upholds", 43, "boss", "POST", "/api/v1/appeals/"+audit+"-HS044/decide",
		apitest.Object{"uphold": true, "reason": "属实", "answer": apitest.Object{"level": 3}})
	for _, list := range []string{"audits", "halls", "rectifications", "appeals", "events"} {
		who := map[string]string{"events": "admin"}[list]
		if who == "" {
			who = "supervisor"
		}
		count("list of "+list, 3, who, "GET", "/api/v1/"+list, nil)
		most := 3.0
		if list == "appeals" {
			most = 4
		}
		count("page of "+list, most, who, "GET", "/"+list, nil)
	}
}
