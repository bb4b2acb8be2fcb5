package api_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"hallmark/api/apitest"
)

func TestOutage(t *testing.T) {
	t.Parallel()
	k, f, _ := apitest.NewFaultyKit(t)
	k.Stay()
	id := k.ReadyAudit()
	before := k.Audit(id)
	calls := []string{"GET /api/v1/audits", "GET /api/v1/audits/" + id, "GET /api/v1/halls",
		"GET /api/v1/editions", "POST /api/v1/audits/" + id + "/submit",
		"GET /api/v1/audits/" + id + "/report.pdf", "GET /readyz"}
	f.Set(func() { f.Down = true })
	for _, call := range calls {
		method, path, _ := strings.Cut(call, " ")
		p := k.Refusal(t, func() *http.Request { return k.Request(method, path, nil) })
		if p.Status != 503 || p.Code != "storage" {
			t.Errorf("%s: %d %s", call, p.Status, p.Code)
		}
		if _, header, _ := k.Call(method, path, nil); header.Get("Retry-After") == "" {
			t.Errorf("%s: no Retry-After", call)
		}
	}
	status, _, page := k.Call("GET", "/audits/"+id, nil)
	if status != 503 || !strings.Contains(string(page), "<!doctype html>") {
		t.Errorf("page: %d %.200s", status, page)
	}
	k.Want(200, "GET", "/healthz", nil, nil)
	k.Want(200, "GET", "/metrics", nil, nil)
	k.Want(200, "GET", "/api/v1/openapi.json", nil, nil)

	f.Plan(0, false)
	for _, call := range calls {
		method, path, _ := strings.Cut(call, " ")
		if status, _, body := k.Call(method, path, nil); status != 200 {
			t.Errorf("%s, when the storage is back: %d %.300s", call, status, body)
		}
	}
	if after := k.Audit(id); after.Revision != before.Revision+1 {
		t.Errorf("revision %d after one submission of revision %d", after.Revision, before.Revision)
	}
	k.WantChain(id, k.Audit(id).Digest)
}

// community is a hall with the shortest checklist.
const community = "GS-C01"

// crash is a request that is interrupted at every call of the storage, and repeated.
type crash struct {
	name    string
	prepare func(k *apitest.Kit) (audit string) // the state before, signed in as the person who asks
	// request is the method, path and body, each time the same.
	request func(k *apitest.Kit, audit string) (string, string, any)
	settled []string // codes of a repetition that find it done already
}

// crashes are the requests that write.
func crashes(t *testing.T, k *apitest.Kit) []crash {
	id := func(*apitest.Kit) string { return uuid.Must(uuid.NewV7()).String() }
	fresh := func(k *apitest.Kit) string { k.SignIn("auditor"); return k.StartAudit(community) }
	changes := func() []apitest.Object {
		k.SignIn("auditor")
		list, findings := k.Answers("community"), 0
		for _, change := range list {
			switch value := change["value"].(apitest.Object); {
			case value["numerator"] != nil:
				value["numerator"] = value["denominator"]
			case value["level"] != nil:
				if findings++; findings > 3 { // each finding is a rectification with calls of its own
					value["level"] = 3
				}
			}
		}
		return append(list,
			k.Operation("HS006", "evidence.add", apitest.Object{"sha256": strings.Repeat("a", 64)}))
	}()
	filled := func(k *apitest.Kit) string {
		audit := fresh(k)
		k.Record(audit, changes...)
		return audit
	}
	submitted := func(k *apitest.Kit) string {
		audit := filled(k)
		k.Want(200, "POST", "/api/v1/audits/"+audit+"/submit", nil, nil)
		k.SignIn("supervisor")
		return audit
	}
	step := func(name string) func(*apitest.Kit, string) (string, string, any) {
		return func(_ *apitest.Kit, audit string) (string, string, any) {
			return "POST", "/api/v1/audits/" + audit + "/" + name, apitest.Object{"comment": "依据现场复核"}
		}
	}
	return []crash{
		{"start", id, func(_ *apitest.Kit, audit string) (string, string, any) {
			return "POST", "/api/v1/audits", apitest.Object{"id": audit, "hall": community, "kind": "comprehensive"}
		}, nil},
		{"changes", fresh, func(_ *apitest.Kit, audit string) (string, string, any) {
			return "POST", "/api/v1/audits/" + audit + "/changes", apitest.Object{"revision": 1, "changes": changes}
		}, nil},
		{"submit", filled, step("submit"), []string{"wrong-state"}},
		{"approve", submitted, step("approve"), []string{"wrong-state"}},
	}
}

// outcome is what must be the same whatever happened on the way: an audit without what belongs to
// it alone.
func outcome(k *apitest.Kit, audit string) apitest.Object {
	k.T.Helper()
	var a apitest.Object
	k.Want(200, "GET", "/api/v1/audits/"+audit, nil, &a)
	k.WantChain(audit, a["digest"].(string))
	for _, own := range []string{"id", "number", "digest"} {
		delete(a, own)
	}
	for _, step := range a["transitions"].([]any) {
		delete(step.(apitest.Object), "digest")
	}
	return a
}

// TestCrashPoints lets every writing request fail at each of its calls to the storage, before and
// after the call did its work, and repeats it. The outcome is that of the undisturbed request and
// the event log leads to it without a gap.
func TestCrashPoints(t *testing.T) {
	t.Parallel()
	k, f, _ := apitest.NewFaultyKit(t)
	for _, c := range crashes(t, k) {
		t.Run(c.name, func(t *testing.T) {
			audit := c.prepare(k)
			f.Plan(0, false)
			ask(k, t, c, audit)
			calls := f.Count()
			want := outcome(k, audit)
			for n := 1; n <= calls; n++ {
				for _, late := range []bool{false, true} {
					audit := c.prepare(k)
					f.Plan(n, late)
					status, body := ask(k, t, c, audit)
					f.Plan(0, false)
					if status != 503 && status != 200 && status != 201 {
						t.Errorf("call %d, late %t: %d %s", n, late, status, body)
					}
					repeat(k, t, c, audit, late)
					if diff := cmp.Diff(want, outcome(k, audit)); diff != "" {
						t.Errorf("call %d, late %t (-undisturbed +repeated):\n%s", n, late, diff)
					}
				}
			}
		})
	}
}

func ask(k *apitest.Kit, t *testing.T, c crash, audit string) (int, []byte) {
	t.Helper()
	method, path, body := c.request(k, audit)
	status, _, answer := k.Call(method, path, body)
	return status, answer
}

// repeat sends a request again, like a client that does not know whether it arrived.
func repeat(k *apitest.Kit, t *testing.T, c crash, audit string, late bool) {
	t.Helper()
	status, body := ask(k, t, c, audit)
	if status < 300 {
		return
	}
	var p apitest.ProblemSeen
	k.Must(json.Unmarshal(body, &p))
	for _, code := range c.settled {
		if p.Code == code {
			return
		}
	}
	t.Errorf("repeated, late %t: %d %s", late, status, body)
}

// TestCrashPointsOfEvidence interrupts an upload in the same way.
func TestCrashPointsOfEvidence(t *testing.T) {
	t.Parallel()
	k, f, _ := apitest.NewFaultyKit(t)
	k.SignIn("auditor")
	put := func(seed uint64) (string, int) {
		photo := apitest.Photograph(t, seed)
		status, _, _ := k.Call("PUT", "/api/v1/evidence/"+apitest.DigestOf(photo), photo)
		return apitest.DigestOf(photo), status
	}
	f.Plan(0, false)
	put(500)
	calls := f.Count()
	for n := 1; n <= calls; n++ {
		for i, late := range []bool{false, true} {
			seed := uint64(501 + 2*n + i)
			f.Plan(n, late)
			_, first := put(seed)
			f.Plan(0, false)
			d, second := put(seed)
			if first != 503 && first > 201 || second != 200 && second != 201 {
				t.Errorf("call %d, late %t: %d, then %d", n, late, first, second)
			}
			if status, _, photo := k.Call("GET", "/api/v1/evidence/"+d, nil); status != 200 ||
				len(photo) < 100 {
				t.Errorf("call %d, late %t: photograph %d, %d bytes", n, late, status, len(photo))
			}
			if countEvents(k, "evidence/"+d) == 0 {
				t.Errorf("call %d, late %t: no event", n, late)
			}
		}
	}
}

func countEvents(k *apitest.Kit, subject string) int {
	k.T.Helper()
	before := k.Token
	defer func() { k.Token = before }()
	k.SignIn("admin")
	var page struct{ Items []apitest.EventSeen }
	k.Want(200, "GET", "/api/v1/events?subject="+subject, nil, &page)
	return len(page.Items)
}

// TestCrashPointsOfSessions interrupts signing in and out; nobody is signed in or out without
// an event.
func TestCrashPointsOfSessions(t *testing.T) {
	t.Parallel()
	k, f, _ := apitest.NewFaultyKit(t)
	actions := func(action string) (n int) {
		before := k.Token
		defer func() { k.Token = before }()
		k.SignIn("admin")
		var page struct{ Items []apitest.EventSeen }
		k.Want(200, "GET", "/api/v1/events?limit=200&subject=user/auditor", nil, &page)
		for _, e := range page.Items {
			if e.Action == action {
				n++
			}
		}
		return n
	}
	for n := 1; n <= 5; n++ {
		for _, late := range []bool{false, true} {
			k.Tokens["auditor"] = ""
			k.SignIn("auditor")
			was := actions("sign-out")
			f.Plan(n, late)
			k.Call("DELETE", "/api/v1/sessions/current", nil)
			f.Plan(0, false)
			status, _, _ := k.Call("GET", "/api/v1/halls", nil)
			if status == 401 && actions("sign-out") == was {
				t.Errorf("call %d, late %t: signed out unseen", n, late)
			}
			if status != 401 {
				k.Want(204, "DELETE", "/api/v1/sessions/current", nil, nil)
				k.Want(401, "GET", "/api/v1/halls", nil, nil)
			}
		}
	}
}

// TestIdempotencyKeyOutage interrupts a request with a key at each call; repeated with the same
// key, it starts one audit.
func TestIdempotencyKeyOutage(t *testing.T) {
	t.Parallel()
	k, f, _ := apitest.NewFaultyKit(t)
	k.SignIn("auditor")
	post := func(key string) (int, []byte) {
		r := k.Request("POST", "/api/v1/audits",
			apitest.Object{"id": key, "hall": "GS-S03", "kind": "phone"})
		r.Header.Set("Idempotency-Key", key)
		status, _, body := k.Do(r)
		return status, body
	}
	f.Plan(0, false)
	if status, body := post(uuid.Must(uuid.NewV7()).String()); status != 201 {
		t.Fatalf("%d %s", status, body)
	}
	calls := f.Count()
	for n := 1; n <= calls; n++ {
		for _, late := range []bool{false, true} {
			key := uuid.Must(uuid.NewV7()).String()
			f.Plan(n, late)
			post(key)
			f.Plan(0, false)
			status, body := post(key)
			if status == 409 && apitest.CodeOf(t, body) == "key-busy" {
				k.Clock.Advance(61e9) // the first request left its key behind
				status, body = post(key)
			}
			if status != 201 || !strings.Contains(string(body), key) {
				t.Errorf("call %d, late %t: %d %s", n, late, status, body)
			}
			k.WantChain(key, k.Audit(key).Digest)
		}
	}
}
