package tabletjourney_test

import (
	"testing"

	"hallmark/api/browsertest"
)

// visitOfTwo begins a visit of two inspectors with one clause, answers it, and opens the page on
// which people sign.
func visitOfTwo(t *testing.T, url string) (tab *tablet, id string) {
	t.Helper()
	sendOnVisit(t, url)
	tab = open(t, url, 1024, 768)
	tab.signIn("auditor")
	tab.click(".visit button")
	tab.click("dialog.ask .action") // the hall sees it from now on
	tab.see(".card")
	id = js[string](tab, "return location.hash.split('/')[2]")
	tab.fill("#value-HS001", "12.5")
	tab.see("#c-HS001.lost")
	tab.do("location.hash = '#/audit/%s/sign'", id)
	tab.see("canvas.signature")
	return tab, id
}

// TestSignLive holds that nobody signs a result that has changed: the page on which people sign is
// drawn anew when a colleague's answer arrives, takes the signatures back, and says what changed.
func TestSignLive(t *testing.T) {
	url := start(t)
	tab, id := visitOfTwo(t, url)
	other := signInAs(t, url, "auditor2")
	other.await(id, 1)
	if said := tab.text(".colleagues"); said == "" {
		t.Error("the page does not say when the other inspector was last heard")
	}
	other.call("POST", "/api/v1/audits/"+id+"/presence", object{"unsent": 3, "away": true}, nil)
	tab.until("document.querySelector('.colleagues .minus')?.textContent.includes('3')")
	other.call("POST", "/api/v1/audits/"+id+"/presence", object{"unsent": 0, "away": true}, nil)
	tab.until("!document.querySelector('.colleagues .minus')")
	tab.see(".loss-list li")
	before := tab.text(".hero .total")
	tab.draw(0)
	tab.see("canvas.signed")
	other.settle(id, "HS001", object{"value": 900})
	tab.until("!document.querySelector('canvas.signed') && document.querySelector('.signed-changes li')")
	if after := tab.text(".hero .total"); after == before {
		t.Errorf("the result is still %s", after)
	}
	said := tab.text(".signed-changes")
	if !js[bool](tab, `return [%q].every((s) => s.includes("12.5") && s.includes("900"))`, said) {
		t.Errorf("what changed is %q", said)
	}
	if js[bool](tab, "return Boolean(document.querySelector('.loss-list li'))") {
		t.Error("what was lost is not drawn anew")
	}
	if js[bool](tab, "return Boolean(document.querySelector('#wanting'))") {
		t.Error("a photograph is asked for although nothing is lost")
	}
	tab.check("sign-changed")
	tab.draw(0)
	tab.draw(2)
	tab.fill("#present", "王主任")
	other.record(id, "HS001", "note", object{"note": "导视牌遮挡"})
	tab.until("!document.querySelector('canvas.signed')")
	if js[string](tab, "return document.querySelector('#present').value") != "王主任" {
		t.Error("the name of the person present is lost")
	}
}

// TestChangedOnTheWay holds that the server takes no submission of another revision than the one that
// was signed, however short the time between the last look and the submission.
func TestChangedOnTheWay(t *testing.T) {
	url := start(t)
	tab, id := visitOfTwo(t, url)
	other := signInAs(t, url, "auditor2")
	other.await(id, 1)
	tab.do(`globalThis.realFetch = fetch;
		globalThis.fetch = async (to, o) => {
			if (String(to.url ?? to).endsWith("/submit") && !globalThis.goOn) {
				await new Promise((r) => (globalThis.goOn = r));
			}
			return realFetch(to, o);
		}`)
	browsertest.Expect(tab.ctx, "status 409")
	for i := range 3 {
		tab.draw(i)
	}
	tab.fill("#present", "王主任")
	tab.click("form .action")
	tab.until("globalThis.goOn")
	other.settle(id, "HS001", object{"value": 900})
	tab.do("goOn()")
	tab.see(".problems[role=alert]")
	if state := other.audit(id).State; state != "in-progress" {
		t.Fatalf("signatures under another result were taken: %s", state)
	}
}

// TestSignedAndChanged holds that a submission that waits is not sent when an answer of a colleague
// has come after the signatures; until the server has it, the result is marked as this tablet's.
func TestSignedAndChanged(t *testing.T) {
	url := start(t)
	tab, id := visitOfTwo(t, url)
	other := signInAs(t, url, "auditor2")
	other.await(id, 1)
	tab.do(`globalThis.realFetch = fetch;
		globalThis.fetch = (to, o) => String(to.url ?? to).endsWith("/submit") ?
			Promise.reject(new TypeError("cut")) : realFetch(to, o)`)
	sign := func() {
		t.Helper()
		for i := range 3 {
			tab.draw(i)
		}
		tab.fill("#present", "王主任")
		tab.click("form .action")
		tab.see(".signatures li")
	}
	before := tab.text(".hero .total")
	sign()
	tab.see(".hero .of-tablet")
	other.settle(id, "HS001", object{"value": 900})
	tab.until("document.querySelector('.hero .total').textContent !== %q", before)
	tab.do("globalThis.fetch = realFetch")
	tab.click(".panel .actions .action")
	tab.see(".problems[role=alert]")
	if state := other.audit(id).State; state != "in-progress" {
		t.Fatalf("signatures under another result were sent: %s", state)
	}
}
