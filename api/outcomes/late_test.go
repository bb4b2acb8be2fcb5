package outcomes_test

import (
	"strings"
	"testing"

	"hallmark/api/apitest"
)

// TestLateAnswers sends an answer after the submission: it does not count, the event log and the
// review name who sent it, and no longer after the audit was returned and submitted again.
func TestLateAnswers(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	id := k.ReadyAudit()
	k.Want(200, "POST", "/api/v1/audits/"+id+"/submit", nil, nil)
	shown := func() bool {
		return strings.Contains(k.Browse("supervisor").Get("/audits/"+id+"/review").Body, `id="late"`)
	}
	if shown() {
		t.Error("a late answer is told of before there is one")
	}
	before := k.Audit(id)
	k.SignIn("auditor")
	k.Record(id, k.Change("HS006", apitest.Object{"verdict": "fail"}))
	if !shown() {
		t.Error("the review does not tell of the late answer")
	}
	k.Record(id, k.Operation("HS003", "note", apitest.Object{"note": "晚到的说明"}),
		k.Operation("HS003", "note", apitest.Object{"note": "不\u0000能印"}))
	body := k.Browse("supervisor").Get("/audits/" + id + "/review").Body
	_, late, _ := strings.Cut(body, `id="late"`)
	late, _, _ = strings.Cut(late, "</section>")
	for _, want := range []string{`/review#HS006"`, "结果：<b>不合格</b>", `/review#HS003"`, "晚到的说明",
		"填于 2018年"} {
		if !strings.Contains(late, want) {
			t.Errorf("the review does not say %q of what came late", want)
		}
	}
	if n := strings.Count(late, "收到于"); n != 2 {
		t.Errorf("the review shows %d changes, want the two that the audit would take", n)
	}
	if after := k.Audit(id); after.Digest != before.Digest {
		t.Error("the late answer changed the audit")
	}
	k.SignIn("supervisor")
	k.Want(200, "POST", "/api/v1/audits/"+id+"/return", apitest.Object{"comment": "请补报"}, nil)
	k.SignIn("auditor")
	k.Record(id, k.Operation("HS003", "note", apitest.Object{"note": "已核对"}))
	k.Want(200, "POST", "/api/v1/audits/"+id+"/submit", nil, nil)
	if shown() {
		t.Error("the review still tells of what has arrived since")
	}
}
