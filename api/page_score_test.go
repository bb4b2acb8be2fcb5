package api_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"hallmark/api/web"
)

// TestScoreOfSelfCheck approves a self-check: what it found has no deadline, on the page and in the
// report, for it opens no rectification.
func TestScoreOfSelfCheck(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	k.signIn("head")
	var a struct{ ID string }
	k.want(http.StatusCreated, "POST", "/api/v1/audits", object{"hall": "GS-S03", "kind": "self"}, &a)
	k.record(a.ID, k.answers("subdistrict")...)
	at := "/api/v1/audits/" + a.ID
	k.want(http.StatusOK, "POST", at+"/submit", nil, nil)
	score := "/audits/" + a.ID + "/score"
	k.browse("head").get(score).want(t, 200, "提交得分")
	k.signIn("supervisor")
	k.want(http.StatusOK, "POST", at+"/approve", nil, nil)
	p := k.browse("head").get(score)
	p.want(t, 200, "审定得分")
	p.want(t, 200, "自查问题，自行整改")
	if strings.Contains(p.body, "个工作日") || strings.Contains(p.body, "提交得分") {
		t.Error("the page has deadlines, or calls the score by another name")
	}
	_, findings, _ := strings.Cut(k.textOf(at+"/report.pdf"), "三、问题清单")
	findings, _, _ = strings.Cut(findings, "四、现场照片")
	if !strings.Contains(findings, "自查问题，自行整改") || strings.Contains(findings, "个工作日") {
		t.Errorf("the report has deadlines: %s", findings)
	}
}

// TestRefusalsHaveFittingHeadings asks for the plan of a campaign that is sealed: nobody has changed
// it meanwhile, it just cannot be changed.
func TestRefusalsHaveFittingHeadings(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	b := k.browse("supervisor")
	one := b.post("/campaigns", planFields(nil)).header.Get("Location")
	b.post(one+"/seal", url.Values{"revision": {"1"}}).want(t, 303, "")
	b.get(one+"/plan").want(t, 409, "<h1>现在不能这样做</h1>")
	late := &web.Error{Frame: web.Frame{}, Status: 409, Changed: true}
	if got := late.Heading() + late.Advice(); got != "内容已被他人修改请返回并刷新页面，核对最新内容后再操作。" {
		t.Errorf("a page that is out of date: %s", got)
	}
}

// TestBlankFields asks for what is missing instead of naming "" a wrong day or number.
func TestBlankFields(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	b := k.browse("supervisor")
	for _, p := range []page{
		b.post("/campaigns", planFields(url.Values{"from": {""}})),
		b.post("/bulletins", url.Values{"kind": {"weekly"}, "day": {""}, "language": {"zh-CN"}}),
	} {
		if p.status != 422 || !strings.Contains(p.body, "请填写") || strings.Contains(p.body, "“”") {
			t.Errorf("%d %s", p.status, p.main())
		}
	}
	audit := k.browse("auditor")
	k.signIn("auditor")
	id := k.startAudit("GS-S03")
	p := audit.post("/audits/"+id+"/clauses/HS001", url.Values{"op": {"answer"}, "value": {""}})
	if p.status != 422 || !strings.Contains(p.body, "请填写") || strings.Contains(p.body, "“”") {
		t.Errorf("%d %s", p.status, p.main())
	}
}
