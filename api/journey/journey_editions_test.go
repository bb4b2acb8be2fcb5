package journey_test

import (
	"context"
	"testing"

	"hallmark/fixtures"
	"hallmark/standard"
	"hallmark/standard/message"
)

// TestEditor publishes the first amendment while an audit runs.
func TestEditor(t *testing.T) {
	p := start(t)
	before := p.startAudit(t)
	p.publishXG1(t)
	after := p.startAudit(t)

	v := p.visitorAs(t, "editor")
	is(v, "the first page", v.path(), "/editions")
	is(v, "editions", v.count(".edition-row"), 2)
	v.reads(".edition-row:first-of-type", "2017+XG1 版", "现行", "2022年7月1日")
	v.reads(".edition-row:last-of-type", "2017 版", "已发布")
	v.press(".edition-row:first-of-type .button")
	is(v, "the comparison", v.path(), "/editions/2017/diff/2017+XG1")
	v.reads(".tally", "新增", "删除", "修改")
	is(v, "words taken out", v.has("article .redline del"), true)
	is(v, "words put in", v.has("article .redline ins"), true)
	v.press("article.change:has(.redline del) h2 a")
	v.reads("main", "条款沿革", "2017 版")
	is(v, "a redline", v.has(".redline del, .redline ins"), true)
	for _, l := range message.Languages() {
		v.open("/editions/2017/diff/2017+XG1")
		v.speak(l)
		v.look(t, l, "comparison")
	}
	v.speak(message.Chinese)

	auditor := p.visitorAs(t, "auditor")
	auditor.open("/audits/" + before)
	auditor.reads("main .meta", "2017 版")
	auditor.reads(".live", "已填 0/122")
	auditor.open("/audits/" + after)
	auditor.reads("main .meta", "2017+XG1 版")
}

// publishXG1 makes the edition of 2022 from that of 2017 and puts it in force.
func (p *program) publishXG1(t *testing.T) {
	t.Helper()
	e, err := fixtures.Edition2017()
	must(t, err)
	amendment, err := fixtures.AmendmentXG1()
	must(t, err)
	amended, err := standard.Apply(e, amendment)
	must(t, err)
	must(t, p.server.Feed.PublishEdition(context.Background(), "editor", amended))
}
