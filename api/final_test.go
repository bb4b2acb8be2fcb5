package api_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"hallmark/api"
	"hallmark/checklists"
)

// approvedAudit is an audit of GS-S03 that was approved on Thursday, 1 March 2018.
func (k *kit) approvedAudit() string {
	k.t.Helper()
	id := k.readyAudit()
	k.want(http.StatusOK, "POST", "/api/v1/audits/"+id+"/submit", nil, nil)
	k.signIn("supervisor")
	k.want(http.StatusOK, "POST", "/api/v1/audits/"+id+"/approve", nil, nil)
	return id
}

// addSupervisor adds somebody who was not involved.
func (k *kit) addSupervisor(name string) error {
	return k.server.AddUser(context.Background(), "admin", api.NewUser{
		Username: checklists.Username(name), Name: "另一位督查(虚构)", Role: checklists.Supervisor,
		Password: password})
}

func (k *kit) stateOf(audit string) string {
	k.t.Helper()
	k.must(k.server.Finalize(context.Background()))
	var a struct{ State string }
	k.want(http.StatusOK, "GET", "/api/v1/audits/"+audit, nil, &a)
	return a.State
}

// TestFinal lets the time for appeals pass: five working days after Thursday, 1 March 2018, end with
// Thursday, 8 March. An appeal holds the result up until it is decided.
func TestFinal(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	quiet, appealed := k.approvedAudit(), k.approvedAudit()
	k.signIn("head")
	k.want(http.StatusCreated, "POST", "/api/v1/audits/"+appealed+"/appeals",
		object{"clause": "HS044", "ground": "清单当日更新"}, nil)
	k.signIn("supervisor")
	until := time.Date(2018, 3, 9, 0, 0, 0, 0, time.FixedZone("", 8*60*60))
	k.clock.advance(until.Add(-time.Second).Sub(k.clock.read()))
	k.signIn("supervisor")
	if state := k.stateOf(quiet); state != "approved" {
		t.Errorf("on the last evening: %s", state)
	}
	k.clock.advance(time.Second)
	for audit, want := range map[string]string{quiet: "final", appealed: "approved"} {
		if state := k.stateOf(audit); state != want {
			t.Errorf("at midnight: %s, want %s", state, want)
		}
	}
	k.signIn("head")
	status, _, body := k.call("POST", "/api/v1/audits/"+quiet+"/appeals",
		object{"clause": "HS044", "ground": "清单当日更新"})
	if status != http.StatusConflict {
		t.Errorf("appeal against a final result: %d %s", status, body)
	}
	k.signIn("admin")
	k.want(http.StatusOK, "GET", "/api/v1/audits/"+quiet+"/report.pdf", nil, nil)
	k.must(k.server.Finalize(context.Background()))
	count := 0
	var log struct {
		Items []struct{ Action, Actor string }
	}
	k.want(http.StatusOK, "GET", "/api/v1/events?subject=audit/"+quiet, nil, &log)
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
	k := newKit(t)
	before := k.approvedAudit()
	k.clock.advance(time.Hour)
	k.want(http.StatusOK, "PUT", "/api/v1/settings", object{"revision": 0, "plan": 1, "verify": 5,
		"appeal": 30, "decide": 10, "escalation": object{"urge": 1, "report": 5, "summon": 10,
			"repeats": 2}}, nil)
	k.clock.advance(time.Hour)
	after := k.approvedAudit()
	for audit, want := range map[string]string{before: "2018-03-06", after: "2018-03-02"} {
		var list struct{ Items []struct{ PlanDue string } }
		k.want(http.StatusOK, "GET", "/api/v1/rectifications?audit="+audit, nil, &list)
		if len(list.Items) == 0 || list.Items[0].PlanDue != want {
			t.Errorf("plans are due %+v, want %s", list.Items, want)
		}
	}
	k.clock.advance(10 * 24 * time.Hour)
	k.signIn("supervisor")
	for audit, want := range map[string]string{before: "final", after: "approved"} {
		if state := k.stateOf(audit); state != want {
			t.Errorf("state %s, want %s", state, want)
		}
	}
}
