package tabletjourney_test

import (
	"fmt"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"hallmark/api/browsertest"
)

// press sends keys as a keyboard does.
func (tab *tablet) press(keys ...string) {
	tab.t.Helper()
	for _, key := range keys {
		browsertest.Do(tab.t, tab.ctx, chromedp.KeyEvent(key))
	}
}

// hit presses one key that the page takes for a command. The character is not sent after it: a
// browser leaves it out when the page has taken the key.
func (tab *tablet) hit(key rune) {
	tab.t.Helper()
	for _, event := range kb.Encode(key) {
		if event.Type != kb.KeyChar {
			_, err := chromedp.Call(tab.ctx, input.DispatchKeyEvent, *event)
			must(tab.t, err)
		}
	}
}

// on waits until a clause's card has the focus.
func (tab *tablet) on(uid string) {
	tab.t.Helper()
	tab.until("document.activeElement.id === 'c-%s'", uid)
}

// tabTo moves with the tabulator until a selector matches what has the focus.
func (tab *tablet) tabTo(selector string) {
	tab.t.Helper()
	for range 60 {
		if js[bool](tab, "return document.activeElement.matches(%q)", selector) {
			return
		}
		tab.press(kb.Tab)
	}
	tab.t.Fatalf("no way by keyboard to %s", selector)
}

// TestKeyboard does what the auditor does, from the first sign-in, without touching the screen.
func TestKeyboard(t *testing.T) {
	url := start(t)
	tab := open(t, url, 1280, 800)
	tab.tabTo("#username")
	tab.press("auditor", kb.Tab, password, kb.Enter)
	tab.see("#again")
	tab.tabTo("#pin")
	tab.press(pin, kb.Tab, pin, kb.Enter)
	tab.see(".audit-list")
	tab.until("!document.querySelector('.head + p').textContent")
	tab.tabTo("a.action[href='#/new']")
	tab.press(kb.Enter)
	tab.see("[name=hall]")
	tab.tabTo("#hall-search")
	tab.press("GS-S03", kb.Tab, " ")
	tab.until("document.querySelector('[name=hall]:checked')?.value === 'GS-S03'")
	tab.tabTo("form button.action")
	tab.press(kb.Enter)
	tab.see(".card")

	tab.press(kb.ArrowDown) // to the first clause: measured
	tab.on("HS001")
	tab.tabTo("#value-HS001")
	tab.press("187.5", kb.Enter, kb.Escape)
	tab.see("#c-HS001.lost")
	tab.hit('n')
	tab.until("document.activeElement.id === 'note-HS001'")
	tab.press("现场抽测")
	tab.press(kb.Escape)
	tab.on("HS001")
	tab.hit('j')
	tab.on("HS002")
	tab.hit('3') // the third choice: level 1
	tab.until("document.querySelector('#c-HS002 .level-1').getAttribute('aria-pressed') === 'true'")
	tab.see("#c-HS002.lost")
	tab.hit('k')
	tab.on("HS001")
	tab.until("document.querySelector('#c-HS001 .minus')?.textContent === '3.5'")

	tab.hit('/')
	tab.press("7.3.1", kb.Enter) // there at once: a deduction
	tab.on("HS036")
	tab.hit('o') // the row unfolds
	tab.tabTo("#c-HS036 .stepper button:not([disabled])")
	tab.press(" ")
	tab.until("document.querySelector('#c-HS036 output').textContent === '1'")
	tab.press(" ")
	tab.until("document.querySelector('#c-HS036 output').textContent === '2'")
	tab.until("document.querySelector('#c-HS036 .running')?.textContent.includes('0.6')")
	tab.until("!document.querySelector('.live-state').textContent.match(/[0-9]/)")

	id := js[string](tab, "return location.hash.split('/')[2]")
	tab.answerAll() // the way to answer by keyboard has been shown
	tab.press(kb.Escape, kb.ArrowDown)
	tab.until("document.activeElement.matches('.card')")
	tab.hit('u') // nothing is left: to the signatures
	tab.signByKeyboard()
	if have := signInAs(t, url, "auditor").audit(id); have.State != "submitted" || len(have.Signatures) != 2 ||
		have.Signatures[1]["refused"] != "急事离开" {
		t.Errorf("the server has %s, signatures %v", have.State, have.Signatures)
	}
	tab.tabTo(".crumbs a")
	tab.press(kb.Enter)
	tab.see(".card .answer-read")
	if js[bool](tab, "return Boolean(document.querySelector('.choice, .number-field, .pick'))") {
		t.Error("what has been handed over can still be answered")
	}
}

// signByKeyboard signs by name, chooses who came along, notes that the person present refuses to
// sign, and hands the audit over.
func (tab *tablet) signByKeyboard() {
	tab.t.Helper()
	const name = "form fieldset.panel:nth-of-type(%d) .signature-field button:first-child"
	signed := func(n int) {
		tab.tabTo(fmt.Sprintf(name, n+1))
		tab.press(" ")
		tab.until("document.querySelectorAll('canvas.signature')[%d].matches('.signed')", n)
	}
	tab.see("canvas.signature")
	signed(0)
	tab.tabTo("#present")
	tab.press("王主任")
	tab.tabTo("#refuses")
	tab.press(" ")
	tab.tabTo("#refused")
	tab.press("急事离开")
	tab.tabTo("form .action")
	tab.press(kb.Enter)
	tab.see(".signatures li:nth-child(2)")
	tab.until("!document.querySelector('.panel button')") // the server has it
}
