package tabletjourney_test

import (
	"net/http"
	"testing"
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
	tab.until("document.querySelector('.save').textContent.includes('✓')")
	var all struct{ Since []struct{ Op string } }
	signInAs(t, url, "auditor").call(http.MethodPost, "/api/v1/audits/"+id+"/changes",
		object{"revision": 0, "changes": []object{}}, &all)
	if len(all.Since) < 6 {
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
