package tabletjourney_test

import (
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"hallmark/api/browsertest"
)

// TestTwoWindows opens one account in two windows: the second says that it is open in another one, and
// only one of them writes. When the second takes over, the first says so, and nothing that was typed
// there is lost; so also when the first does not answer.
func TestTwoWindows(t *testing.T) {
	url := start(t)
	tab := open(t, url, 1024, 768)
	tab.signIn("auditor")
	id := tab.newAudit("GS-S03")
	tab.click("#c-HS002 .level-2")
	tab.see("#c-HS002.lost")
	tab.typeInto("#note-HS002", "缺少无障碍")
	tab.typeInto("#value-HS001", "18")

	other := tab.window()
	other.unlock()
	other.see(".elsewhere")
	other.check("elsewhere")
	if js[bool](other, "return Boolean(document.querySelector('.menu'))") {
		t.Error("the second window offers to work")
	}
	other.click(".elsewhere .action")
	other.see("#c-HS001.begun")
	other.until("location.hash.startsWith('#/audit/%s')", id)
	have := js[[]string](other, `return ["value-HS001", "note-HS002"].map((id) => document.getElementById(id).value)`)
	if len(have) != 2 || have[0] != "18" || have[1] != "缺少无障碍" {
		t.Errorf("the second window shows %q", have)
	}
	tab.see(".elsewhere")
	other.click("#value-HS001")
	other.typeInto("#value-HS001", "7.5")
	other.click("#c-HS001 .pad-done")
	other.see("#c-HS001.lost:not(.begun)")
	other.typeInto("#value-HS003", "3")

	// A window that sleeps does not answer.
	other.do("BroadcastChannel.prototype.postMessage = () => {}; EventTarget.prototype.realDispatch = EventTarget.prototype.dispatchEvent; EventTarget.prototype.dispatchEvent = function (e) { return e.type === 'give' || this.realDispatch(e); }")
	tab.click(".elsewhere .action")
	tab.see("#c-HS001.lost:not(.begun)")
	tab.until("document.querySelector('#value-HS003').value === '3'")
	other.see(".elsewhere")
	supervisor := signInAs(t, url, "supervisor")
	supervisor.await(id, 2)
	if _, ok := supervisor.audit(id).Answers["HS001"]; !ok {
		t.Error("the server has no answer of the second window")
	}
}

// TestWindowsWithoutLocks is the same in a browser without Web Locks: the windows speak with one another.
func TestWindowsWithoutLocks(t *testing.T) {
	url := start(t)
	bare := func(tab *tablet) *tablet {
		t.Helper()
		_, err := chromedp.Call(tab.ctx, page.AddScriptToEvaluateOnNewDocument,
			page.AddScriptToEvaluateOnNewDocumentParams{Source: "delete Navigator.prototype.locks"})
		must(t, err)
		browsertest.Do(t, tab.ctx, chromedp.Reload())
		tab.see("h1:not(.loading)")
		if js[bool](tab, "return Boolean(navigator.locks)") {
			t.Fatal("the browser still has locks")
		}
		return tab
	}
	tab := bare(open(t, url, 1024, 768))
	tab.signIn("auditor")
	id := tab.newAudit("GS-S03")
	tab.click("#c-HS002 .level-2")
	tab.see("#c-HS002.lost")
	tab.typeInto("#note-HS002", "缺少无障碍")
	other := bare(tab.window())
	other.unlock()
	other.see(".elsewhere")
	other.click(".elsewhere .action")
	other.until("location.hash.startsWith('#/audit/%s')", id)
	other.until("document.querySelector('#note-HS002')?.value === '缺少无障碍'")
	tab.see(".elsewhere")
	if js[bool](tab, "return Boolean(document.querySelector('.card'))") {
		t.Error("the first window goes on")
	}
	tab.click(".elsewhere .action")
	tab.see("#c-HS002.lost")
	other.see(".elsewhere")
}
