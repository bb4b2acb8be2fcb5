package audits_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hallmark/api/apitest"
)

// wantResults compares statuses and codes, "applied" or "rejected answer.kind".
func wantResults(t *testing.T, got []apitest.ChangeResult, want ...string) {
	t.Helper()
	var have []string
	for _, r := range got {
		have = append(have, strings.TrimSpace(r.Status+" "+r.Code))
		if (r.Code == "") != (r.Detail == "") {
			t.Errorf("code and sentence do not go together: %+v", r)
		}
	}
	if diff := cmp.Diff(want, have); diff != "" {
		t.Errorf("results (-want +got):\n%s", diff)
	}
}

func TestStartAudit(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("auditor")
	const id = "01890a5d-ac96-774b-bcce-b302099a8057"
	body := apitest.Object{"id": id, "hall": "GS-S03", "kind": "comprehensive", "campaign": "2018-Q1",
		"inspectors": []string{"auditor2", "auditor"}}
	var first, again apitest.AuditSeen
	k.Want(201, "POST", "/api/v1/audits", body, &first)
	k.Want(201, "POST", "/api/v1/audits", body, &again)
	if diff := cmp.Diff(first, again); diff != "" {
		t.Errorf("asking again (-first +again):\n%s", diff)
	}
	if first.Edition != "2017" || first.Tier != "subdistrict" || first.State != "in-progress" ||
		!slices.Equal(first.Inspectors, []string{"auditor", "auditor2"}) {
		t.Errorf("started %+v", first)
	}
	var events int
	for _, e := range k.Events(id) {
		if e.Action == "audit-started" {
			events++
		}
	}
	if events != 1 {
		t.Errorf("%d events of one start", events)
	}
}

func TestStartAuditRefused(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("supervisor")
	k.Want(200, "PATCH", "/api/v1/halls/GS-S01", apitest.Object{"revision": 1, "status": "closed"}, nil)
	const id = "01890a5d-ac96-774b-bcce-b302099a8058"
	k.Want(201, "POST", "/api/v1/audits", apitest.Object{"id": id, "hall": "GS-S03", "kind": "phone"}, nil)
	k.SignIn("auditor")
	for name, c := range map[string]struct {
		set    apitest.Object
		status int
		place  string
	}{
		"closed hall":  {apitest.Object{"hall": "GS-S01"}, 422, "hall closed-hall"},
		"unknown hall": {apitest.Object{"hall": "GS-X01"}, 422, "hall unknown-hall"},
		"unknown inspector": {apitest.Object{"inspectors": []string{"nobody"}}, 422,
			"inspectors[0] unknown-inspector"},
		"not an inspector": {apitest.Object{"inspectors": []string{"admin"}}, 422,
			"inspectors[0] unknown-inspector"},
		"a hall head": {apitest.Object{"inspectors": []string{"auditor2", "head"}}, 422,
			"inspectors[1] unknown-inspector"},
		"empty inspector": {apitest.Object{"inspectors": []string{""}}, 422, "inspectors[0] required"},
		"twice": {apitest.Object{"inspectors": []string{"auditor2", "auditor2"}}, 422,
			"inspectors unique"},
		"odd kind":          {apitest.Object{"kind": "party"}, 422, "kind oneof"},
		"no UUID":           {apitest.Object{"id": "../../etc"}, 422, "id auditid"},
		"upper case UUID":   {apitest.Object{"id": strings.ToUpper(id)}, 422, "id"},
		"somebody else's":   {apitest.Object{"id": id}, 409, ""},
		"long campaign":     {apitest.Object{"campaign": strings.Repeat("季", 65)}, 422, "campaign max"},
		"control character": {apitest.Object{"campaign": "a\u0000b"}, 422, "campaign control"},
	} {
		body := apitest.Object{"hall": "GS-S03", "kind": "comprehensive"}
		for field, value := range c.set {
			body[field] = value
		}
		status, _, answer := k.Call("POST", "/api/v1/audits", body)
		places := placesOf(t, answer)
		if status != c.status || !strings.HasPrefix(strings.Join(places, ";"), c.place) {
			t.Errorf("%s: %d %v, want %d %q", name, status, places, c.status, c.place)
		}
	}
	k.SignIn("supervisor")
	var page struct{ Items []apitest.AuditSeen }
	if k.Want(200, "GET", "/api/v1/audits", nil, &page); len(page.Items) != 1 {
		t.Errorf("%d audits after refusals, want 1", len(page.Items))
	}
}

// placesOf lists the fields of a problem as "hall unknown-hall".
func placesOf(t *testing.T, body []byte) []string {
	t.Helper()
	var p struct{ Fields []struct{ Name, Code string } }
	if err := json.Unmarshal(body, &p); err != nil {
		t.Fatalf("no problem document: %s", body)
	}
	var places []string
	for _, f := range p.Fields {
		places = append(places, f.Name+" "+f.Code)
	}
	return places
}
