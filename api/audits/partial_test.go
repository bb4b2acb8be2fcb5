package audits_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"hallmark/api/apitest"
	"hallmark/pdf/seal"
)

// TestPartialAudit walks a spot check: it asks two clauses, takes no other answer, is submitted and
// approved without a grade, and its report is computed again from its own data.
func TestPartialAudit(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("auditor")
	var audit struct {
		ID    string
		Only  []string
		Asked int
	}
	k.Want(201, "POST", "/api/v1/audits", apitest.Object{"hall": "GS-S03", "kind": "announced",
		"only": []string{"HS003", "HS001"}}, &audit)
	if !slices.Equal(audit.Only, []string{"HS001", "HS003"}) || audit.Asked != 2 {
		t.Fatalf("%+v", audit)
	}
	one := "/api/v1/audits/" + audit.ID
	var list struct{ Items []struct{ Only []string } }
	if k.Want(200, "GET", "/api/v1/audits", nil, &list); len(list.Items[0].Only) != 2 {
		t.Errorf("the list says %v", list.Items[0].Only)
	}
	changes := []apitest.Object{}
	for _, c := range k.Answers("subdistrict") {
		if slices.Contains([]any{"HS001", "HS002", "HS003"}, c["clause"]) {
			changes = append(changes, c)
		}
	}
	var reply struct {
		Results []struct{ Status, Code string }
	}
	k.Want(200, "POST", one+"/changes", apitest.Object{"revision": 1, "changes": changes}, &reply)
	for i, want := range []string{"applied", "clause-not-asked", "applied"} {
		if got := reply.Results[i]; got.Status != want && got.Code != want {
			t.Errorf("change %d: %+v, want %s", i, got, want)
		}
	}
	k.Want(200, "POST", one+"/submit", apitest.Object{}, nil)
	k.SignIn("supervisor")
	k.Want(200, "POST", one+"/approve", apitest.Object{}, nil)
	var score struct {
		Partial      bool
		Grade, Stars string
		Clauses      []struct{ UID string }
		Chapters     []struct{ Number int }
	}
	k.Want(200, "GET", one+"/score", nil, &score)
	if !score.Partial || score.Grade+score.Stars != "" || len(score.Clauses) != 2 ||
		len(score.Chapters) != 1 {
		t.Errorf("%+v", score)
	}
	for _, name := range []string{"/report.pdf", "/record.pdf"} {
		status, _, file := k.Call("GET", one+name, nil)
		v, err := seal.Verify(file)
		if status != 200 || err != nil {
			t.Fatal(name, status, err)
		}
		data, _ := v.Attachment(seal.PayloadName)
		p, err := seal.ParsePayload(data.Data)
		if err != nil {
			t.Fatal(name, err)
		}
		if differ, err := seal.CheckPayload(p); err != nil || len(differ) > 0 {
			t.Errorf("%s: %v, %v", name, differ, err)
		}
		p.Only = nil
		if differ, err := seal.CheckPayload(p); err != nil || len(differ) == 0 {
			t.Errorf("%s as a whole audit: %v, %v", name, differ, err)
		}
	}
	_, _, plan := k.Call("GET", one+"/export?format=oscal-assessment-plan", nil)
	if n := bytes.Count(plan, []byte(`"control-id"`)); n != 2 {
		t.Errorf("the assessment plan names %d controls", n)
	}
}

// TestSpotCheckOfCampaign draws a spot check; the visit asks what the campaign asks.
func TestSpotCheckOfCampaign(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("supervisor")
	var m struct {
		ID     string
		Visits []struct{ Hall string }
	}
	k.Want(201, "POST", "/api/v1/campaigns", apitest.CampaignPlan(apitest.Object{"clauses": []string{"HS003", "HS001"}}), &m)
	for _, step := range []string{"seal", "draw", "open"} {
		k.Want(200, "POST", "/api/v1/campaigns/"+m.ID+"/"+step, apitest.Object{}, &m)
	}
	k.SignIn("auditor")
	visit := apitest.Object{"hall": m.Visits[0].Hall, "kind": "unannounced", "campaign": m.ID,
		"only": []string{"HS001"}}
	if status, _, body := k.Call("POST", "/api/v1/audits", visit); status != 422 ||
		!strings.Contains(string(body), "campaign-clauses") {
		t.Errorf("another part than the campaign's: %d %s", status, body)
	}
	delete(visit, "only")
	var audit struct{ Only []string }
	k.Want(201, "POST", "/api/v1/audits", visit, &audit)
	if !slices.Equal(audit.Only, []string{"HS001", "HS003"}) {
		t.Errorf("the visit asks %v", audit.Only)
	}
}
