package api_test

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestReviewForms returns two clauses, shows them to the inspector, sees what was changed, and
// approves.
func TestReviewForms(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	id := k.readyAudit()
	k.want(200, "POST", "/api/v1/audits/"+id+"/submit", nil, nil)
	review := "/audits/" + id + "/review"
	b := k.browse("supervisor")
	send := func(do string, more url.Values) page {
		m := regexp.MustCompile(`name="revision" value="(\d+)"`).FindStringSubmatch(b.get(review).body)
		if m == nil {
			t.Fatal(b.get(review).main())
		}
		form := url.Values{"revision": m[1:], "do": {do}, "clause": {"HS001", "HS002", "HS003"},
			"reason": {"", "", ""}}
		for name, values := range more {
			form[name] = values
		}
		return b.post(review, form)
	}
	if p := send("return", nil); p.status != 422 || !strings.Contains(p.body, `href="#comment"`) {
		t.Errorf("returned without a word: %d %s", p.status, p.main())
	}
	p := send("return", url.Values{"return": {"HS002"}})
	if p.status != 422 || !strings.Contains(p.body, `href="#return-HS002"`) {
		t.Errorf("a clause without a reason: %d %s", p.status, p.main())
	}
	why := url.Values{"reason": {"照片看不清", "", "核对数量"}}
	if p := send("approve", why); p.status != 409 || !strings.Contains(p.body, "照片看不清") {
		t.Errorf("approved with reasons to return: %d", p.status)
	}
	if p := send("return", why); p.status != 303 {
		t.Fatalf("returned: %d %s", p.status, p.main())
	}
	list := k.browse("auditor").get("/audits/" + id).body
	if n := strings.Count(list, "审核退回"); n != 2 || !strings.Contains(list, "核对数量") {
		t.Errorf("the inspector sees %d returned clauses", n)
	}

	k.signIn("auditor")
	k.record(id, k.operation("HS003", "note", object{"note": "已核对"}))
	again := k.change("HS044", object{"level": 1})
	again["saw"] = k.audit(id).Answers["HS044"].Heads
	k.record(id, again)
	k.want(200, "POST", "/api/v1/audits/"+id+"/submit", nil, nil)
	changed := b.get(review + "?show=changed").body
	if !strings.Contains(changed, `id="HS003"`) || strings.Contains(changed, `id="HS001"`) ||
		!strings.Contains(changed, "上次退回：") {
		t.Error("changes since the return are not told apart")
	}
	if !strings.Contains(changed, "原：2 级 → 现：<b>1 级</b>") {
		t.Error("the answer before the return is not beside the new one")
	}
	if p := send("approve", nil); p.status != 303 {
		t.Fatalf("approved: %d %s", p.status, p.main())
	}
	if p := b.get(review); strings.Contains(p.body, `name="do"`) {
		t.Error("an approved audit can be returned")
	}
	if p := b.post(review, url.Values{"revision": {strconv.Itoa(1)}, "do": {"return"},
		"comment": {"迟了"}}); p.status != 409 {
		t.Errorf("returned after the approval: %d", p.status)
	}
}
