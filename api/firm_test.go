package api_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"hallmark/api/apitest"
)

// firmCalls lists by hand the calls that a third party's inspector may make; any other is refused.
const firmCalls = `
	GET /api/v1/sessions/current; DELETE /api/v1/sessions/current; GET /; POST /sign-out
	GET /password; POST /password
	GET /api/v1/notifications; POST /api/v1/notifications/read; GET /notifications
	POST /notifications/read; GET /api/v1/notifications/settings; GET /notifications/{id}
	PUT /api/v1/notifications/settings; POST /api/v1/notifications/confirm
	GET /notifications/settings; POST /notifications/settings; POST /notifications/confirm
	GET /api/v1/editions; GET /api/v1/editions/{id}; GET /api/v1/editions/{id}/checklist
	GET /api/v1/editions/{id}/export; GET /api/v1/editions/{id}/diff/{other}
	GET /api/v1/editions/{id}/aids; GET /editions/{id}/aids; GET /api/v1/register
	GET /api/v1/editions/{id}/export/losses; GET /api/v1/clauses/{uid}/history
	GET /editions; GET /editions/{id}; GET /editions/{id}/clauses/{uid}
	GET /editions/{id}/diff/{other}; POST /api/v1/score
	GET /api/v1/amendments; GET /api/v1/amendments/{id}; GET /amendments; GET /amendments/{id}
	GET /api/v1/amendments/{id}/sheet.pdf; GET /api/v1/amendments/{id}/sheet.docx
	GET /api/v1/amendments/{id}/sheet; GET /api/v1/amendments/{id}/sheet.sts.xml
	GET /api/v1/changes; GET /changes
	GET /api/v1/halls; GET /halls; GET /api/v1/halls/{id}; GET /halls/{id}
	GET /api/v1/halls/{id}/poster.pdf; GET /api/v1/colleagues
	GET /api/v1/audits; GET /audits; POST /api/v1/audits; POST /audits; GET /audits/new
	GET /api/v1/audits/{id}; GET /api/v1/audits/{id}/score; GET /api/v1/audits/{id}/previous
	GET /api/v1/audits/{id}/evidence
	GET /api/v1/audits/{id}/carry; GET /api/v1/audits/{id}/events; POST /api/v1/audits/{id}/presence
	GET /api/v1/audits/{id}/report.pdf; GET /api/v1/audits/{id}/record.pdf
	GET /api/v1/audits/{id}/export; GET /api/v1/audits/{id}/export/losses
	GET /api/v1/audits/{id}/rectification-notice.pdf; GET /audits/{id}/rectification-notice.pdf
	GET /api/v1/audits/{id}/rectification-notice; GET /api/v1/audits/{id}/rectification-notice.docx
	GET /audits/{id}; GET /audits/{id}/score; GET /audits/{id}/report.pdf; GET /audits/{id}/record.pdf
	POST /api/v1/audits/{id}/changes; POST /api/v1/audits/{id}/submit
	POST /api/v1/audits/{id}/confirm; POST /audits/{id}/confirm
	GET /audits/{id}/submit; POST /audits/{id}/submit; POST /audits/{id}/clauses/{uid}
	POST /audits/{id}/carry; PUT /api/v1/evidence/{sha256}; GET /api/v1/evidence/{sha256}
	GET /api/v1/campaigns; GET /campaigns; GET /api/v1/campaigns/{id}; GET /campaigns/{id}
	GET /api/v1/campaigns/{id}/visits; GET /api/v1/campaigns/{id}/draw
	GET /api/v1/campaigns/{id}/draws/{number}; GET /campaigns/{id}/draws/{number}
	GET /api/v1/briefings; GET /api/v1/hand-ins; POST /api/v1/hand-ins; GET /api/v1/hand-ins/{id}
	GET /hand-ins; GET /hand-ins/{id}
	POST /api/v1/audits/{id}/void; GET /audits/{id}/void; POST /audits/{id}/void
`

// TestFirmCalls walks every route: a third party's inspector may call nothing but what their visits
// need.
func TestFirmCalls(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.Stay()
	x := targets(k)[0]
	k.Place("auditor2", "", "某评估公司(虚构)")
	k.SignIn("auditor2")
	permitted := strings.Split(strings.NewReplacer("\n\t", "; ", "\n", "").Replace(firmCalls), "; ")
	for _, call := range k.Server.Calls() {
		method, path, _ := strings.Cut(call, " ")
		if slices.Contains(public, call) || slices.Contains(permitted, call) {
			continue
		}
		if status, body := glance(k, k.Request(method, x.fill(path), bodyOf(path))); status != 403 {
			t.Errorf("%s: %d %.200s", call, status, body)
		}
	}
	for _, path := range []string{"/api/v1/audits/{id}", "/audits/{id}/score", "/api/v1/halls/{id}", "/halls/{id}"} {
		if status, body := glance(k, k.Request("GET", x.fill(path), nil)); status != 404 {
			t.Errorf("%s: %d %.200s", path, status, body)
		}
	}
	_, _, page := k.Call("GET", "/audits", nil)
	for _, link := range []string{"/phone-checks", "/rectifications", "/bulletins", "/consultations", "/audits/new"} {
		if strings.Contains(string(page), `href="`+link) {
			t.Errorf("a link to %s", link)
		}
	}
}

// TestFirmVisits: a third party's inspectors are sent by campaigns of their firm alone, see the
// halls of their visits, and inspect nothing else and with nobody else.
func TestFirmVisits(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	const firm = "某评估公司(虚构)"
	before := k.ReadyAudit()
	k.Want(200, "POST", "/api/v1/audits/"+before+"/submit", apitest.Object{}, nil)
	k.SignIn("supervisor")
	k.Want(200, "POST", "/api/v1/audits/"+before+"/approve", apitest.Object{}, nil)
	k.Place("auditor2", "", firm)
	k.Clock.Advance(time.Minute) // an audit before another one started before it

	k.SignIn("supervisor")
	wrong := apitest.CampaignPlan(apitest.Object{"kind": "third-party", "firm": "另一公司"})
	if status, _, body := k.Call("POST", "/api/v1/campaigns", wrong); status != 422 ||
		!strings.Contains(string(body), "只能参加由该机构承担的活动") {
		t.Errorf("sent by another firm's campaign: %d %s", status, body)
	}
	var m struct {
		ID     string
		Visits []struct{ Hall string }
	}
	k.Want(201, "POST", "/api/v1/campaigns", apitest.CampaignPlan(apitest.Object{"kind": "third-party", "firm": firm}), &m)
	one := "/api/v1/campaigns/" + m.ID
	if status, _, body := k.Call("PATCH", one, wrong); status != 422 {
		t.Errorf("changed to another firm's: %d %s", status, body)
	}
	k.SignIn("auditor2")
	var halls struct{ Items []struct{ ID string } }
	k.Want(200, "GET", "/api/v1/halls", nil, &halls)
	if len(halls.Items) != 0 {
		t.Errorf("before the draw: %v", halls.Items)
	}
	k.SignIn("supervisor")
	for _, step := range []string{"seal", "draw", "open"} {
		k.Want(200, "POST", one+"/"+step, apitest.Object{}, &m)
	}
	hall, other := m.Visits[0].Hall, "GS-S04"
	if hall == other {
		other = "GS-S03"
	}

	k.SignIn("auditor2")
	k.Want(200, "GET", "/api/v1/halls", nil, &halls)
	if len(halls.Items) != 1 || halls.Items[0].ID != hall {
		t.Errorf("halls of visits: %v, want %s", halls.Items, hall)
	}
	k.Want(200, "GET", "/api/v1/halls/"+hall, nil, nil)
	k.Want(404, "GET", "/api/v1/halls/"+other, nil, nil)
	_, _, page := k.Call("GET", "/halls", nil)
	if !strings.Contains(string(page), hall) || strings.Contains(string(page), other) {
		t.Errorf("the page of halls: %s", page)
	}
	_, _, page = k.Call("GET", "/audits", nil)
	if strings.Contains(string(page), other) {
		t.Errorf("the page of audits names %s", other)
	}
	start := func(status int, code string, body apitest.Object) {
		t.Helper()
		if got, _, answer := k.Call("POST", "/api/v1/audits", body); got != status ||
			!strings.Contains(string(answer), code) {
			t.Errorf("%v: %d %s, want %d %s", body, got, answer, status, code)
		}
	}
	start(403, "visits-only", apitest.Object{"hall": hall, "kind": "comprehensive"})
	start(403, "visits-only", apitest.Object{"hall": hall, "kind": "third-party", "campaign": "第一季度"})
	start(403, "visits-only", apitest.Object{"hall": hall, "kind": "recheck", "origin": before})
	start(422, "unknown-hall", apitest.Object{"hall": other, "kind": "third-party", "campaign": m.ID})
	start(201, "", apitest.Object{"hall": hall, "kind": "third-party", "campaign": m.ID})
	var audits struct{ Items []struct{ ID, Hall string } }
	k.Want(200, "GET", "/api/v1/audits", nil, &audits)
	if len(audits.Items) != 1 || audits.Items[0].Hall != hall {
		t.Fatalf("%v", audits.Items)
	}
	mine := "/api/v1/audits/" + audits.Items[0].ID
	var previous struct{ Audit string }
	k.Want(200, "GET", mine+"/previous", nil, &previous)
	if previous.Audit != "" {
		t.Errorf("what others found before: %v", previous)
	}
	k.Want(200, "GET", "/audits/"+audits.Items[0].ID, nil, nil)
	k.Want(200, "GET", "/campaigns/"+m.ID, nil, nil)
	var colleagues struct{ Items []struct{ Username string } }
	k.Want(200, "GET", "/api/v1/colleagues", nil, &colleagues)
	if len(colleagues.Items) != 1 || colleagues.Items[0].Username != "auditor" {
		t.Errorf("to the firm: %v", colleagues.Items)
	}
	k.SignIn("auditor")
	k.Want(200, "GET", mine+"/previous", nil, &previous)
	if hall == "GS-S03" && previous.Audit != before {
		t.Errorf("to own staff: %v", previous)
	}
	k.Want(200, "GET", "/api/v1/colleagues", nil, &colleagues)
	if len(colleagues.Items) != 0 {
		t.Errorf("to own staff: %v", colleagues.Items)
	}
	start(422, "firm-inspector", apitest.Object{"hall": other, "kind": "comprehensive",
		"inspectors": []string{"auditor2"}})
}
