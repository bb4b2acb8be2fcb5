package audits_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"hallmark/api/apitest"
	"hallmark/fixtures"
	"hallmark/standard"
)

// TestOfflineStart has audits arrive that began before an amendment took effect, or was known: the
// edition in force at the start is theirs, for two weeks and not longer; the log says that they
// began off line.
func TestOfflineStart(t *testing.T) {
	k := apitest.New(t)
	base, err := fixtures.Edition2017()
	k.Must(err)
	sheet, err := fixtures.AmendmentXG1() // in force on 1 July 2022
	k.Must(err)
	next, err := standard.Apply(base, sheet)
	k.Must(err)
	now := time.Date(2022, 7, 10, 1, 0, 0, 0, time.UTC)
	k.Clock.Advance(now.AddDate(0, 0, -5).Sub(k.Clock.Read())) // published after the day it names
	k.Must(k.Server.Feed.PublishEdition(t.Context(), "editor", next))
	k.Clock.Advance(5 * 24 * time.Hour)
	k.SignIn("auditor")
	for _, c := range []struct {
		name    string
		started string // "" is left out
		edition string
		status  int
		field   string // that is refused
		sealed  string
	}{
		{"before the amendment", "2022-06-30T09:00:00+08:00", "2017", 201, "", "2017"},
		{"before it, no edition named", "2022-06-30T09:00:00+08:00", "", 201, "", "2017"},
		{"before it was known", "2022-07-03T09:00:00+08:00", "2017", 201, "", "2017"},
		{"before it was known, by its text", "2022-07-03T09:00:00+08:00", "2017+XG1", 201, "", "2017+XG1"},
		{"after it", "2022-07-06T09:00:00+08:00", "2017", 422, "edition", ""},
		{"after it, the new edition", "2022-07-06T09:00:00+08:00", "2017+XG1", 201, "", "2017+XG1"},
		{"before it, the new edition", "2022-06-30T09:00:00+08:00", "2017+XG1", 422, "edition", ""},
		{"two weeks ago", "2022-06-26T09:00:00+08:00", "2017", 201, "", "2017"},
		{"more than two weeks ago", "2022-06-26T08:59:59+08:00", "2017", 422, "startedAt", ""},
		{"more than two weeks ago, none named", "2022-06-20T09:00:00+08:00", "", 422, "startedAt", ""},
		{"now", "", "2017", 422, "edition", ""},
		{"a clock ahead", "2022-07-10T09:06:00+08:00", "2017", 422, "startedAt", ""},
	} {
		body := apitest.Object{"hall": "GS-S03", "kind": "announced"}
		if c.started != "" {
			body["startedAt"] = c.started
		}
		if c.edition != "" {
			body["edition"] = c.edition
		}
		status, _, answer := k.Call("POST", "/api/v1/audits", body)
		if status != c.status || c.field != "" && !strings.Contains(string(answer), `"name":"`+c.field+`"`) {
			t.Errorf("%s: status %d, want %d and %q: %s", c.name, status, c.status, c.field, answer)
			continue
		}
		if status != http.StatusCreated {
			continue
		}
		var a apitest.AuditSeen
		k.Must(json.Unmarshal(answer, &a))
		if a.Edition != c.sealed {
			t.Errorf("%s: sealed to %s, want %s", c.name, a.Edition, c.sealed)
		}
		if log := k.Events(a.ID); len(log) != 1 || log[0].Action != "audit-started-offline" {
			t.Errorf("%s: the log says %v", c.name, log)
		}
	}
	if log := k.Events(k.StartAudit("GS-S03")); log[0].Action != "audit-started" {
		t.Errorf("an audit that starts on line: %v", log)
	}
}
