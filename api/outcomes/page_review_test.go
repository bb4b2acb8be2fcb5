package outcomes_test

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"hallmark/api/apitest"
)

// TestReviewForms returns two clauses, shows them to the inspector, sees what was changed, and
// approves.
func TestReviewForms(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	id := k.ReadyAudit()
	k.Want(200, "POST", "/api/v1/audits/"+id+"/submit", nil, nil)
	review := "/audits/" + id + "/review"
	b := k.Browse("supervisor")
	send := func(do string, more url.Values) apitest.Page {
		m := regexp.MustCompile(`name="revision" value="(\d+)"`).FindStringSubmatch(b.Get(review).Body)
		if m == nil {
			t.Fatal(b.Get(review).Main())
		}
		form := url.Values{"revision": m[1:], "do": {do}, "clause": {"HS001", "HS002", "HS003"},
			"reason": {"", "", ""}}
		for name, values := range more {
			form[name] = values
		}
		return b.Post(review, form)
	}
	if p := send("return", nil); p.Status != 422 || !strings.Contains(p.Body, `href="#comment"`) {
		t.Errorf("returned without a word: %d %s", p.Status, p.Main())
	}
	p := send("return", url.Values{"return": {"HS002"}})
	if p.Status != 422 || !strings.Contains(p.Body, `href="#return-HS002"`) {
		t.Errorf("a clause without a reason: %d %s", p.Status, p.Main())
	}
	why := url.Values{"reason": {"照片看不清", "", "核对数量"}}
	if p := send("approve", why); p.Status != 409 || !strings.Contains(p.Body, "照片看不清") {
		t.Errorf("approved with reasons to return: %d", p.Status)
	}
	if p := send("return", why); p.Status != 303 {
		t.Fatalf("returned: %d %s", p.Status, p.Main())
	}
	list := k.Browse("auditor").Get("/audits/" + id).Body
	if n := strings.Count(list, "审核退回"); n != 2 || !strings.Contains(list, "核对数量") {
		t.Errorf("the inspector sees %d returned clauses", n)
	}

	k.SignIn("auditor")
	k.Record(id, k.Operation("HS003", "note", apitest.Object{"note": "已核对"}))
	again := k.Change("HS044", apitest.Object{"level": 1})
	again["saw"] = k.Audit(id).Answers["HS044"].Heads
	k.Record(id, again)
	k.Want(200, "POST", "/api/v1/audits/"+id+"/submit", nil, nil)
	changed := b.Get(review + "?show=changed").Body
	if !strings.Contains(changed, `id="HS003"`) || strings.Contains(changed, `id="HS001"`) ||
		!strings.Contains(changed, "上次退回：") {
		t.Error("changes since the return are not told apart")
	}
	if !strings.Contains(changed, "原：2 级 → 现：<b>1 级</b>") {
		t.Error("the answer before the return is not beside the new one")
	}
	if p := send("approve", nil); p.Status != 303 {
		t.Fatalf("approved: %d %s", p.Status, p.Main())
	}
	if p := b.Get(review); strings.Contains(p.Body, `name="do"`) {
		t.Error("an approved audit can be returned")
	}
	if p := b.Post(review, url.Values{"revision": {strconv.Itoa(1)}, "do": {"return"},
		"comment": {"迟了"}}); p.Status != 409 {
		t.Errorf("returned after the approval: %d", p.Status)
	}
}
