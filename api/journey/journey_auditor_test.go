package journey_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"hallmark/fixtures"
	"hallmark/standard"
)

// chapter is the one that the auditor fills in by hand: graded, ratio, pass/fail and deduction. A
// measured clause follows from the next chapter.
const chapter, measured = 10, "HS089"

// testAuditor is a whole inspection, from the first sign-in to the read-only checklist, with the
// pages' script or without it.
func testAuditor(t *testing.T, p *program, script bool) {
	v := p.visitor(t, 800, 1280)
	if !script {
		v.withoutScript()
	}
	id := v.startsAudit()
	v.answersByHand(id)
	v.comesBack(id)
	v.measures(id)
	e, err := fixtures.Edition2017()
	must(t, err)
	open := map[standard.ClauseUID]bool{"HS001": true, "HS020": true}
	p.answer(t, "auditor2", id, "applied", good(e, func(c *standard.Clause) bool {
		return c.Chapter != chapter && c.UID != measured && !open[c.UID]
	}))
	v.fillsTheRest(id)
	v.submits(id)
}

// startsAudit signs in, with a slip, and starts an audit; it returns the audit's ID.
func (v *person) startsAudit() string {
	v.t.Helper()
	v.open("/audits/new")
	is(v, "the way in", v.path(), "/sign-in?next=%2Faudits%2Fnew")
	v.refused("POST "+v.url+"/sign-in", 401)
	v.signIn("auditor", "not the password")
	v.reads(".problems", "用户名或密码不正确")
	is(v, "the name typed", v.value("#username"), "auditor")
	is(v, "the password typed", v.value("#password"), "")
	v.signIn("auditor", password)
	is(v, "after signing in", v.path(), "/audits/new")
	v.choose("#hall", "GS-S03")
	v.do(chromedp.Click(chromedp.CSS(`[name=kind][value=comprehensive]`)))
	v.choose("#inspector", "auditor2")
	v.press("main .action")
	id, ok := strings.CutPrefix(v.path(), "/audits/")
	if !ok {
		v.t.Fatalf("no audit at %s: %s", v.path(), v.text("main"))
	}
	v.reads("main", "青萍街道便民服务中心", "综合评定", "2017 版", "检查中")
	v.reads(".live", "已填 0/122", "还有 122 条未填写", "暂无等级")
	return id
}

// answersByHand answers a chapter of four methods.
func (v *person) answersByHand(id string) {
	v.t.Helper()
	v.press(fmt.Sprintf(`.chapters a[href$="chapter=%d"]`, chapter))
	v.press(`#HS079 [name=level][value="3"]`)
	is(v, "the address", v.path(), fmt.Sprintf("/audits/%s?chapter=%d#HS079", id, chapter))
	v.reads(".live", "100.0", "已填 1/122")
	v.press(`#HS079 [name=level][value="0"]`)
	v.reads(".live", "0.0", "不合格")
	v.press(`#HS079 [name=level][value="2"]`)
	v.reads(".live", "67.0", "合格")

	v.ratio("HS080", "17", "20")
	v.reads("#HS080 .worth", "1.40 / 2.00 分")
	v.noted("HS081", "大厅西侧没有禁烟标识。", `[name=verdict][value=fail]`)
	v.reads("#HS081 .worth", "0.00 / 1.00 分")

	more := v.kinds("HS082")
	v.press("#HS082 " + more)
	v.press("#HS082 " + more)
	is(v, "counted", v.text("#HS082 output"), "2")
	v.press("#HS082 li:first-child [name=occurrence]")
	is(v, "counted", v.text("#HS082 output"), "1")
	v.press("#HS084 [name=none]")
	v.reads("#HS084 .worth", " / ")

	v.ratio("HS083", "20", "20")
	v.ratio("HS085", "20", "20")
	v.press(`#HS086 [name=verdict][value=pass]`)
	v.unfold("#HS087 .extra:nth-of-type(3)")
	v.fill("#HS087-reason", "本大厅没有此项设施。")
	v.press("#HS087 .extra:nth-of-type(3) .save")
	v.reads("#HS087 .worth", "不适用")
	v.press(`#HS088 [name=level][value="1"]`)
	v.photograph("HS088")
	v.reads(fmt.Sprintf(`.chapters a[href$="chapter=%d"]`, chapter), "10/10", "✓")
}

// comesBack leaves and finds everything as it was.
func (v *person) comesBack(id string) {
	v.t.Helper()
	score := v.text(".live .total")
	v.press(`.menu a[href="/audits"]`)
	v.reads("table", "10/122")
	v.press(fmt.Sprintf(`.row-link[href="/audits/%s"]`, id))
	v.press(fmt.Sprintf(`.chapters a[href$="chapter=%d"]`, chapter))
	is(v, "the score", v.text(".live .total"), score)
	is(v, "the level", v.has(`#HS079 [value="2"][aria-pressed=true]`), true)
	is(v, "the numerator", v.value("#HS080-numerator"), "17")
	is(v, "the verdict", v.has(`#HS081 .fail[aria-pressed=true]`), true)
	is(v, "the note", v.value("#HS081-note"), "大厅西侧没有禁烟标识。")
	is(v, "the occurrences", v.text("#HS082 output"), "1")
	is(v, "nothing found", v.has(`#HS084 [name=none][aria-pressed=true]`), true)
	is(v, "the reason", v.value("#HS087-reason"), "本大厅没有此项设施。")
	is(v, "photographs", v.count("#HS088 .photos img"), 1)
	is(v, "the picture", eval[bool](v, `(i => (i.loading = "eager",
		i.decode().then(() => i.naturalWidth > 0)))
		(document.querySelector("#HS088 .photos img"))`), true)
}

// measures types a number badly and then, with full-width digits, well.
func (v *person) measures(id string) {
	v.t.Helper()
	v.press(`.turn [rel=next]`)
	v.refused(fmt.Sprintf("POST %s/audits/%s/clauses/%s", v.url, id, measured), 422)
	v.fill("#"+measured+"-value", "一百")
	v.press("#" + measured + " .answer .save")
	v.reads("#"+measured, "一百")
	is(v, "what was typed", v.value("#"+measured+"-value"), "一百")
	is(v, "problems", v.has(".problems a[href='#"+measured+"-value']"), true)
	v.fill("#"+measured+"-value", "１２．５")
	v.press("#" + measured + " .answer .save")
	is(v, "the number", v.value("#"+measured+"-value"), "12.5")
	is(v, "problems", v.has(".problems"), false)
}

// fillsTheRest goes from the list of what is missing to each clause.
func (v *person) fillsTheRest(id string) {
	v.t.Helper()
	v.open("/audits/" + id + "/submit")
	v.reads("main", "还差 2 条，暂不能提交")
	is(v, "clauses missing", v.count(".missing a"), 2)
	is(v, "a button to submit", v.has("[name=revision]"), false)
	v.press(".missing li:first-child a")
	is(v, "the first", strings.HasSuffix(v.path(), "?chapter=5#HS001"), true)
	v.visible("#HS001 .answer .save")
	v.fill("#HS001-value", "260")
	v.press("#HS001 .answer .save")
	v.open("/audits/" + id + "/submit")
	v.reads("main", "还差 1 条，暂不能提交")
	v.press(".missing a")
	is(v, "the last", strings.HasSuffix(v.path(), "?chapter=6#HS020"), true)
	v.visible("#HS020 .pass")
	v.press(`#HS020 [value=pass]`)
}

// submits ends the inspection; afterwards nothing can be changed.
func (v *person) submits(id string) {
	v.t.Helper()
	v.reads(".live", "已填 122/122", "已全部填写")
	total := v.text(".live .total")
	v.press(".live .action")
	v.reads("main .total", total)
	v.press("main .action")
	is(v, "the page", v.path(), "/audits/"+id+"/score")
	v.reads("main", "提交得分", "待审核", "大厅西侧没有禁烟标识。")
	is(v, "the score", v.text("main .total"), total)
	v.open(fmt.Sprintf("/audits/%s?chapter=%d", id, chapter))
	v.reads(".read-only", "已提交审核，不能再修改。")
	is(v, "forms that answer", v.count(".cards form"), 0)
	v.reads("#HS082", "1 ×")
	v.reads("#HS087", "不适用", "本大厅没有此项设施。")
	v.open("/audits/" + id + "/submit")
	v.reads("main", "不能进行此操作")
}

// choose selects an option of a list.
func (v *person) choose(selector, value string) {
	v.t.Helper()
	v.needs(fmt.Sprintf("%s option[value=%q]", selector, value))
	v.do(chromedp.SetValue(chromedp.CSS(selector), value))
}

func (v *person) ratio(clause, numerator, denominator string) {
	v.t.Helper()
	v.fill("#"+clause+"-numerator", numerator)
	v.fill("#"+clause+"-denominator", denominator)
	v.press("#" + clause + " .answer .save")
}

// noted gives an answer with a note: in one go with script, one after the other without.
func (v *person) noted(clause, note, answer string) {
	v.t.Helper()
	v.unfold("#" + clause + " .extra")
	v.fill("#"+clause+"-note", note)
	if !v.script {
		v.press("#" + clause + " .extra .save")
	}
	v.press("#" + clause + " " + answer)
	is(v, "the note", v.value("#"+clause+"-note"), note)
}

// kinds returns the selector of the + of a deduction clause's first kind.
func (v *person) kinds(clause string) string {
	v.t.Helper()
	v.needs("#" + clause + " .occurrences [name=kind]")
	return "li:first-child [name=kind]"
}

// photograph uploads a picture of a hall.
func (v *person) photograph(clause string) {
	v.t.Helper()
	picture, err := fixtures.Photo("counters", 7)
	must(v.t, err)
	file := filepath.Join(v.t.TempDir(), "IMG_0001.jpg")
	must(v.t, os.WriteFile(file, picture, 0o600))
	field := "#" + clause + "-photo"
	v.unfold("#" + clause + " .extra:nth-of-type(2)")
	upload := chromedp.SetUploadFiles(chromedp.CSS(field), []string{file})
	if v.script {
		v.send(upload)
	} else {
		v.do(upload)
		v.press("#" + clause + " .photo .save")
	}
	is(v, "photographs", v.count("#"+clause+" .photos img"), 1)
}

// visible fails the test unless an element stands within the window.
func (v *person) visible(selector string) {
	v.t.Helper()
	v.needs(selector)
	within := eval[bool](v, `(r => r.top >= 0 && r.bottom <= innerHeight)
		(document.querySelector(%q).getBoundingClientRect())`, selector)
	is(v, selector+" in the window", within, true)
}
