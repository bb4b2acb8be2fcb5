package journey_test

import (
	"os"
	"testing"

	"hallmark/api/browsertest"
	"hallmark/standard/message"
)

// TestAmendment takes the first amendment from a pasted text to a published edition: a bad one is
// refused with both texts, the editor cannot publish, the approver looks at the impact and signs.
func TestAmendment(t *testing.T) {
	p := start(t)
	sheet, err := os.ReadFile("../../fixtures/amendment-XG1.yaml")
	must(t, err)

	v := p.visitorAs(t, "editor")
	v.open("/amendments")
	browsertest.Expect(v.ctx, "/amendments: status 422")
	v.paste("items: []\n")
	v.reads(".problems", "没有通过核对", "什么也没有保存")
	is(v, "what was typed", v.has("textarea"), true)
	v.paste(string(sheet))
	is(v, "the amendment", v.path(), "/amendments/2017+XG1")
	v.reads("main", "待批准", "第1号修改单", "您参与了这份修改单")
	is(v, "a redline", v.has("article .redline del"), true)
	is(v, "a way to publish", v.has("form[action$=publish], form[action$=approve]"), false)

	a := p.visitorAs(t, "approver")
	a.open("/amendments/2017+XG1")
	a.press("a[href$=impact]")
	a.reads("main", "影响分析", "须复查", "个大厅")
	for _, l := range message.Languages() {
		a.speak(l)
		a.look(t, l, "impact")
	}
	a.speak(message.Chinese)
	a.open("/amendments/2017+XG1")
	a.press("form[action$=approve] .action")
	a.reads("main", "已批准")
	a.press("form[action$=publish] .action")
	a.press(confirms)
	a.reads("main", "已发布", "郑守正", "c9e63a7c9eb2")
	a.open("/editions/2017+XG1")
	a.reads("main", "2017+XG1")
}

// paste puts a sheet into the field, at once as from the clipboard, and sends it.
func (v *person) paste(sheet string) {
	v.t.Helper()
	v.unfold("main form details")
	eval[any](v, `void (document.querySelector("#text").value = %q)`, sheet)
	v.press("form[action='/amendments'] .action")
}
