package tabletjourney_test

import (
	"strings"
	"testing"
	"time"

	"hallmark/api/browsertest"
)

// text is what can be read of an element.
func (tab *tablet) text(selector string) string {
	tab.t.Helper()
	tab.see(selector)
	return js[string](tab, "return document.querySelector(%q).textContent", selector)
}

// signOut opens the question whether to sign out.
func (tab *tablet) signOut() {
	tab.t.Helper()
	tab.click(".account-menu button:last-child")
	tab.see("dialog")
}

// TestSharedTablet has a first auditor go with unsent work and a second one come: signing out is
// refused until the work is in a file, the second sees nothing of it, and it is there again.
func TestSharedTablet(t *testing.T) {
	r := startReleases(t)
	tab := open(t, r.url, 800, 1280)
	browsertest.Expect(tab.ctx, "request failed") // while the door is shut
	tab.signIn("auditor")
	r.shut.Store(true)
	id := tab.newAudit("GS-S03")
	tab.fill("#value-HS001", "187.5")
	tab.see("#c-HS001.lost")

	tab.signOut()
	tab.see("dialog [role=alert]")
	if js[bool](tab, "return Boolean(document.querySelector('dialog [type=submit]'))") {
		t.Error("signing out is offered while work waits")
	}
	tab.click("dialog a.action")
	tab.see(".sync")
	tab.do(`globalThis.files = [];
		let blob = null;
		URL.createObjectURL = (made) => { blob = made; return "#"; };
		HTMLAnchorElement.prototype.click = function () {
			files.push(blob.text().then(JSON.parse).then(({content}) => [this.download,
				content.audits.length, content.changes.length].join(" ")));
		}`)
	tab.do(`[...document.querySelectorAll(".sync .actions button")].at(-1).click()`)
	tab.until("files.length")
	today := time.Now().UTC().Format(time.DateOnly)
	have := js[string](tab, "return files[0]")
	if want := "hallmark-auditor-" + today + ".json 1 1"; have != want {
		t.Errorf("file %s, want %s", have, want)
	}
	tab.signOut()
	tab.click("dialog [type=submit]")
	tab.see(".account-page .badge")

	r.shut.Store(false)
	tab.do("location.hash = '#/sign-in'")
	tab.signIn("auditor2")
	if js[bool](tab, "return Boolean(document.querySelector('.audit'))") {
		t.Errorf("the second auditor sees %s", tab.text(".audit-list"))
	}
	tab.do("location.hash = '#/audit/%s'", id)
	tab.until("document.querySelector('main h1') && !document.querySelector('.card')")
	tab.click(".account-menu button")
	tab.see(".account-page")

	tab.do("location.hash = '#/unlock/auditor'")
	tab.until("document.querySelector('.account-line .badge')")
	tab.fill("#pin", "314159")
	tab.click("form .action")
	tab.until("!document.querySelector('form .problems').hidden")
	tab.unlock()
	tab.see(".audits")
	tab.do("location.hash = '#/audit/%s'", id)
	tab.see("#c-HS001.lost")
	tab.do("location.hash = '#/sync'")
	tab.click(".notice.warn button")
	tab.fill("#again-password", password)
	tab.click("dialog [type=submit]")
	tab.see(".tally .plus")
	signInAs(t, r.url, "auditor").audit(id)
}

// TestRefusals has the person present refuse to sign, and a colleague's answer keep the submission
// from being accepted: the sync centre names it with its reason until the two have settled it and
// signed again.
func TestRefusals(t *testing.T) {
	r := startReleases(t)
	tab := open(t, r.url, 1280, 800)
	for _, part := range []string{"request failed", "status 409", "status 422"} {
		browsertest.Expect(tab.ctx, part) // while the door is shut, and what is refused
	}
	tab.signIn("auditor")
	tab.do("location.hash = '#/new'")
	tab.click("[name=inspector][value=auditor2]")
	id := tab.newAudit("GS-C01")
	tab.answerAll()
	other := signInAs(t, r.direct, "auditor2")
	other.await(id, 2)
	tab.do("location.hash = '#/audits'")
	tab.until("!document.querySelector('.net').textContent.match(/[0-9]/)") // all is sent

	r.shut.Store(true)
	tab.do("location.hash = '#/audit/%s/sign'", id)
	sign := func() {
		t.Helper()
		tab.see("canvas.signature")
		tab.draw(0)
		tab.draw(1)
		tab.fill("#present", "王主任")
		tab.do("const box = document.querySelector('#refuses'); if (!box.checked) box.click()")
		tab.fill("#refused", "")
		tab.click("form .action")
		tab.until("!document.querySelector('form .problems').hidden") // why?
		tab.fill("#refused", "对扣分有异议")
		tab.click("form .action")
		tab.see(".signatures li:nth-child(3)")
	}
	sign()
	other.record(id, "HS002", "answer", object{"level": 1})
	r.shut.Store(false)

	tab.do("location.hash = '#/sync'")
	tab.click(".actions .action:not([disabled])")
	tab.see(".failed .field-problem")
	tab.until("document.querySelector('#content').innerText.includes('枫塘社区公共服务站')")
	if line := tab.text(".failed"); strings.ContainsAny(line, "%") {
		t.Errorf("what is refused is called %q", line)
	}
	if state := other.audit(id).State; state != "in-progress" {
		t.Errorf("signatures under another result were taken: %s", state)
	}
	other.settle(id, "HS002", object{"level": 3})
	tab.do("location.hash = '#/audits'") // fetches what the two have settled
	tab.see(".audit-list")
	tab.until("!document.querySelector('.head + p').textContent")
	tab.do("location.hash = '#/audit/%s/sign'", id)
	tab.until("document.querySelector('.signatures, canvas.signature') && !document.querySelector('#content').innerText.includes('5.1.2')")
	tab.do("document.querySelector('.panel .actions button:not(.action)')?.click()") // taken back, where it still waits
	sign()
	tab.until("document.querySelector('.net.online') && !document.querySelector('.panel .actions .action')")
	have := other.audit(id)
	if have.State != "submitted" || len(have.Signatures) != 3 ||
		have.Signatures[2]["refused"] != "对扣分有异议" {
		t.Errorf("the server has %s, signatures %v", have.State, have.Signatures)
	}
}
