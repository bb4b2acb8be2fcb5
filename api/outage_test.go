package api_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
)

func TestOutage(t *testing.T) {
	t.Parallel()
	k, f, _ := newFaultyKit(t)
	k.stay()
	id := k.readyAudit()
	before := k.audit(id)
	calls := []string{"GET /api/v1/audits", "GET /api/v1/audits/" + id, "GET /api/v1/halls",
		"GET /api/v1/editions", "POST /api/v1/audits/" + id + "/submit",
		"GET /api/v1/audits/" + id + "/report.pdf", "GET /readyz"}
	f.set(func() { f.down = true })
	for _, call := range calls {
		method, path, _ := strings.Cut(call, " ")
		p := k.refusal(t, func() *http.Request { return k.request(method, path, nil) })
		if p.Status != 503 || p.Code != "storage" {
			t.Errorf("%s: %d %s", call, p.Status, p.Code)
		}
		if _, header, _ := k.call(method, path, nil); header.Get("Retry-After") == "" {
			t.Errorf("%s: no Retry-After", call)
		}
	}
	status, _, page := k.call("GET", "/audits/"+id, nil)
	if status != 503 || !strings.Contains(string(page), "<!doctype html>") {
		t.Errorf("page: %d %.200s", status, page)
	}
	k.want(200, "GET", "/healthz", nil, nil)
	k.want(200, "GET", "/metrics", nil, nil)
	k.want(200, "GET", "/api/v1/openapi.json", nil, nil)

	f.plan(0, false)
	for _, call := range calls {
		method, path, _ := strings.Cut(call, " ")
		if status, _, body := k.call(method, path, nil); status != 200 {
			t.Errorf("%s, when the storage is back: %d %.300s", call, status, body)
		}
	}
	if after := k.audit(id); after.Revision != before.Revision+1 {
		t.Errorf("revision %d after one submission of revision %d", after.Revision, before.Revision)
	}
	k.wantChain(id, k.audit(id).Digest)
}

// community is a hall with the shortest checklist.
const community = "GS-C01"

// crash is a request that is interrupted at every call of the storage, and repeated.
type crash struct {
	name    string
	prepare func(k *kit) (audit string) // the state before, in the name of who asks
	// request is the method, path and body, each time the same.
	request func(k *kit, audit string) (string, string, any)
	settled []string // codes of a repetition that find it done already
}

// crashes are the requests that write.
func crashes(t *testing.T, k *kit) []crash {
	id := func(*kit) string { return uuid.Must(uuid.NewV7()).String() }
	fresh := func(k *kit) string { k.signIn("auditor"); return k.startAudit(community) }
	changes := func() []object {
		k.signIn("auditor")
		list, findings := k.answers("community"), 0
		for _, change := range list {
			switch value := change["value"].(object); {
			case value["numerator"] != nil:
				value["numerator"] = value["denominator"]
			case value["level"] != nil:
				if findings++; findings > 3 { // each finding is a rectification with calls of its own
					value["level"] = 3
				}
			}
		}
		return append(list,
			k.operation("HS006", "evidence.add", object{"sha256": strings.Repeat("a", 64)}))
	}()
	filled := func(k *kit) string {
		audit := fresh(k)
		k.record(audit, changes...)
		return audit
	}
	submitted := func(k *kit) string {
		audit := filled(k)
		k.want(200, "POST", "/api/v1/audits/"+audit+"/submit", nil, nil)
		k.signIn("supervisor")
		return audit
	}
	step := func(name string) func(*kit, string) (string, string, any) {
		return func(_ *kit, audit string) (string, string, any) {
			return "POST", "/api/v1/audits/" + audit + "/" + name, object{"comment": "依据现场复核"}
		}
	}
	return []crash{
		{"start", id, func(_ *kit, audit string) (string, string, any) {
			return "POST", "/api/v1/audits", object{"id": audit, "hall": community, "kind": "comprehensive"}
		}, nil},
		{"changes", fresh, func(_ *kit, audit string) (string, string, any) {
			return "POST", "/api/v1/audits/" + audit + "/changes", object{"revision": 1, "changes": changes}
		}, nil},
		{"submit", filled, step("submit"), []string{"wrong-state"}},
		{"approve", submitted, step("approve"), []string{"wrong-state"}},
	}
}

// outcome is what must be the same whatever happened on the way: an audit without what belongs to
// it alone.
func (k *kit) outcome(audit string) object {
	k.t.Helper()
	var a object
	k.want(200, "GET", "/api/v1/audits/"+audit, nil, &a)
	k.wantChain(audit, a["digest"].(string))
	for _, own := range []string{"id", "number", "digest"} {
		delete(a, own)
	}
	for _, step := range a["transitions"].([]any) {
		delete(step.(object), "digest")
	}
	return a
}

// TestCrashPoints lets every writing request fail at each of its calls to the storage, before and
// after the call did its work, and repeats it. The outcome is that of the undisturbed request and
// the event log leads to it without a gap.
func TestCrashPoints(t *testing.T) {
	t.Parallel()
	k, f, _ := newFaultyKit(t)
	for _, c := range crashes(t, k) {
		t.Run(c.name, func(t *testing.T) {
			audit := c.prepare(k)
			f.plan(0, false)
			k.ask(t, c, audit)
			calls := f.count()
			want := k.outcome(audit)
			for n := 1; n <= calls; n++ {
				for _, late := range []bool{false, true} {
					audit := c.prepare(k)
					f.plan(n, late)
					status, body := k.ask(t, c, audit)
					f.plan(0, false)
					if status != 503 && status != 200 && status != 201 {
						t.Errorf("call %d, late %t: %d %s", n, late, status, body)
					}
					k.repeat(t, c, audit, late)
					if diff := cmp.Diff(want, k.outcome(audit)); diff != "" {
						t.Errorf("call %d, late %t (-undisturbed +repeated):\n%s", n, late, diff)
					}
				}
			}
		})
	}
}

func (k *kit) ask(t *testing.T, c crash, audit string) (int, []byte) {
	t.Helper()
	method, path, body := c.request(k, audit)
	status, _, answer := k.call(method, path, body)
	return status, answer
}

// repeat asks again, as a client does that does not know whether the request arrived.
func (k *kit) repeat(t *testing.T, c crash, audit string, late bool) {
	t.Helper()
	status, body := k.ask(t, c, audit)
	if status < 300 {
		return
	}
	var p problemSeen
	k.must(json.Unmarshal(body, &p))
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
	k, f, _ := newFaultyKit(t)
	k.signIn("auditor")
	put := func(seed uint64) (string, int) {
		photo := photograph(t, seed)
		status, _, _ := k.call("PUT", "/api/v1/evidence/"+digestOf(photo), photo)
		return digestOf(photo), status
	}
	f.plan(0, false)
	put(500)
	calls := f.count()
	for n := 1; n <= calls; n++ {
		for i, late := range []bool{false, true} {
			seed := uint64(501 + 2*n + i)
			f.plan(n, late)
			_, first := put(seed)
			f.plan(0, false)
			d, second := put(seed)
			if first != 503 && first > 201 || second != 200 && second != 201 {
				t.Errorf("call %d, late %t: %d, then %d", n, late, first, second)
			}
			if status, _, photo := k.call("GET", "/api/v1/evidence/"+d, nil); status != 200 ||
				len(photo) < 100 {
				t.Errorf("call %d, late %t: photograph %d, %d bytes", n, late, status, len(photo))
			}
			if k.countEvents("evidence/"+d) == 0 {
				t.Errorf("call %d, late %t: no event", n, late)
			}
		}
	}
}

func (k *kit) countEvents(subject string) int {
	k.t.Helper()
	before := k.token
	defer func() { k.token = before }()
	k.signIn("admin")
	var page struct{ Items []eventSeen }
	k.want(200, "GET", "/api/v1/events?subject="+subject, nil, &page)
	return len(page.Items)
}

// TestCrashPointsOfSessions interrupts signing in and out; nobody is signed in or out unseen.
func TestCrashPointsOfSessions(t *testing.T) {
	t.Parallel()
	k, f, _ := newFaultyKit(t)
	actions := func(action string) (n int) {
		before := k.token
		defer func() { k.token = before }()
		k.signIn("admin")
		var page struct{ Items []eventSeen }
		k.want(200, "GET", "/api/v1/events?limit=200&subject=user/auditor", nil, &page)
		for _, e := range page.Items {
			if e.Action == action {
				n++
			}
		}
		return n
	}
	for n := 1; n <= 5; n++ {
		for _, late := range []bool{false, true} {
			k.tokens["auditor"] = ""
			k.signIn("auditor")
			was := actions("sign-out")
			f.plan(n, late)
			k.call("DELETE", "/api/v1/sessions/current", nil)
			f.plan(0, false)
			status, _, _ := k.call("GET", "/api/v1/halls", nil)
			if status == 401 && actions("sign-out") == was {
				t.Errorf("call %d, late %t: signed out unseen", n, late)
			}
			if status != 401 {
				k.want(204, "DELETE", "/api/v1/sessions/current", nil, nil)
				k.want(401, "GET", "/api/v1/halls", nil, nil)
			}
		}
	}
}

// TestIdempotencyKeyOutage interrupts a request with a key at each call; repeated with the same
// key, it starts one audit.
func TestIdempotencyKeyOutage(t *testing.T) {
	t.Parallel()
	k, f, _ := newFaultyKit(t)
	k.signIn("auditor")
	post := func(key string) (int, []byte) {
		r := k.request("POST", "/api/v1/audits",
			object{"id": key, "hall": "GS-S03", "kind": "phone"})
		r.Header.Set("Idempotency-Key", key)
		status, _, body := k.do(r)
		return status, body
	}
	f.plan(0, false)
	if status, body := post(uuid.NewString()); status != 201 {
		t.Fatalf("%d %s", status, body)
	}
	calls := f.count()
	for n := 1; n <= calls; n++ {
		for _, late := range []bool{false, true} {
			key := uuid.NewString()
			f.plan(n, late)
			post(key)
			f.plan(0, false)
			status, body := post(key)
			if status == 409 && codeOf(t, body) == "key-busy" {
				k.clock.advance(61e9) // the first request left its key behind
				status, body = post(key)
			}
			if status != 201 || !strings.Contains(string(body), key) {
				t.Errorf("call %d, late %t: %d %s", n, late, status, body)
			}
			k.wantChain(key, k.audit(key).Digest)
		}
	}
}
