package journey_test

import (
	"hallmark/api/accounts"

	"context"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"hallmark/checklists"
)

// draft opens a draft of the edition of 2017 and returns its desk.
func (p *program) draft(t testing.TB, title string) string {
	t.Helper()
	var draft struct{ ID string }
	p.call(t, "editor", "POST", "/api/v1/drafts", object{"base": "2017", "title": title}, &draft)
	return "/drafts/" + draft.ID
}

// TestDesk writes at one desk in two browsers: fields of one clause meet, the same field shows both
// wordings, and one has to be chosen.
func TestDesk(t *testing.T) {
	p := start(t)
	must(t, p.server.Accounts.AddUser(context.Background(), "admin", accounts.NewUser{Username: "editor2",
		Name: "顾知远", Role: checklists.Editor, Password: password}))
	desk := p.draft(t, "场所面积")
	one := &drafter{person: p.visitorAs(t, "editor"), desk: desk}
	two := &drafter{person: p.visitorAs(t, "editor2"), desk: desk}
	one.edit("HS001", 5)
	two.edit("HS001", 5)
	two.put("title", "办事区域面积")
	two.saved()
	one.put("text", "大厅必须达到300 m²。")
	one.saved()
	is(one.person, "the other's title", one.value("#title"), "办事区域面积")
	one.reads(`[data-remarks="text"]`, "须更正", "不应使用“必须”", "GB/T 1.1-2020 C.1")
	one.press(`[data-remarks="text"] .fix`)
	is(one.person, "the mended text", one.value("#text"), "大厅应达到300 m²。")

	two.refused("/clauses/HS001", 409)
	// At once, since a save half-way would meet the conflict earlier.
	two.pick("text", "大厅应达到400 m²。")
	two.waits(".two-texts")
	two.reads(".conflict-box", "苏文衡", "大厅应达到300 m²。", "大厅应达到400 m²。")
	two.pick("choose-text", "text:mine")
	two.saved()
	one.open(desk + "?chapter=5")
	one.reads("#HS001", "办事区域面积", "400 m²")

	one.do(chromedp.Focus(chromedp.CSS("#HS002 [data-order] button:last-child")))
	one.send(chromedp.KeyEvent(kb.Enter))
	one.reads("#HS002", "5.1.3", "序号调整")
	one.reads("#HS002 .redline, #HS002 .requirement", "5.1.1")
	one.drags("HS002", "HS001")
	one.reads("#HS002", "5.1.1")
	one.reads("#HS001", "5.1.2")
	one.reads("#HS002 .requirement", "5.1.2")
}

// waits until an element is there.
func (d *drafter) waits(selector string) {
	d.t.Helper()
	eval[bool](d.person, `new Promise((done, fail) => {
		const began = Date.now();
		const look = () => document.querySelector(%q) ? done(true)
			: Date.now() - began > 15000 ? fail(new Error("waited in vain")) : setTimeout(look, 50);
		look();
	})`, selector)
}

// drags takes a clause by its head and drops it on the upper half of another one.
func (d *drafter) drags(uid, onto string) {
	d.t.Helper()
	d.send(chromedp.Evaluate[chromedp.Void](`(() => {
		const data = new DataTransfer();
		const fire = (kind, at, y) => at.dispatchEvent(new DragEvent(kind,
			{bubbles: true, cancelable: true, dataTransfer: data, clientY: y}));
		const head = document.querySelector("#` + uid + ` > .card-head");
		const card = document.querySelector("#` + onto + `");
		const y = card.getBoundingClientRect().top + 2;
		fire("dragstart", head, 0);
		fire("dragover", card, y);
		fire("drop", card, y);
	})()`))
}

// TestDeskWithoutScript saves by the button, splits a clause and takes it back.
func TestDeskWithoutScript(t *testing.T) {
	p := start(t)
	d := &drafter{person: p.visitorAs(t, "editor"), desk: p.draft(t, "无脚本")}
	d.withoutScript()
	d.edit("HS002", 5)
	d.put("title", "场地调整")
	d.put("points-subdistrict", "两")
	d.refused("/clauses/HS002", 422)
	d.press("#save-clause")
	d.reads(".problems", "不是数字")
	is(d.person, "what was typed", d.value("#title"), "场地调整")
	d.put("points-subdistrict", "3")
	d.press("#save-clause")
	d.reads("#HS002", "场地调整", "修改")
	d.unfold(".steps-of-clause")
	d.put("split-rest-title", "进展更新")
	d.put("split-rest", "调整进展应每季度更新一次。")
	d.press(".step-forms form:first-child button")
	d.reads("#HS132 h4", "5.1.3", "进展更新")
	d.unfold(".steps-of-clause")
	d.press("#withdraw")
	d.reads(".gone", "进展更新")
	d.press("#restore-HS132")
	d.reads("#HS132 h4", "5.1.3", "进展更新")
}
