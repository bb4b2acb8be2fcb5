package outcomes_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"hallmark/api/apitest"
)

func stateOf(k *apitest.Kit, audit string) string {
	k.T.Helper()
	k.Must(k.Server.Outcomes.Finalize(context.Background()))
	var a struct{ State string }
	k.Want(http.StatusOK, "GET", "/api/v1/audits/"+audit, nil, &a)
	return a.State
}

// TestFinal lets the time for appeals pass: five working days after Thursday, 1 March 2018, end with
// Thursday, 8 March. An appeal holds the result up until it is decided.
func TestFinal(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	quiet, appealed := k.ApprovedAudit(), k.ApprovedAudit()
	k.SignIn("head")
	k.Want(http.StatusCreated, "POST", "/api/v1/audits/"+appealed+"/appeals",
		apitest.Object{"clause": "HS044", "ground": "清单当日更新"}, nil)
	k.SignIn("supervisor")
	until := time.Date(2018, 3, 9, 0, 0, 0, 0, time.FixedZone("", 8*60*60))
	k.Clock.Advance(until.Add(-time.Second).Sub(k.Clock.Read()))
	k.SignIn("supervisor")
	if state := stateOf(k, quiet); state != "approved" {
		t.Errorf("on the last evening: %s", state)
	}
	k.Clock.Advance(15*time.Minute + time.Second) // by which another server's clock may be behind
	for audit, want := range map[string]string{quiet: "final", appealed: "approved"} {
		if state := stateOf(k, audit); state != want {
			t.Errorf("after midnight: %s, want %s", state, want)
		}
	}
	k.SignIn("head")
	status, _, body := k.Call("POST", "/api/v1/audits/"+quiet+"/appeals",
		apitest.Object{"clause": "HS044", "ground": "清单当日更新"})
	if status != http.StatusConflict {
		t.Errorf("appeal against a final result: %d %s", status, body)
	}
	k.SignIn("admin")
	k.Want(http.StatusOK, "GET", "/api/v1/audits/"+quiet+"/report.pdf", nil, nil)
	k.Must(k.Server.Outcomes.Finalize(context.Background()))
	count := 0
	var log struct {
		Items []struct{ Action, Actor string }
	}
	k.Want(http.StatusOK, "GET", "/api/v1/events?subject=audit/"+quiet, nil, &log)
	for _, e := range log.Items {
		if e.Action == "audit-finalized" && e.Actor == "hallmark" {
			count++
		}
	}
	if count != 1 {
		t.Errorf("the event was noted %d times", count)
	}
}

// TestSettingsLeaveRunningDeadlines sets a longer time for appeals after an approval.
func TestSettingsLeaveRunningDeadlines(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	before := k.ApprovedAudit()
	k.Clock.Advance(time.Hour)
	k.Want(http.StatusOK, "PUT", "/api/v1/settings", apitest.Object{"revision": 0, "plan": 1, "verify": 5,
		"appeal": 30, "decide": 10, "escalation": apitest.Object{"urge": 1, "report": 5, "summon": 10,
			"repeats": 2}}, nil)
	k.Clock.Advance(time.Hour)
	after := k.ApprovedAudit()
	for audit, want := range map[string]string{before: "2018-03-06", after: "2018-03-02"} {
		var list struct{ Items []struct{ PlanDue string } }
		k.Want(http.StatusOK, "GET", "/api/v1/rectifications?audit="+audit, nil, &list)
		if len(list.Items) == 0 || list.Items[0].PlanDue != want {
			t.Errorf("plans are due %+v, want %s", list.Items, want)
		}
	}
	k.Clock.Advance(10 * 24 * time.Hour)
	k.SignIn("supervisor")
	for audit, want := range map[string]string{before: "final", after: "approved"} {
		if state := stateOf(k, audit); state != want {
			t.Errorf("state %s, want %s", state, want)
		}
	}
}
