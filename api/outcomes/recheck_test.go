package outcomes_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"hallmark/api/apitest"
)

// TestRecheckVisit: an inspector starts a re-check from the score page, it asks what fell short and
// nothing else, and its approval closes the rectifications and restates the score after them.
func TestRecheckVisit(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	origin := k.ApprovedAudit()
	auditor := k.Browse("auditor")
	score := auditor.Get("/audits/" + origin + "/score")
	score.Want(t, 200, `name="origin" value="`+origin+`"`)
	p := auditor.Post("/audits", url.Values{"hall": {"GS-S03"}, "kind": {"recheck"}, "origin": {origin}})
	p.Want(t, 303, "")
	one := "/api/v1" + p.Header.Get("Location")

	k.SignIn("auditor")
	var visit struct {
		Only   []string
		Origin string
	}
	k.Want(200, "GET", one, nil, &visit)
	var open struct {
		Items []struct{ Clause, State, DutyHolder string }
	}
	k.Want(200, "GET", "/api/v1/rectifications?limit=200&audit="+origin, nil, &open)
	var failed []string
	for _, r := range open.Items {
		failed = append(failed, r.Clause)
	}
	slices.Sort(failed)
	asked := slices.Sorted(slices.Values(visit.Only))
	if visit.Origin != origin || len(failed) == 0 || !slices.Equal(asked, failed) {
		t.Fatalf("the visit for %s asks %v, what fell short is %v", visit.Origin, asked, failed)
	}
	before := k.Report(origin)
	var changes []apitest.Object
	for _, c := range k.Answers("subdistrict") {
		if !slices.Contains(visit.Only, c["clause"].(string)) {
			continue
		}
		value := c["value"].(apitest.Object)
		if value["level"] != nil {
			value["level"] = 3
		}
		if value["numerator"] != nil {
			value["numerator"] = 20
		}
		changes = append(changes, c)
	}
	k.Want(200, "POST", one+"/changes", apitest.Object{"revision": 1, "changes": changes}, nil)
	k.Want(200, "POST", one+"/submit", apitest.Object{}, nil)
	k.SignIn("supervisor")
	k.Want(200, "POST", one+"/approve", apitest.Object{}, nil)
	k.Want(200, "GET", "/api/v1/rectifications?limit=200&audit="+origin, nil, &open)
	for _, r := range open.Items {
		if r.State != "closed" {
			t.Errorf("%s is %s", r.Clause, r.State)
		}
	}
	k.Pass()
	var verified []apitest.Told
	for _, n := range k.Told("head") {
		if n.Kind == "rectification-verified" {
			verified = append(verified, n)
		}
	}
	if len(verified) != 1 {
		t.Errorf("of %d rectifications closed by one visit the head is told %v", len(open.Items), verified)
	}
	k.SignIn("supervisor")
	if text := auditor.Get("/audits/" + origin + "/score").Body; !strings.Contains(text, "整改后（截至") ||
		strings.Contains(text, `name="origin"`) {
		t.Error("the score page does not show what the fixes came to, or offers another re-check")
	}
	if status, _, body := k.Call("POST", "/api/v1/audits", apitest.Object{"hall": "GS-S03", "kind": "recheck",
		"origin": origin}); status != 422 || !strings.Contains(string(body), "nothing-to-recheck") {
		t.Errorf("a re-check of nothing: %d %s", status, body)
	}
	k.SignIn("auditor2")
	if status, _, body := k.Call("POST", "/api/v1/audits", apitest.Object{"hall": "GS-S03", "kind": "recheck",
		"origin": origin}); status != 422 || !strings.Contains(string(body), "unknown-audit") {
		t.Errorf("a re-check by somebody who was not there: %d %s", status, body)
	}
	k.SignIn("supervisor")
	k.WantVerified(before, k.Report(origin))
}
