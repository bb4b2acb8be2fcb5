package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"hallmark/checklists"
)

// campaignPlan is the plan of a campaign with some of its fields set otherwise.
func campaignPlan(set object) object {
	plan := object{"name": "第一季度暗访", "kind": "unannounced", "from": "2018-03-01", "to": "2018-03-31",
		"tiers": []string{"subdistrict"}, "quota": object{"subdistrict": 1}, "team": 2,
		"inspectors": []string{"auditor", "auditor2"}}
	for name, value := range set {
		plan[name] = value
	}
	return plan
}

// campaignCases take a campaign from its plan to a ranking.
func (k *kit) campaignCases(p scene) []useCase {
	const all = "/api/v1/campaigns"
	one, reported := all+"/"+p.campaign, all+"/"+p.reported
	post := func(user, step string, body object, status int, code string) useCase {
		return useCase{user: user, call: "POST " + one + "/" + step, body: body, status: status, code: code}
	}
	none := object{}
	return []useCase{
		{user: "auditor", call: "POST " + all, body: campaignPlan(nil), status: 403, code: "forbidden"},
		{user: "supervisor", call: "POST " + all, body: campaignPlan(object{"team": 1}), status: 422,
			code: "campaign.team"},
		{user: "supervisor", call: "POST " + all, body: campaignPlan(object{"kind": "recheck"}), status: 422},
		{user: "supervisor", call: "POST " + all, body: campaignPlan(object{"area": "33x"}), status: 422,
			breaks: true},
		{user: "supervisor", call: "POST " + all, body: campaignPlan(object{"clauses": []string{"XX"}}),
			status: 422, code: "campaign.clause"},
		{user: "supervisor", call: "POST " + all, body: campaignPlan(nil), status: 201},
		{user: "auditor", call: "GET " + all, status: 200},
		{user: "supervisor", call: "GET " + all + "?format=xlsx", status: 200},
		{user: "supervisor", call: "GET " + all + "?format=csv", status: 200},
		{user: "supervisor", call: "GET " + all + "?format=doc", status: 400, breaks: true},
		{user: "supervisor", call: "PATCH " + one, body: campaignPlan(object{"revision": 9}), status: 409,
			code: "stale-revision"},
		{user: "supervisor", call: "PATCH " + one, body: campaignPlan(object{"name": "一季度暗访", "quota": object{}}),
			status: 200},
		post("supervisor", "draw", none, 409, "campaign-step"),
		{user: "supervisor", call: "GET " + one + "/draw", status: 409, code: "campaign-step"},
		post("supervisor", "seal", none, 200, ""),
		post("supervisor", "seal", none, 409, "campaign-started"),
		{user: "supervisor", call: "PATCH " + one, body: campaignPlan(nil), status: 409,
			code: "campaign-started"},
		post("supervisor", "draw", none, 200, ""),
		post("supervisor", "draw", none, 409, "draw-reason"),
		post("supervisor", "draw", object{"comment": "一名检查员生病"}, 200, ""),
		{user: "auditor", call: "GET " + one, status: 200, then: seedIs(false)},
		post("supervisor", "close", none, 409, "campaign-step"),
		post("supervisor", "open", none, 200, ""),
		post("supervisor", "open", none, 409, "campaign-step"),
		{user: "supervisor", call: "GET " + one, status: 200, then: seedIs(true)},
		{user: "auditor", call: "GET " + one + "/visits", status: 200},
		post("supervisor", "visits", object{"hall": "GS-S03", "day": "2018-03-05"}, 200, ""),
		post("supervisor", "visits", object{"hall": "GS-D00", "day": "2018-03-05"}, 422, "not-drawn"),
		post("supervisor", "visits", object{"hall": "GS-D00", "revision": 99}, 409, "stale-revision"),
		{user: "supervisor", call: "GET " + one + "/visits?format=xlsx", status: 200},
		{user: "supervisor", call: "GET " + one + "/visits?format=csv", status: 200},
		{user: "supervisor", call: "GET " + one + "/visits?format=doc", status: 400, breaks: true},
		{user: "auditor", call: "POST /api/v1/audits", body: object{"hall": "GS-D00",
			"kind": "unannounced", "campaign": p.campaign}, status: 422, code: "not-drawn"},
		{user: "head", call: "GET " + one + "/ranking?tier=subdistrict", status: 404, code: "not-found"},
		{user: "head", call: "GET " + one + "/draw", status: 404, code: "not-found"},
		{user: "auditor", call: "GET " + one + "/draw", status: 404, code: "not-found"},
		{user: "supervisor", call: "GET " + one + "/draw", status: 200, then: drawHolds},
		{user: "auditor", call: "GET " + one + "/draws/2", status: 404, code: "not-found"},
		{user: "supervisor", call: "GET " + one + "/draws/2", status: 200},
		{user: "supervisor", call: "GET " + one + "/draws/2?format=xlsx", status: 200},
		{user: "supervisor", call: "GET " + one + "/draws/2?format=csv", status: 200},
		{user: "supervisor", call: "GET " + one + "/draws/2?format=doc", status: 400, breaks: true},
		{user: "supervisor", call: "GET " + one + "/draws/3", status: 404, code: "not-found"},
		{user: "supervisor", call: "GET " + one + "/ranking?tier=subdistrict", status: 200},
		{user: "supervisor", call: "GET " + one + "/ranking?tier=subdistrict&before=" + p.campaign,
			status: 200},
		{user: "supervisor", call: "GET " + one + "/ranking", status: 400, breaks: true},
		{user: "supervisor", call: "GET " + one + "/ranking?tier=subdistrict&area=3301&format=xlsx",
			status: 200},
		{user: "supervisor", call: "GET " + one + "/ranking?tier=subdistrict&format=csv", status: 200},
		{user: "supervisor", call: "GET " + one + "/ranking?tier=subdistrict&area=x", status: 400,
			breaks: true},
		{user: "head", call: "GET " + one + "/results?tier=subdistrict", status: 403},
		{user: "supervisor", call: "GET " + one + "/results?tier=subdistrict&before=" + p.campaign,
			status: 200},
		{user: "supervisor", call: "GET " + one + "/results?tier=subdistrict&format=xlsx", status: 200},
		{user: "supervisor", call: "GET " + one + "/results?tier=subdistrict&format=csv", status: 200},
		{user: "supervisor", call: "GET " + one + "/results", status: 400, breaks: true},
		{user: "supervisor", call: "POST " + one + "/archive", status: 409, code: "nothing-to-archive"},
		{user: "supervisor", call: "GET " + reported + "/archive.zip", status: 404, code: "not-found"},
		{user: "supervisor", call: "POST " + reported + "/archive", status: 202},
		{user: "supervisor", call: "GET " + reported + "/archive", status: 200, then: k.archiveDone(reported)},
		{user: "supervisor", call: "GET " + reported + "/archive.zip", status: 200},
		{user: "admin", call: "DELETE " + reported + "/archive", status: 200},
		post("supervisor", "close", none, 200, ""),
		{user: "head", call: "GET " + one + "/ranking?tier=subdistrict", status: 200},
		{user: "head", call: "GET " + one + "/draw", status: 200, then: drawHolds},
		{user: "auditor", call: "GET " + one + "/draw", status: 200},
	}
}

// archiveDone waits until the reports are packed.
func (k *kit) archiveDone(one string) func(*testing.T, http.Header, []byte) {
	return func(t *testing.T, _ http.Header, _ []byte) {
		if a := k.packed(one); a.State != "ready" {
			t.Errorf("%+v", a)
		}
	}
}

// drawHolds repeats the draws of a record.
func drawHolds(t *testing.T, _ http.Header, body []byte) {
	var r checklists.DrawRecord
	if err := json.Unmarshal(body, &r); err != nil || len(r.Draws) != 2 {
		t.Fatalf("%d draws, %v", len(r.Draws), err)
	}
	if err := r.Check(); err != nil {
		t.Error(err)
	}
}

// seedIs checks whether the seed is public, and that its digest is.
func seedIs(public bool) func(*testing.T, http.Header, []byte) {
	return func(t *testing.T, _ http.Header, body []byte) {
		var m struct{ Seed, SeedDigest string }
		if err := json.Unmarshal(body, &m); err != nil || (m.Seed != "") != public || len(m.SeedDigest) != 64 {
			t.Errorf("seed %q, digest %q, %v", m.Seed, m.SeedDigest, err)
		}
		if public && digestOf([]byte(m.Seed)) != m.SeedDigest {
			t.Error("the seed is not the one that was bound")
		}
	}
}

// TestVisitsOfCampaign draws a campaign and visits the hall that was drawn.
func TestVisitsOfCampaign(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	k.signIn("supervisor")
	var m struct {
		ID     string
		Visits []struct {
			Hall, Audit, Day string
			Inspectors       []string
		}
	}
	k.want(201, "POST", "/api/v1/campaigns", campaignPlan(nil), &m)
	one := "/api/v1/campaigns/" + m.ID
	for _, step := range []string{"seal", "draw", "open"} {
		k.want(200, "POST", one+"/"+step, object{}, &m)
	}
	plan := object{"hall": m.Visits[0].Hall, "day": "2018-03-05"}
	k.want(200, "POST", one+"/visits", plan, &m)
	late := object{"hall": m.Visits[0].Hall, "day": "2018-04-01"}
	if status, _, body := k.call("POST", one+"/visits", late); status != 422 ||
		!strings.Contains(string(body), `"name":"day"`) {
		t.Errorf("a day after the campaign: %d %s", status, body)
	}
	if m.Visits[0].Day != "2018-03-05" || len(m.Visits) != 1 || len(m.Visits[0].Inspectors) != 2 {
		t.Fatalf("visits %+v", m.Visits)
	}
	hall := m.Visits[0].Hall
	k.signIn("auditor")
	visit := object{"hall": hall, "kind": "unannounced", "campaign": m.ID}
	for name, wrong := range map[string]object{"kind": {"hall": hall, "kind": "announced",
		"campaign": m.ID}, "hall": {"hall": "GS-C01", "kind": "unannounced", "campaign": m.ID}} {
		status, _, body := k.call("POST", "/api/v1/audits", wrong)
		if status != 422 || !strings.Contains(string(body), fmt.Sprintf(`"name":%q`, name)) {
			t.Errorf("%s: %d %s", name, status, body)
		}
	}
	var audit struct{ ID, Campaign string }
	k.want(201, "POST", "/api/v1/audits", visit, &audit)
	k.signIn("supervisor")
	k.want(200, "GET", one, nil, &m)
	if status, _, body := k.call("POST", one+"/visits", plan); status != 409 {
		t.Errorf("the day of a visit that has begun: %d %s", status, body)
	}
	if m.Visits[0].Audit != audit.ID || audit.Campaign != m.ID {
		t.Errorf("the visit became %q, the audit is %q", m.Visits[0].Audit, audit.ID)
	}
	other := object{"hall": hall, "kind": "unannounced", "campaign": m.ID, "id": uuid.NewString()}
	for code, wrong := range map[string]object{"visit-begun": other, "visit-id": {"hall": hall,
		"kind": "comprehensive", "id": audit.ID[:35] + "0"}} {
		k.signIn("auditor")
		if status, _, body := k.call("POST", "/api/v1/audits", wrong); status != 422 ||
			!strings.Contains(string(body), code) {
			t.Errorf("%s: %d %s", code, status, body)
		}
	}
	// A colleague who began without a network begins the same audit.
	k.signIn("auditor2")
	visit["id"] = audit.ID
	k.want(201, "POST", "/api/v1/audits", visit, nil)
	k.signIn("supervisor")
	delete(visit, "id")
	if status, _, body := k.call("POST", "/api/v1/audits", visit); status != 422 ||
		!strings.Contains(string(body), "not-sent") {
		t.Errorf("somebody who was not sent: %d %s", status, body)
	}
}
