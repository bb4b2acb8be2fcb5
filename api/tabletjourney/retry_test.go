package tabletjourney_test

import "testing"

// TestRetryRetries holds that "try again" adds a photograph for which there was no room, and that
// leaving the page before that asks.
func TestRetryRetries(t *testing.T) {
	tab := open(t, start(t), 1024, 768)
	tab.signIn("auditor")
	tab.newAudit("GS-S03")
	tab.click("#c-HS002 .level-2")
	tab.see("#c-HS002.lost")
	leaving := func() bool {
		t.Helper()
		return js[bool](tab, `const e = new Event("beforeunload", {cancelable: true});
			return !dispatchEvent(e)`)
	}
	tab.until(`document.querySelector(".save").textContent.includes("✓")`)
	if leaving() {
		t.Error("leaving asks although everything is saved")
	}
	tab.do(`globalThis.realPut = IDBObjectStore.prototype.put;
		IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); }`)
	tab.do(photograph, 40, "HS002")
	tab.see("#c-HS002 .field-problem button")
	if !leaving() {
		t.Error("leaving does not ask although a photograph is not saved")
	}
	tab.do("IDBObjectStore.prototype.put = realPut")
	tab.click("#c-HS002 .field-problem button")
	tab.see("#c-HS002 .photos .thumb")
	tab.until(`!document.querySelector("#c-HS002 .field-problem")`)
	tab.click("#c-HS002 .thumb")
	tab.see("dialog .whole")
	tab.do("location.hash = '#/audits'")
	tab.see(".audit-list")
	if js[bool](tab, `return Boolean(document.querySelector("dialog"))`) {
		t.Error("the dialog of another page stays")
	}
}
