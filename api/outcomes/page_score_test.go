package outcomes_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"hallmark/api/apitest"
	"hallmark/api/web"
)

// TestScoreOfSelfCheck approves a self-check: what it found has no deadline, on the page and in the
// report, for it opens no rectification.
func TestScoreOfSelfCheck(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("head")
	var a struct{ ID string }
	k.Want(http.StatusCreated, "POST", "/api/v1/audits", apitest.Object{"hall": "GS-S03", "kind": "self"}, &a)
	k.Record(a.ID, k.Answers("subdistrict")...)
	at := "/api/v1/audits/" + a.ID
	k.Want(http.StatusOK, "POST", at+"/submit", nil, nil)
	score := "/audits/" + a.ID + "/score"
	k.Browse("head").Get(score).Want(t, 200, "提交得分")
	k.SignIn("supervisor")
	k.Want(http.StatusOK, "POST", at+"/approve", nil, nil)
	p := k.Browse("head").Get(score)
	p.Want(t, 200, "审定得分")
	p.Want(t, 200, "自查问题，自行整改")
	if strings.Contains(p.Body, "个工作日") || strings.Contains(p.Body, "提交得分") {
		t.Error("the page has deadlines, or calls the score by another name")
	}
	_, findings, _ := strings.Cut(k.TextOf(at+"/report.pdf"), "三、问题清单")
	findings, _, _ = strings.Cut(findings, "四、现场照片")
	if !strings.Contains(findings, "自查问题，自行整改") || strings.Contains(findings, "个工作日") {
		t.Errorf("the report has deadlines: %s", findings)
	}
}

// TestRefusalsHaveFittingHeadings asks for the plan of a campaign that is sealed: nobody has
// changed it meanwhile, but it cannot be changed.
func TestRefusalsHaveFittingHeadings(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	b := k.Browse("supervisor")
	one := b.Post("/campaigns", apitest.PlanFields(nil)).Header.Get("Location")
	b.Post(one+"/seal", url.Values{"revision": {"1"}, "confirmed": {"true"}}).Want(t, 303, "")
	b.Get(one+"/plan").Want(t, 409, "<h1>现在不能这样做</h1>")
	late := &web.Error{Frame: web.Frame{}, Status: 409, Changed: true}
	if got := late.Heading() + late.Advice(); got != "内容已被他人修改请返回并刷新页面，核对最新内容后再操作。" {
		t.Errorf("a page that is out of date: %s", got)
	}
}

// TestBlankFields asks for what is missing instead of naming "" a wrong day or number.
func TestBlankFields(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	b := k.Browse("supervisor")
	for _, p := range []apitest.Page{
		b.Post("/campaigns", apitest.PlanFields(url.Values{"from": {""}})),
		b.Post("/bulletins", url.Values{"kind": {"weekly"}, "day": {""}, "language": {"zh-CN"}}),
	} {
		if p.Status != 422 || !strings.Contains(p.Body, "请填写") || strings.Contains(p.Body, "“”") {
			t.Errorf("%d %s", p.Status, p.Main())
		}
	}
	audit := k.Browse("auditor")
	k.SignIn("auditor")
	id := k.StartAudit("GS-S03")
	p := audit.Post("/audits/"+id+"/clauses/HS001", url.Values{"op": {"answer"}, "value": {""}})
	if p.Status != 422 || !strings.Contains(p.Body, "请填写") || strings.Contains(p.Body, "“”") {
		t.Errorf("%d %s", p.Status, p.Main())
	}
}
