package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"hallmark/api/apitest"
	"hallmark/checklists/campaign"
)

// campaignCases take a campaign from its plan to a ranking.
func campaignCases(k *apitest.Kit, p apitest.Scene) []useCase {
	const all = "/api/v1/campaigns"
	one, reported := all+"/"+p.Campaign, all+"/"+p.Reported
	post := func(user, step string, body apitest.Object, status int, code string) useCase {
		return useCase{user: user, call: "POST " + one + "/" + step, body: body, status: status, code: code}
	}
	none := apitest.Object{}
	return []useCase{
		{user: "auditor", call: "POST " + all, body: apitest.CampaignPlan(nil), status: 403, code: "forbidden"},
		{user: "supervisor", call: "POST " + all, body: apitest.CampaignPlan(apitest.Object{"team": 1}), status: 422,
			code: "campaign.team"},
		{user: "supervisor", call: "POST " + all, body: apitest.CampaignPlan(apitest.Object{"kind": "recheck"}), status: 422},
		{user: "supervisor", call: "POST " + all, body: apitest.CampaignPlan(apitest.Object{"area": "33x"}), status: 422,
			breaks: true},
		{user: "supervisor", call: "POST " + all, body: apitest.CampaignPlan(apitest.Object{"clauses": []string{"XX"}}),
			status: 422, code: "campaign.clause"},
		{user: "supervisor", call: "POST " + all, body: apitest.CampaignPlan(nil), status: 201},
		{user: "auditor", call: "GET " + all, status: 200},
		{user: "supervisor", call: "GET " + all + "?format=xlsx", status: 200},
		{user: "supervisor", call: "GET " + all + "?format=csv", status: 200},
		{user: "supervisor", call: "GET " + all + "?format=doc", status: 400, breaks: true},
		{user: "supervisor", call: "PATCH " + one, body: apitest.CampaignPlan(apitest.Object{"revision": 9}), status: 409,
			code: "stale-revision"},
		{user: "supervisor", call: "PATCH " + one, body: apitest.CampaignPlan(apitest.Object{"name": "一季度暗访", "quota": apitest.Object{}}),
			status: 200},
		post("supervisor", "draw", none, 409, "campaign-step"),
		{user: "supervisor", call: "GET " + one + "/draw", status: 409, code: "campaign-step"},
		post("supervisor", "seal", none, 200, ""),
		post("supervisor", "seal", none, 409, "campaign-started"),
		{user: "supervisor", call: "PATCH " + one, body: apitest.CampaignPlan(nil), status: 409,
			code: "campaign-started"},
		post("supervisor", "draw", none, 200, ""),
		post("supervisor", "draw", none, 409, "draw-reason"),
		post("supervisor", "draw", apitest.Object{"comment": "一名检查员生病"}, 200, ""),
		{user: "auditor", call: "GET " + one, status: 200, then: seedIs(false)},
		post("supervisor", "close", none, 409, "campaign-step"),
		post("supervisor", "open", none, 200, ""),
		post("supervisor", "open", none, 409, "campaign-step"),
		{user: "supervisor", call: "GET " + one, status: 200, then: seedIs(true)},
		{user: "auditor", call: "GET " + one + "/visits", status: 200},
		post("supervisor", "visits", apitest.Object{"hall": "GS-S03", "day": "2018-03-05"}, 200, ""),
		post("supervisor", "visits", apitest.Object{"hall": "GS-D00", "day": "2018-03-05"}, 422, "not-drawn"),
		post("supervisor", "visits", apitest.Object{"hall": "GS-D00", "revision": 99}, 409, "stale-revision"),
		{user: "supervisor", call: "GET " + one + "/visits?format=xlsx", status: 200},
		{user: "supervisor", call: "GET " + one + "/visits?format=csv", status: 200},
		{user: "supervisor", call: "GET " + one + "/visits?format=doc", status: 400, breaks: true},
		{user: "auditor", call: "POST /api/v1/audits", body: apitest.Object{"hall": "GS-D00",
			"kind": "unannounced", "campaign": p.Campaign}, status: 422, code: "not-drawn"},
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
		{user: "supervisor", call: "GET " + one + "/ranking?tier=subdistrict&before=" + p.Campaign,
			status: 200},
		{user: "supervisor", call: "GET " + one + "/ranking", status: 400, breaks: true},
		{user: "supervisor", call: "GET " + one + "/ranking?tier=subdistrict&area=3301&format=xlsx",
			status: 200},
		{user: "supervisor", call: "GET " + one + "/ranking?tier=subdistrict&format=csv", status: 200},
		{user: "supervisor", call: "GET " + one + "/ranking?tier=subdistrict&area=x", status: 400,
			breaks: true},
		{user: "head", call: "GET " + one + "/results?tier=subdistrict", status: 403},
		{user: "supervisor", call: "GET " + one + "/results?tier=subdistrict&before=" + p.Campaign,
			status: 200},
		{user: "supervisor", call: "GET " + one + "/results?tier=subdistrict&format=xlsx", status: 200},
		{user: "supervisor", call: "GET " + one + "/results?tier=subdistrict&format=csv", status: 200},
		{user: "supervisor", call: "GET " + one + "/results", status: 400, breaks: true},
		{user: "supervisor", call: "POST " + one + "/archive", status: 409, code: "nothing-to-archive"},
		{user: "supervisor", call: "GET " + reported + "/archive.zip", status: 404, code: "not-found"},
		{user: "supervisor", call: "POST " + reported + "/archive", status: 202},
		{user: "supervisor", call: "GET " + reported + "/archive", status: 200, then: archiveDone(k, reported)},
		{user: "supervisor", call: "GET " + reported + "/archive.zip", status: 200},
		{user: "admin", call: "DELETE " + reported + "/archive", status: 200},
		post("supervisor", "close", none, 409, "unconfirmed"),
		post("supervisor", "close", apitest.Object{"confirmed": true}, 200, ""),
		{user: "head", call: "GET " + one + "/ranking?tier=subdistrict", status: 200},
		{user: "head", call: "GET " + one + "/draw", status: 200, then: drawHolds},
		{user: "auditor", call: "GET " + one + "/draw", status: 200},
	}
}

// archiveDone waits until the reports are packed.
func archiveDone(k *apitest.Kit, one string) func(*testing.T, http.Header, []byte) {
	return func(t *testing.T, _ http.Header, _ []byte) {
		if a := k.Packed(one); a.State != "ready" {
			t.Errorf("%+v", a)
		}
	}
}

// drawHolds repeats the draws of a record.
func drawHolds(t *testing.T, _ http.Header, body []byte) {
	var r campaign.DrawRecord
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
		if public && apitest.DigestOf([]byte(m.Seed)) != m.SeedDigest {
			t.Error("the seed is not the one that was bound")
		}
	}
}

// TestVisitsOfCampaign draws a campaign and visits the hall that was drawn.
func TestVisitsOfCampaign(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("supervisor")
	var m struct {
		ID     string
		Visits []struct {
			Hall, Audit, Day string
			Inspectors       []string
		}
	}
	k.Want(201, "POST", "/api/v1/campaigns", apitest.CampaignPlan(nil), &m)
	one := "/api/v1/campaigns/" + m.ID
	for _, step := range []string{"seal", "draw", "open"} {
		k.Want(200, "POST", one+"/"+step, apitest.Object{}, &m)
	}
	plan := apitest.Object{"hall": m.Visits[0].Hall, "day": "2018-03-05"}
	k.Want(200, "POST", one+"/visits", plan, &m)
	late := apitest.Object{"hall": m.Visits[0].Hall, "day": "2018-04-01"}
	if status, _, body := k.Call("POST", one+"/visits", late); status != 422 ||
		!strings.Contains(string(body), `"name":"day"`) {
		t.Errorf("a day after the campaign: %d %s", status, body)
	}
	if m.Visits[0].Day != "2018-03-05" || len(m.Visits) != 1 || len(m.Visits[0].Inspectors) != 2 {
		t.Fatalf("visits %+v", m.Visits)
	}
	hall := m.Visits[0].Hall
	k.SignIn("auditor")
	visit := apitest.Object{"hall": hall, "kind": "unannounced", "campaign": m.ID}
	for name, wrong := range map[string]apitest.Object{"kind": {"hall": hall, "kind": "announced",
		"campaign": m.ID}, "hall": {"hall": "GS-C01", "kind": "unannounced", "campaign": m.ID}} {
		status, _, body := k.Call("POST", "/api/v1/audits", wrong)
		if status != 422 || !strings.Contains(string(body), fmt.Sprintf(`"name":%q`, name)) {
			t.Errorf("%s: %d %s", name, status, body)
		}
	}
	var audit struct{ ID, Campaign string }
	k.Want(201, "POST", "/api/v1/audits", visit, &audit)
	k.SignIn("supervisor")
	k.Want(200, "GET", one, nil, &m)
	if status, _, body := k.Call("POST", one+"/visits", plan); status != 409 {
		t.Errorf("the day of a visit that has begun: %d %s", status, body)
	}
	if m.Visits[0].Audit != audit.ID || audit.Campaign != m.ID {
		t.Errorf("the visit became %q, the audit is %q", m.Visits[0].Audit, audit.ID)
	}
	other := apitest.Object{"hall": hall, "kind": "unannounced", "campaign": m.ID, "id": uuid.Must(uuid.NewV7()).String()}
	for code, wrong := range map[string]apitest.Object{"visit-begun": other, "visit-id": {"hall": hall,
		"kind": "comprehensive", "id": audit.ID[:35] + "0"}} {
		k.SignIn("auditor")
		if status, _, body := k.Call("POST", "/api/v1/audits", wrong); status != 422 ||
			!strings.Contains(string(body), code) {
			t.Errorf("%s: %d %s", code, status, body)
		}
	}
	// A colleague who began without a network begins the same audit.
	k.SignIn("auditor2")
	visit["id"] = audit.ID
	k.Want(201, "POST", "/api/v1/audits", visit, nil)
	k.SignIn("supervisor")
	delete(visit, "id")
	if status, _, body := k.Call("POST", "/api/v1/audits", visit); status != 422 ||
		!strings.Contains(string(body), "not-sent") {
		t.Errorf("somebody who was not sent: %d %s", status, body)
	}
}
