package tabletjourney_test

import (
	"net/http"
	"testing"
	"time"
)

// TestUndo holds that one wrong tap is taken back by another: a changed answer, a cleared one, and a
// removed photograph, which also waits in the bin; and that what is not easily taken back asks.
func TestUndo(t *testing.T) {
	url := start(t)
	tab := open(t, url, 1024, 768)
	tab.signIn("auditor")
	id := tab.newAudit("GS-S03")
	tab.click("#c-HS002 .level-2")
	tab.see("#c-HS002.lost")
	if js[bool](tab, "return !document.querySelector('.undo').hidden") {
		t.Error("a first answer changes nothing and offers to be taken back")
	}
	undo := func(condition string) {
		t.Helper()
		tab.see(".undo:not([hidden]) button")
		tab.click(".undo button")
		tab.until(condition)
	}
	const two = `document.querySelector("#c-HS002 .level-2[aria-pressed=true]")`
	tab.click("#c-HS002 .level-3")
	undo(two)
	tab.click("#c-HS002 .clear")
	tab.until("!(" + two + ")")
	undo(two)
	tab.do(photograph, 40, "HS002")
	tab.see("#c-HS002 .photos .thumb")
	remove := `#c-HS002 .photos .photo-do button:last-child`
	tab.click(remove)
	tab.see("#c-HS002 .bin")
	undo(`!document.querySelector("#c-HS002 .bin")`)
	tab.click(remove)
	tab.see("#c-HS002 .bin")
	tab.do(`document.querySelector("#c-HS002 .bin").open = true`)
	tab.click("#c-HS002 .bin [data-key^=back]")
	tab.until(`!document.querySelector("#c-HS002 .bin")`)
	other := signInAs(t, url, "supervisor")
	other.await(id, 1)
	var all struct{ Since []struct{ Op string } }
	auditor := signInAs(t, url, "auditor")
	for range 200 { // everything above waits for its turn
		auditor.call(http.MethodPost, "/api/v1/audits/"+id+"/changes",
			object{"revision": 0, "changes": []object{}}, &all)
		if len(all.Since) >= 10 {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	if len(all.Since) != 10 {
		t.Errorf("the history has %v", all.Since)
	}
	tab.do("location.hash = '#/new'")
	tab.click(`[name=hall][value="GS-S03"]`)
	tab.click("form .action")
	tab.see(`dialog.ask a[href="#/audit/` + id + `"]`)
	tab.check("second-audit")
	tab.click("dialog.ask .quiet")
	if js[bool](tab, "return location.hash !== '#/new'") {
		t.Error("a second audit has begun")
	}
}

// TestNothingFoundAsks holds that "nothing found" over what was found asks first.
func TestNothingFoundAsks(t *testing.T) {
	tab := open(t, start(t), 1024, 768)
	tab.signIn("auditor")
	tab.newAudit("GS-S03")
	tab.do(`for (let i = 0; !document.querySelector(".card .deduction"); i++) {
		document.querySelectorAll(".chapters a")[i].click();
		await new Promise((r) => setTimeout(r, 800));
	}
	globalThis.deduction = "#" + document.querySelector(".card .deduction").closest(".card").id`)
	tab.do(`document.querySelector(deduction + " .stepper button:last-child").click()`)
	tab.until(`document.querySelector(deduction + " output").textContent === "1" &&
		document.querySelector(deduction + " .running")`)
	tab.do(`document.querySelector(deduction + " .choice.pass").click()`)
	tab.see("dialog.ask")
	tab.click("dialog.ask .quiet")
	tab.until(`!document.querySelector("dialog")`)
	if js[string](tab, `return document.querySelector(deduction + " output").textContent`) != "1" {
		t.Error("what was found is gone")
	}
	tab.do(`document.querySelector(deduction + " .choice.pass").click()`)
	tab.click("dialog.ask .action")
	tab.until(`document.querySelector(deduction + " .choice.pass[aria-pressed=true]")`)
	tab.click(".undo button")
	tab.until(`document.querySelector(deduction + " output").textContent === "1"`)
}

// TestDiscard takes away an audit that was begun by mistake: while nothing stands in it and the server
// has not heard of it; the visit waits again.
func TestDiscard(t *testing.T) {
	url := start(t)
	sendOnVisit(t, url)
	tab := open(t, url, 1024, 768)
	tab.signIn("auditor")
	tab.see(".visit button")
	tab.do(`globalThis.realFetch = fetch; globalThis.fetch = () => Promise.reject(new TypeError("off line"))`)
	tab.click(".visit button")
	tab.click("dialog.ask .action")
	tab.see(".card")
	id := js[string](tab, "return location.hash.split('/')[2]")
	tab.fill("#value-HS001", "12.5")
	tab.see("#c-HS001.lost")
	tab.do("location.hash = '#/audit/%s/sign'", id)
	tab.see("canvas.signature")
	if js[bool](tab, "return Boolean(document.querySelector('.discard'))") {
		t.Error("an audit with an answer can be discarded")
	}
	tab.do("location.hash = '#/audit/%s'", id)
	tab.click("#c-HS001 .clear")
	tab.see("#c-HS001.open")
	tab.do("location.hash = '#/audit/%s/sign'", id)
	tab.see(".discard button")
	tab.check("discard")
	tab.click(".discard button")
	tab.click("dialog.ask .action")
	tab.see(".visit button")
	if js[bool](tab, "return Boolean(document.querySelector('.tile.audit'))") {
		t.Error("the audit is still there")
	}
	tab.click(".visit button")
	tab.click("dialog.ask .action")
	tab.see("#c-HS001.open")
	tab.do("location.hash = '#/audit/%s/sign'", id)
	tab.see(".discard button")
	tab.do("globalThis.fetch = realFetch; dispatchEvent(new Event('online'))")
	signInAs(t, url, "supervisor").await(id, 0)
	tab.see(".missing")
	tab.until("!document.querySelector('.discard') && document.querySelector('.void')") // the server knows it
}

// TestVoid voids a visit that was begun by mistake and that the server knows: with a reason, while
// nothing stands in it; the visit waits again, begins under another ID, and a colleague's tablet lists
// the first one no longer.
func TestVoid(t *testing.T) {
	url := start(t)
	sendOnVisit(t, url)
	tab := open(t, url, 1024, 768)
	tab.signIn("auditor")
	begin := func() (id string) {
		t.Helper()
		tab.click(".visit button")
		tab.click("dialog.ask .action")
		tab.see("#c-HS001.open")
		return js[string](tab, "return location.hash.split('/')[2]")
	}
	id := begin()
	boss := signInAs(t, url, "supervisor")
	boss.await(id, 0)
	other := open(t, url, 1024, 768)
	other.signIn("auditor2")
	other.see(".tile.audit")
	tab.do("location.hash = '#/audit/%s/sign'", id)
	tab.click(".void summary")
	tab.click(".void .action")
	tab.see(".void .problems")
	tab.fill("#void-reason", "选错了大厅")
	tab.check("void")
	tab.click(".void .action")
	tab.see(".visit button")
	if js[bool](tab, "return Boolean(document.querySelector('.tile.audit'))") {
		t.Error("the audit is still there")
	}
	if state := boss.audit(id).State; state != "voided" {
		t.Errorf("on the server the audit is %s", state)
	}
	again := begin()
	if again == id {
		t.Error("the visit began under the ID of the audit that was voided")
	}
	boss.await(again, 0)
	other.do("location.hash = '#/sync'")
	other.until("!document.querySelector('.tile.audit')")
	other.do("location.hash = '#/audits'")
	other.until("document.querySelector('.tile.audit') && !document.body.innerHTML.includes('%s')", id)
}
