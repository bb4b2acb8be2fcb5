package api_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// changeResult is what became of one change.
type changeResult struct{ ID, Status, Code, Detail string }

// reply is the answer to changes.
type reply struct {
	Revision int
	Results  []changeResult
	Since    []struct {
		ID, Clause, At, By, Claimed string
		Revision                    int
	}
}

// send records changes as a device does that has seen a revision.
func (k *kit) send(audit string, revision int, changes ...object) (r reply) {
	k.t.Helper()
	if changes == nil {
		changes = []object{}
	}
	k.want(http.StatusOK, "POST", "/api/v1/audits/"+audit+"/changes",
		object{"revision": revision, "changes": changes}, &r)
	return r
}

// record sends changes and returns what became of them.
func (k *kit) record(audit string, changes ...object) []changeResult {
	k.t.Helper()
	return k.send(audit, 1, changes...).Results
}

// codeOf reads the code of a problem.
func codeOf(t *testing.T, body []byte) string {
	t.Helper()
	var p struct{ Code string }
	if err := json.Unmarshal(body, &p); err != nil {
		t.Fatalf("no problem document: %s", body)
	}
	return p.Code
}

// auditSeen is an audit as the API shows it.
type auditSeen struct {
	ID, Number, Hall, Tier, State, Edition, Digest string
	Revision, Answered, Asked                      int
	Inspectors                                     []string
	Result                                         *struct{ Total json.Number }
	Answers                                        map[string]answerSeen
	Transitions                                    []struct{ To, By, Comment string }
}

type answerSeen struct {
	Value    json.RawMessage
	Note     string
	Evidence []string
	By, At   string
	Change   string
	Heads    []string
	Conflict []struct {
		Value      json.RawMessage
		By, Change string
	}
}

func (k *kit) audit(id string) (a auditSeen) {
	k.t.Helper()
	k.want(200, "GET", "/api/v1/audits/"+id, nil, &a)
	return a
}

// wantResults compares statuses and codes, "applied" or "rejected answer.kind".
func wantResults(t *testing.T, got []changeResult, want ...string) {
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
	k := newKit(t)
	k.signIn("auditor")
	const id = "01890a5d-ac96-774b-bcce-b302099a8057"
	body := object{"id": id, "hall": "GS-S03", "kind": "comprehensive", "campaign": "2018-Q1",
		"inspectors": []string{"auditor2", "auditor"}}
	var first, again auditSeen
	k.want(201, "POST", "/api/v1/audits", body, &first)
	k.want(201, "POST", "/api/v1/audits", body, &again)
	if diff := cmp.Diff(first, again); diff != "" {
		t.Errorf("asking again (-first +again):\n%s", diff)
	}
	if first.Edition != "2017" || first.Tier != "subdistrict" || first.State != "in-progress" ||
		!slices.Equal(first.Inspectors, []string{"auditor", "auditor2"}) {
		t.Errorf("started %+v", first)
	}
	var events int
	for _, e := range k.events(id) {
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
	k := newKit(t)
	k.signIn("supervisor")
	k.want(200, "PATCH", "/api/v1/halls/GS-S01", object{"revision": 1, "status": "closed"}, nil)
	const id = "01890a5d-ac96-774b-bcce-b302099a8058"
	k.want(201, "POST", "/api/v1/audits", object{"id": id, "hall": "GS-S03", "kind": "phone"}, nil)
	k.signIn("auditor")
	for name, c := range map[string]struct {
		set    object
		status int
		place  string
	}{
		"closed hall":  {object{"hall": "GS-S01"}, 422, "hall closed-hall"},
		"unknown hall": {object{"hall": "GS-X01"}, 422, "hall unknown-hall"},
		"unknown inspector": {object{"inspectors": []string{"nobody"}}, 422,
			"inspectors[0] unknown-inspector"},
		"not an inspector": {object{"inspectors": []string{"admin"}}, 422,
			"inspectors[0] unknown-inspector"},
		"a hall head": {object{"inspectors": []string{"auditor2", "head"}}, 422,
			"inspectors[1] unknown-inspector"},
		"empty inspector": {object{"inspectors": []string{""}}, 422, "inspectors[0] required"},
		"twice": {object{"inspectors": []string{"auditor2", "auditor2"}}, 422,
			"inspectors unique"},
		"odd kind":          {object{"kind": "party"}, 422, "kind oneof"},
		"no UUID":           {object{"id": "../../etc"}, 422, "id uuid"},
		"upper case UUID":   {object{"id": strings.ToUpper(id)}, 422, "id"},
		"somebody else's":   {object{"id": id}, 409, ""},
		"long campaign":     {object{"campaign": strings.Repeat("季", 65)}, 422, "campaign max"},
		"control character": {object{"campaign": "a\u0000b"}, 422, "campaign clean"},
	} {
		body := object{"hall": "GS-S03", "kind": "comprehensive"}
		for field, value := range c.set {
			body[field] = value
		}
		status, _, answer := k.call("POST", "/api/v1/audits", body)
		places := placesOf(t, answer)
		if status != c.status || !strings.HasPrefix(strings.Join(places, ";"), c.place) {
			t.Errorf("%s: %d %v, want %d %q", name, status, places, c.status, c.place)
		}
	}
	k.signIn("supervisor")
	var page struct{ Items []auditSeen }
	if k.want(200, "GET", "/api/v1/audits", nil, &page); len(page.Items) != 1 {
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
