package journey_test

import (
	"encoding/base64"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"hallmark/fixtures"
	"hallmark/standard"
)

// testReview takes an audit with a failed veto clause through a conflict, a return and the approval
// to its signed report.
func testReview(t *testing.T, p *program) {
	id := p.startAudit(t)
	e, err := fixtures.Edition2017()
	must(t, err)
	values := good(e, func(*standard.Clause) bool { return true })
	values["HS038"] = object{"verdict": "fail", "note": "两名工作人员与办事群众争吵。"}
	p.answer(t, "auditor", id, "applied", values)
	p.answer(t, "auditor2", id, "conflict",
		map[standard.ClauseUID]object{"HS019": {"verdict": "fail"}})

	second := p.visitorAs(t, "auditor2")
	second.settles(id)
	second.confirms(id, "submit", "两人意见已统一。")
	second.reads("main", "待审核")

	supervisor := p.visitorAs(t, "supervisor")
	supervisor.open("/audits?status=submitted")
	supervisor.press(fmt.Sprintf(`.score-link[href="/audits/%s/score"]`, id))
	supervisor.press(`.result-do a[href$="/return"]`)
	supervisor.confirms(id, "return", "请复核 6.1.4 的结果。")
	supervisor.reads("main", "已退回", "请复核 6.1.4 的结果。")

	second.open("/audits/" + id)
	second.reads(".problems", "审核人退回了本次检查", "请复核 6.1.4 的结果。")
	second.open("/audits/" + id + "?chapter=6")
	second.press(`#HS021 [name=level][value="3"]`)
	second.confirms(id, "submit", "")

	supervisor.open("/audits/" + id + "/score")
	supervisor.press(`.result-do a[href$="/approve"]`)
	supervisor.confirms(id, "approve", "")
	supervisor.explains(e)
	supervisor.opensReport(p, id)
}

// settles chooses between the answers of two auditors.
func (v *person) settles(id string) {
	v.t.Helper()
	v.open("/audits/" + id + "/submit")
	v.reads(".missing", "有分歧")
	is(v, "clauses missing", v.count(".missing a"), 1)
	v.press(".missing a")
	is(v, "answers to choose from", v.count("#HS019 .conflict-box li"), 2)
	v.reads("#HS019 .conflict-box", "合格", "陈砚秋(虚构)", "不合格", "方既明(虚构)")
	one := eval[int](v, `[...document.querySelectorAll("#HS019 .conflict-box li")].findIndex(
		li => li.innerText.includes("陈砚秋")) + 1`)
	v.press(fmt.Sprintf("#HS019 .conflict-box li:nth-child(%d) button", one))
	is(v, "a conflict", v.has(".conflict-box"), false)
	is(v, "the answer chosen", v.has(`#HS019 .pass[aria-pressed=true]`), true)
}

// confirms submits, returns or approves.
func (v *person) confirms(id, step, comment string) {
	v.t.Helper()
	if at := "/audits/" + id + "/" + step; v.path() != at {
		v.open(at)
	}
	if comment != "" {
		v.fill("#comment", comment)
	}
	v.press("form .action")
	is(v, "the page after "+step, v.path(), "/audits/"+id+"/score")
}

// explains reads the score page of the approved audit.
func (v *person) explains(e *standard.Edition) {
	v.t.Helper()
	clause, _ := e.Clause("HS038")
	v.reads("main", "已审定", "审定得分")
	v.reads(".result .badge.grade", "不合格")
	v.reads(".caps", clause.Code, clause.Title, "否决项不合格", "最高评为 不合格")
	v.reads("#line-HS038", "不合格", "两名工作人员与办事群众争吵。", "0.00")
	is(v, "lines", v.count("tr[id^=line-]"), len(e.Checklist(standard.Subdistrict)))
	is(v, "lines without points", eval[int](v, `[...document.querySelectorAll("tr[id^=line-]")]
		.filter(r => !/\d\.\d\d \/ \d/.test(r.innerText)).length`), 0)
	v.reads(".history", "已退回", "请复核 6.1.4 的结果。", "已审定", "严克己(虚构)")
}

// opensReport downloads the report, checks its signature, and follows its code without signing in.
func (v *person) opensReport(p *program, id string) {
	v.t.Helper()
	total := v.text("main .total")
	encoded := eval[string](v, `fetch(document.querySelector('a[href$="/report.pdf"]').href)
		.then(r => r.blob()).then(b => new Promise(done => {
			const reader = new FileReader();
			reader.onload = () => done(reader.result.split(",")[1]);
			reader.readAsDataURL(b);
		}))`)
	report, err := base64.StdEncoding.DecodeString(encoded)
	must(v.t, err)
	file := filepath.Join(v.t.TempDir(), "report.pdf")
	must(v.t, os.WriteFile(file, report, 0o600))
	if signed := v.tool("pdfsig", file); !strings.Contains(signed, "Signature is Valid.") ||
		!strings.Contains(signed, "Total document signed") {
		v.t.Errorf("pdfsig: %s", signed)
	}
	printed := v.tool("pdftotext", "-l", "1", file, "-")
	if !strings.Contains(printed, total) {
		v.t.Errorf("the cover does not show %s: %s", total, printed)
	}
	verify := verifyLink().FindString(v.tool("pdftotext", file, "-"))
	public := p.visitor(v.t, 390, 844)
	public.open(verify)
	public.reads(".verdict", "本系统确曾出具此报告")
	public.reads("main", "青萍街道便民服务中心", "已审定", "2017 版", strings.TrimPrefix(verify, "/verify/"))
	is(public, "the total", public.text("main .total"), total)
	is(public, "a menu", public.has(".menu"), false)
}

// tool runs a program that reads PDF and returns what it prints.
func (v *person) tool(name string, arguments ...string) string {
	v.t.Helper()
	out, err := exec.CommandContext(v.ctx, name, arguments...).CombinedOutput()
	if err != nil {
		v.t.Fatalf("%s (apt-get install poppler-utils): %v: %s", name, err, out)
	}
	return string(out)
}

// testHead lets the head of GS-S03 look at the hall's own results, and at nothing else.
func testHead(t *testing.T, p *program) {
	v := p.visitorAs(t, "head")
	is(v, "the first page", v.path(), "/halls/GS-S03")
	v.reads("h1", "青萍街道便民服务中心")
	v.open("/audits")
	is(v, "audits of other halls", eval[int](v, `[...document.querySelectorAll(".row-link")]
		.filter(a => a.innerText != "青萍街道便民服务中心").length`), 0)
	demo, _ := p.demoAudit(t)
	v.open("/audits/" + demo + "/score")
	v.reads("main", "大厅的问题", "整改期限", "2018年")
	is(v, "findings", v.count("#findings ~ table tbody tr") > 10, true)
	is(v, "findings without a word on the deadline", eval[int](v,
		`[...document.querySelectorAll("#findings ~ table tbody tr")]
		.filter(r => !/\d{4}年\d+月\d+日|不要求整改/.test(r.innerText)).length`), 0)
	v.open("/audits/new")
	is(v, "kinds to start", v.count("[name=kind]"), 1)
	v.reads("fieldset", "自查")

	var others struct{ Items []struct{ ID, Hall string } }
	p.call(t, "supervisor", "GET", "/api/v1/audits?hall=GS-D00", nil, &others)
	if len(others.Items) == 0 {
		t.Fatal("there is no audit of another hall")
	}
	other := others.Items[0].ID
	for _, path := range []string{"/audits/" + other, "/audits/" + other + "/score",
		"/audits/" + other + "/report.pdf", "/audits/no-such-audit", "/halls/GS-D00"} {
		v.refused("GET "+v.url+path, 404)
		v.open(path)
		v.reads("h1", "页面不存在")
	}
}
