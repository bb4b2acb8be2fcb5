package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hallmark/standard"
)

func digestOf(b []byte) string { return string(standard.DigestBytes(b)) }

// eventSeen is a line of the event log.
type eventSeen struct {
	ID, Actor, Action, Before, After, Request string
	Revision                                  int
}

// events reads the event log of an audit, the oldest first. Who is signed in stays so.
func (k *kit) events(audit string) []eventSeen {
	k.t.Helper()
	before := k.token
	defer func() { k.token = before }()
	k.signIn("admin")
	var all []eventSeen
	for cursor := ""; ; {
		var page struct {
			Items []eventSeen
			Next  string
		}
		k.want(200, "GET", "/api/v1/events?limit=200&subject=audit/"+audit+"&cursor="+cursor, nil, &page)
		all = append(all, page.Items...)
		if cursor = page.Next; cursor == "" {
			slices.Reverse(all)
			return all
		}
	}
}

// wantChain follows the event log of an audit from its present digest back to its start: every
// change of the audit has an event whose Before is the After of the one before it.
func (k *kit) wantChain(audit, digest string) (actions []string) {
	k.t.Helper()
	events := k.events(audit)
	for at := digest; at != ""; {
		i := slices.IndexFunc(events, func(e eventSeen) bool { return e.After == at })
		if i < 0 {
			k.t.Fatalf("audit %s: no event leads to %s", audit, at)
		}
		actions = append(actions, events[i].Action+" "+events[i].Actor)
		at = events[i].Before
		if len(actions) > len(events) {
			k.t.Fatalf("audit %s: events in a circle", audit)
		}
	}
	slices.Reverse(actions)
	return actions
}

func (k *kit) step(audit, step string, body any) (int, []byte) {
	status, _, answer := k.call("POST", "/api/v1/audits/"+audit+"/"+step, body)
	return status, answer
}

// TestWholePath takes one audit from its start to its approval, with a return on the way.
func TestWholePath(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	id := k.readyAudit()
	revision := k.audit(id).Revision

	if status, body := k.step(id, "submit", object{"revision": revision - 1}); status != 409 ||
		codeOf(t, body) != "stale-revision" {
		t.Errorf("stale revision: %d %s", status, body)
	}
	k.want(200, "POST", "/api/v1/audits/"+id+"/submit", object{"revision": revision}, nil)
	submitted := k.audit(id)
	score := k.scores(id)
	if submitted.State != "submitted" || submitted.Result.Total != score.Total {
		t.Errorf("submitted %+v with score %s", submitted, score.Total)
	}
	k.wantClosed(id)
	first := k.report(id)

	k.signIn("supervisor")
	for _, comment := range []string{"", " \n"} {
		if status, body := k.step(id, "return", object{"comment": comment}); status != 422 {
			t.Errorf("returned without a reason: %d %s", status, body)
		}
	}
	k.want(200, "POST", "/api/v1/audits/"+id+"/return", object{"comment": "5.2.2 请补拍"}, nil)
	if status, body := k.step(id, "approve", nil); status != 409 || codeOf(t, body) != "wrong-state" {
		t.Errorf("approved what was returned: %d %s", status, body)
	}

	k.signIn("auditor")
	k.clock.advance(time.Minute)
	fix := k.change("HS006", object{"verdict": "fail"})
	fix["saw"] = k.audit(id).Answers["HS006"].Heads
	wantResults(t, k.record(id, fix), "applied")
	if state := k.audit(id).State; state != "in-progress" {
		t.Errorf("state after a fix: %s", state)
	}
	k.want(200, "POST", "/api/v1/audits/"+id+"/submit", nil, nil)
	k.signIn("supervisor")
	k.want(200, "POST", "/api/v1/audits/"+id+"/approve", object{"comment": "同意"}, nil)
	approved := k.audit(id)
	if approved.State != "approved" || approved.Result.Total == submitted.Result.Total {
		t.Errorf("approved with %s after %s", approved.Result.Total, submitted.Result.Total)
	}
	for _, step := range []string{"approve", "return"} {
		if status, body := k.step(id, step, object{"comment": "x"}); status != 409 ||
			codeOf(t, body) != "wrong-state" {
			t.Errorf("%s once more: %d %s", step, status, body)
		}
	}
	k.signIn("auditor")
	k.wantClosed(id)

	want := []string{"audit-started auditor", "answers-recorded auditor", "audit-submitted auditor",
		"audit-returned supervisor", "answers-recorded auditor", "audit-submitted auditor",
		"audit-approved supervisor"}
	if diff := cmp.Diff(want, k.wantChain(id, approved.Digest)); diff != "" {
		t.Errorf("event log (-want +got):\n%s", diff)
	}
	k.wantVerified(first, k.report(id))
}

// wantClosed sends a change to an audit that takes none any more.
func (k *kit) wantClosed(id string) {
	k.t.Helper()
	before := k.audit(id)
	wantResults(k.t, k.record(id, k.change("HS006", object{"verdict": "fail"})),
		"rejected audit-closed")
	if diff := cmp.Diff(before, k.audit(id)); diff != "" {
		k.t.Errorf("a closed audit changed:\n%s", diff)
	}
}

type scoreSeen struct {
	Total   json.Number
	Clauses []struct{ UID string }
}

// scores reads the score of an audit and holds it, digit for digit, against the calculator.
func (k *kit) scores(id string) (score scoreSeen) {
	k.t.Helper()
	a := k.audit(id)
	answers := object{}
	for uid, answer := range a.Answers {
		if string(answer.Value) != "null" {
			answers[uid] = answer.Value
		}
	}
	_, _, live := k.call("GET", "/api/v1/audits/"+id+"/score", nil)
	_, _, alone := k.call("POST", "/api/v1/score",
		object{"edition": a.Edition, "tier": a.Tier, "answers": answers})
	if !bytes.Equal(live, alone) {
		k.t.Errorf("score of the audit and of the calculator differ:\n%s\n%s", live, alone)
	}
	k.must(json.Unmarshal(live, &score))
	return score
}

func TestLiveScoreEqualsCalculator(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	k.signIn("auditor")
	id := k.startAudit("GS-S03")
	changes := k.answers("subdistrict")
	for _, n := range []int{0, 1, 30, len(changes)} {
		k.record(id, changes[:n]...)
		if got := len(k.scores(id).Clauses); got != len(changes) {
			t.Errorf("%d answers: %d lines, want %d", n, got, len(changes))
		}
	}
	k.record(id, k.operation("HS001", "not-applicable", object{"notApplicable": "无固定场地"}),
		k.operation("HS037", "occurrence.add", object{"id": "1", "kind": "a"}),
		k.operation("HS006", "clear", nil))
	k.scores(id)
}

// TestSubmitListsWhatIsMissing leaves out three clauses.
func TestSubmitListsWhatIsMissing(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	k.signIn("auditor")
	id := k.startAudit("GS-S03")
	changes := k.answers("subdistrict")
	var want []string
	var rest []object
	for i, c := range changes {
		if i == 0 || i == 17 || i == len(changes)-1 {
			want = append(want, fmt.Sprintf("answers.%s unanswered", c["clause"]))
		} else {
			rest = append(rest, c)
		}
	}
	k.record(id, rest...)
	status, body := k.step(id, "submit", nil)
	if diff := cmp.Diff(want, placesOf(t, body)); status != 409 || diff != "" {
		t.Errorf("%d: missing (-want +got):\n%s", status, diff)
	}
	if a := k.audit(id); a.State != "in-progress" || a.Revision != 2 {
		t.Errorf("a refused submission changed the audit: %+v", a)
	}
}

func TestETag(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	k.signIn("auditor")
	id := k.startAudit("GS-S03")
	get := func(path, tag string) (int, string, []byte) {
		r := k.request("GET", path, nil)
		r.Header.Set("If-None-Match", tag)
		status, header, body := k.do(r)
		return status, header.Get("ETag"), body
	}
	for _, path := range []string{"", "/report.pdf"} {
		path = "/api/v1/audits/" + id + path
		status, tag, _ := get(path, `"other"`)
		if status != 200 || tag == "" {
			t.Fatalf("%s: %d with tag %q", path, status, tag)
		}
		if status, again, body := get(path, tag); status != 304 || again != tag || len(body) > 0 {
			t.Errorf("%s unchanged: %d with tag %q and %d bytes", path, status, again, len(body))
		}
		k.record(id, k.operation("HS006", "note", object{"note": path}))
		if status, _, _ := get(path, tag); status != 200 {
			t.Errorf("%s changed: %d", path, status)
		}
	}
}

// report reads the report of an audit twice, which must be the same bytes, and its record.
func (k *kit) report(id string) (code string) {
	k.t.Helper()
	for _, name := range []string{"record.pdf", "report.pdf"} {
		_, header, first := k.call("GET", "/api/v1/audits/"+id+"/"+name, nil)
		k.clock.advance(time.Hour)
		_, _, second := k.call("GET", "/api/v1/audits/"+id+"/"+name, nil)
		if !bytes.Equal(first, second) {
			k.t.Errorf("%s: printed twice, the files differ", name)
		}
		if name := header.Get("Content-Disposition"); !strings.Contains(name, "GS-S03-2018") {
			k.t.Errorf("file name %q", name)
		}
		code = k.wantSigned(first)
	}
	return code
}

var verifyURL = regexp.MustCompile(`verify/([2-9A-HJ-NP-Z]{16})`)

// wantSigned holds a file against poppler's own check of signatures and returns its code.
func (k *kit) wantSigned(file []byte) string {
	k.t.Helper()
	for _, program := range []string{"pdfsig", "pdftotext"} {
		if _, err := exec.LookPath(program); err != nil {
			k.t.Skipf("poppler's %s is not installed", program)
		}
	}
	name := filepath.Join(k.t.TempDir(), "file.pdf")
	k.must(os.WriteFile(name, file, 0o600))
	out, err := exec.Command("pdfsig", "-nocert", name).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "Signature is Valid") ||
		!strings.Contains(string(out), "Total document signed") {
		k.t.Errorf("pdfsig: %v\n%s", err, out)
	}
	text, err := exec.Command("pdftotext", name, "-").Output()
	k.must(err)
	code := verifyURL.FindSubmatch(bytes.ReplaceAll(text, []byte("\n"), nil))
	if code == nil {
		return ""
	}
	return string(code[1])
}

// wantVerified opens the public pages of an old and of the newest report.
func (k *kit) wantVerified(old, newest string) {
	k.t.Helper()
	if old == "" || newest == "" || old == newest {
		k.t.Fatalf("codes %q and %q", old, newest)
	}
	k.signIn("")
	page := func(code string) (int, string) {
		status, _, body := k.call("GET", "/verify/"+code, nil)
		return status, string(body)
	}
	status, body := page(newest)
	if status != http.StatusOK || strings.Contains(body, `href="/verify/`) {
		k.t.Errorf("newest report: %d, or names a newer one", status)
	}
	status, body = page(old)
	if status != http.StatusOK || !strings.Contains(body, `href="/verify/`+newest+`"`) {
		k.t.Errorf("old report: %d, does not name %s", status, newest)
	}
	for _, secret := range []string{"陈砚秋", "严克己", "auditor", "同意"} {
		if strings.Contains(body, secret) {
			k.t.Errorf("the public page says %q", secret)
		}
	}
	for _, wrong := range []string{newest[:15], strings.ToLower(newest), newest[:15] + "2", "%3Cb%3E",
		"..%2f..%2fetc", strings.Repeat("A", 2000), "%00", "%ff"} {
		if wrong == newest {
			continue
		}
		status, body := page(wrong)
		if status != http.StatusNotFound || strings.Contains(body, "<b>") {
			k.t.Errorf("/verify/%.40s: %d", wrong, status)
		}
	}
}
