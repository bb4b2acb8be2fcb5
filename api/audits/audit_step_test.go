package audits_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hallmark/api/apitest"
)

func takeStep(k *apitest.Kit, audit, step string, body any) (int, []byte) {
	status, _, answer := k.Call("POST", "/api/v1/audits/"+audit+"/"+step, body)
	return status, answer
}

// TestWholePath takes one audit from its start to its approval, with a return on the way.
func TestWholePath(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	id := k.ReadyAudit()
	revision := k.Audit(id).Revision

	if status, body := takeStep(k, id, "submit", apitest.Object{"revision": revision - 1}); status != 409 ||
		apitest.CodeOf(t, body) != "stale-revision" {
		t.Errorf("stale revision: %d %s", status, body)
	}
	for sent, want := range map[string]int{fmt.Sprint(revision - 1): 409, "-1": 422, "7x": 422} {
		r := k.Request("POST", "/api/v1/audits/"+id+"/submit", nil)
		r.Header.Set("Hallmark-Revision", sent)
		if status, _, body := k.Do(r); status != want {
			t.Errorf("revision %s in the header: %d %s", sent, status, body)
		}
	}
	k.Want(200, "POST", "/api/v1/audits/"+id+"/submit", apitest.Object{"revision": revision}, nil)
	submitted := k.Audit(id)
	score := scores(k, id)
	if submitted.State != "submitted" || submitted.Result.Total != score.Total {
		t.Errorf("submitted %+v with score %s", submitted, score.Total)
	}
	wantClosed(k, id)
	first := k.Report(id)

	k.SignIn("supervisor")
	for _, comment := range []string{"", " \n"} {
		if status, body := takeStep(k, id, "return", apitest.Object{"comment": comment}); status != 422 {
			t.Errorf("returned without a reason: %d %s", status, body)
		}
	}
	k.Want(200, "POST", "/api/v1/audits/"+id+"/return", apitest.Object{"comment": "5.2.2 请补拍"}, nil)
	if status, body := takeStep(k, id, "approve", nil); status != 409 || apitest.CodeOf(t, body) != "wrong-state" {
		t.Errorf("approved what was returned: %d %s", status, body)
	}

	k.SignIn("auditor")
	k.Clock.Advance(time.Minute)
	fix := k.Change("HS006", apitest.Object{"verdict": "fail"})
	fix["saw"] = k.Audit(id).Answers["HS006"].Heads
	wantResults(t, k.Record(id, fix), "applied")
	if state := k.Audit(id).State; state != "in-progress" {
		t.Errorf("state after a fix: %s", state)
	}
	k.Want(200, "POST", "/api/v1/audits/"+id+"/submit", nil, nil)
	k.SignIn("supervisor")
	k.Want(200, "POST", "/api/v1/audits/"+id+"/approve", apitest.Object{"comment": "同意"}, nil)
	approved := k.Audit(id)
	if approved.State != "approved" || approved.Result.Total == submitted.Result.Total {
		t.Errorf("approved with %s after %s", approved.Result.Total, submitted.Result.Total)
	}
	k.Want(200, "POST", "/api/v1/audits/"+id+"/approve", apitest.Object{"comment": "同意"}, nil)
	if status, body := takeStep(k, id, "approve", nil); status != 409 {
		t.Errorf("approved once more with another comment: %d %s", status, body)
	}
	status, body := takeStep(k, id, "return", apitest.Object{"comment": "x"})
	if status != 409 || apitest.CodeOf(t, body) != "wrong-state" {
		t.Errorf("returned what was approved: %d %s", status, body)
	}
	k.SignIn("auditor")
	wantClosed(k, id)

	want := []string{"audit-started auditor", "audit-submitted auditor",
		"audit-returned supervisor", "audit-submitted auditor",
		"audit-approved supervisor"}
	if diff := cmp.Diff(want, k.WantChain(id, approved.Digest)); diff != "" {
		t.Errorf("event log (-want +got):\n%s", diff)
	}
	k.WantVerified(first, k.Report(id))
}

// wantClosed sends a change to an audit that takes none any more.
func wantClosed(k *apitest.Kit, id string) {
	k.T.Helper()
	before := k.Audit(id)
	wantResults(k.T, k.Record(id, k.Change("HS006", apitest.Object{"verdict": "fail"})),
		"rejected audit-closed")
	if diff := cmp.Diff(before, k.Audit(id)); diff != "" {
		k.T.Errorf("a closed audit changed:\n%s", diff)
	}
}

type scoreSeen struct {
	Total   json.Number
	Clauses []struct{ UID string }
}

// scores reads the score of an audit and holds it, digit for digit, against the calculator.
func scores(k *apitest.Kit, id string) (score scoreSeen) {
	k.T.Helper()
	a := k.Audit(id)
	answers := apitest.Object{}
	for uid, answer := range a.Answers {
		if string(answer.Value) != "null" {
			answers[uid] = answer.Value
		}
	}
	_, _, live := k.Call("GET", "/api/v1/audits/"+id+"/score", nil)
	_, _, alone := k.Call("POST", "/api/v1/score",
		apitest.Object{"edition": a.Edition, "tier": a.Tier, "answers": answers})
	if !bytes.Equal(live, alone) {
		k.T.Errorf("score of the audit and of the calculator differ:\n%s\n%s", live, alone)
	}
	k.Must(json.Unmarshal(live, &score))
	return score
}

func TestLiveScoreEqualsCalculator(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("auditor")
	id := k.StartAudit("GS-S03")
	changes := k.Answers("subdistrict")
	for _, n := range []int{0, 1, 30, len(changes)} {
		k.Record(id, changes[:n]...)
		if got := len(scores(k, id).Clauses); got != len(changes) {
			t.Errorf("%d answers: %d lines, want %d", n, got, len(changes))
		}
	}
	k.Record(id, k.Operation("HS001", "not-applicable", apitest.Object{"notApplicable": "无固定场地"}),
		k.Operation("HS037", "occurrence.add", apitest.Object{"id": "01890a5d-ac96-774b-bcce-0000000000c1", "kind": "a"}),
		k.Operation("HS006", "clear", nil))
	scores(k, id)
}

// TestSubmitListsWhatIsMissing leaves out three clauses.
func TestSubmitListsWhatIsMissing(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("auditor")
	id := k.StartAudit("GS-S03")
	changes := k.Answers("subdistrict")
	var want []string
	var rest []apitest.Object
	for i, c := range changes {
		if i == 0 || i == 17 || i == len(changes)-1 {
			want = append(want, fmt.Sprintf("answers.%s unanswered", c["clause"]))
		} else {
			rest = append(rest, c)
		}
	}
	k.Record(id, rest...)
	status, body := takeStep(k, id, "submit", nil)
	if diff := cmp.Diff(want, placesOf(t, body)); status != 409 || diff != "" {
		t.Errorf("%d: missing (-want +got):\n%s", status, diff)
	}
	if a := k.Audit(id); a.State != "in-progress" || a.Revision != 2 {
		t.Errorf("a refused submission changed the audit: %+v", a)
	}
}

func TestETag(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("auditor")
	id := k.StartAudit("GS-S03")
	get := func(path, tag string) (int, string, []byte) {
		r := k.Request("GET", path, nil)
		r.Header.Set("If-None-Match", tag)
		status, header, body := k.Do(r)
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
		k.Record(id, k.Operation("HS006", "note", apitest.Object{"note": path}))
		if status, _, _ := get(path, tag); status != 200 {
			t.Errorf("%s changed: %d", path, status)
		}
	}
}
