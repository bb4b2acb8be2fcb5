package api_test

import (
	"strings"
	"testing"

	"hallmark/api/apitest"
	"hallmark/checklists"
	"hallmark/checklists/campaign"
)

// TestIDsThatEnter: where a client makes an ID, it is a UUID of version 7. Versions that follow from
// other data are refused everywhere, so that nobody takes the place of what the server will make.
func TestIDsThatEnter(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.Drafted(apitest.DraftID, "2017")
	consulted(k)
	calls := []struct {
		user, path string
		body       apitest.Object
	}{
		{"auditor", "/api/v1/audits", apitest.Object{"hall": "GS-S03", "kind": "comprehensive"}},
		{"auditor", "/api/v1/phone-checks", apitest.Object{"hall": "GS-S03", "answers": apitest.Object{}}},
		{"editor", "/api/v1/drafts", apitest.Object{"base": "2017", "title": "等候"}},
		{"supervisor", "/api/v1/proposals", apitest.Object{"edition": "2017", "clause": "HS036"}},
		{"head", "/api/v1/consultations/" + apitest.DraftID + "/comments",
			apitest.Object{"clause": "HS036", "text": "请细化"}},
	}
	for _, call := range calls {
		k.SignIn(call.user)
		for _, version := range "1345689" {
			call.body["id"] = "3d6f0a80-4f4e-" + string(version) + "d5b-9c7e-2b1a6f0e9d11"
			status, _, body := k.Call("POST", call.path, call.body)
			if version == '8' && strings.HasSuffix(call.path, "phone-checks") {
				continue // is looked at with the campaign, after what the call asks
			}
			if status != 422 || !strings.Contains(string(body), `"name":"id"`) {
				t.Errorf("%s with version %c: %d %s", call.path, version, status, body)
			}
		}
		if strings.HasSuffix(call.path, "phone-checks") {
			continue // nobody has set what a call asks
		}
		call.body["id"] = "01890a5d-ac96-774b-bcce-0000000000f1"
		k.Want(201, "POST", call.path, call.body, nil)
	}
}

// TestVisitIDIsOfItsVisit: version 8 is taken for the audit of a visit alone, from somebody whom the
// campaign sends there.
func TestVisitIDIsOfItsVisit(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("supervisor")
	var m struct {
		ID     string
		Visits []struct {
			Hall       string
			Inspectors []string
		}
	}
	k.Want(201, "POST", "/api/v1/campaigns", apitest.CampaignPlan(nil), &m)
	for _, step := range []string{"seal", "draw"} {
		k.Want(200, "POST", "/api/v1/campaigns/"+m.ID+"/"+step, apitest.Object{}, &m)
	}
	hall := m.Visits[0].Hall
	id := campaign.VisitID(campaign.ID(m.ID), checklists.HallID(hall), 0)
	start := func(user string, status int, id checklists.AuditID, of string) {
		t.Helper()
		k.SignIn(user)
		k.Want(status, "POST", "/api/v1/audits", apitest.Object{"id": id, "hall": hall,
			"kind": "unannounced", "campaign": of}, nil)
	}
	start("auditor", 422, id, "")   // of no campaign
	start("auditor", 422, id, m.ID) // not opened yet
	k.SignIn("supervisor")
	k.Want(200, "POST", "/api/v1/campaigns/"+m.ID+"/open", apitest.Object{}, nil)
	start("auditor", 422, id, "")
	start("auditor", 422, campaign.VisitID(campaign.ID(m.ID), "GS-D00", 0), m.ID)
	start("supervisor", 422, id, m.ID) // who is not sent
	start("auditor", 201, id, m.ID)
	start("auditor2", 201, id, m.ID) // once more, by the colleague
	start("supervisor", 422, id, m.ID)
}

// TestNamesOfActors: no account has a name that stands in events for the program, the terminal, the
// seed or a visitor: what it did would be taken for theirs, and nobody would be notified of it.
func TestNamesOfActors(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	for _, name := range []string{"hallmark", "terminal", "seed", "visitor"} {
		if k.AddSupervisor(name) == nil {
			t.Errorf("there is an account %q", name)
		}
	}
}
