package tabletjourney_test

import (
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"hallmark/api/browsertest"
)

// without takes away what older browsers on tablets, above all Safari on the iPad, do not have.
const without = `(() => {
	const gone = (owner, ...names) => names.forEach((name) => {
		for (let o = owner; o; o = Object.getPrototypeOf(o)) delete o[name];
	});
	gone(globalThis, "createImageBitmap", "OffscreenCanvas", "BroadcastChannel", "structuredClone",
		"IntersectionObserver", "requestIdleCallback", "scheduler", "ImageCapture");
	gone(navigator, "storage", "locks", "serviceWorker", "connection", "wakeLock", "vibrate");
	gone(Crypto.prototype, "randomUUID");
	gone(PointerEvent.prototype, "getCoalescedEvents");
	gone(Element.prototype, "setPointerCapture", "checkVisibility");
	gone(Response.prototype, "body"); // no stream can be read
	gone(Array.prototype, "findLast", "toSorted", "toReversed", "with");
	gone(Promise, "withResolvers", "try");
})()`

// TestWithoutNewInterfaces makes a visit with a photograph and drawn signatures in a browser that
// lacks all that the tablet has a substitute for; what a colleague records comes by polling.
func TestWithoutNewInterfaces(t *testing.T) {
	url := start(t)
	tab := &tablet{t, browsertest.New(t, 800, 1280), url}
	_, err := chromedp.Call(tab.ctx, page.AddScriptToEvaluateOnNewDocument,
		page.AddScriptToEvaluateOnNewDocumentParams{Source: without})
	must(t, err)
	browsertest.Do(t, tab.ctx, chromedp.Navigate(url+"/tablet"))
	tab.see("h1:not(.loading)")
	have := js[string](tab, `return [typeof createImageBitmap, typeof navigator.storage,
		typeof navigator.locks, typeof navigator.serviceWorker, typeof crypto.randomUUID,
		new Response("x").body].join()`)
	if want := "undefined,undefined,undefined,undefined,undefined,"; have != want {
		t.Fatalf("the browser still has %s", have)
	}
	tab.signIn("auditor")
	tab.do("location.hash = '#/new'")
	tab.click("[name=inspector][value=auditor2]")
	id := tab.newAudit("GS-C01")
	tab.do(photograph, 200, "HS002")
	tab.see("#c-HS002 .photos img[src]")
	tab.click("#c-HS002 .level-1")
	tab.see("#c-HS002.lost")
	tab.answerAll()
	other := signInAs(t, url, "auditor2")
	other.await(id, 2)
	other.record(id, "HS002", "note", object{"note": "同事的记录"})
	tab.do("location.hash = '#/audit/%s/5/HS002'", id)
	tab.until("document.querySelector('#note-HS002')?.value === '同事的记录'")
	tab.do("location.hash = '#/audit/%s/sign'", id)
	tab.see("canvas.signature")
	for i := range 3 {
		tab.draw(i)
	}
	tab.fill("#present", "王主任")
	tab.click("form .action")
	tab.see(".signatures li")
	tab.until("!document.querySelector('.panel button')") // the server has it
	seen := other.audit(id)
	if seen.State != "submitted" || len(seen.Signatures) != 3 || len(seen.Answers["HS002"].Evidence) != 1 {
		t.Errorf("the server has %s, signatures %v, %v", seen.State, seen.Signatures, seen.Answers["HS002"])
	}
	tab.do("location.hash = '#/sync'")
	tab.see(".sync")
	tab.check("sync-old")
}
