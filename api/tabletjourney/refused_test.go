package tabletjourney_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"hallmark/api/browsertest"
)

// TestRefused has the server refuse an answer and a note: both stand on the card and in the sync
// centre with clause, value and reason, and the three ways lead out: try again, keep as a remark,
// save to a file and remove.
func TestRefused(t *testing.T) {
	url := start(t)
	tab := open(t, url, 1024, 768)
	tab.do(`localStorage.setItem("hallmark-language", "zh")`)
	browsertest.Do(t, tab.ctx, chromedp.Reload())
	tab.see("#username")
	tab.signIn("auditor")
	id := tab.newAudit("GS-S03")
	auditor := signInAs(t, url, "auditor")
	auditor.await(id, 0)
	tab.do(`globalThis.send = fetch;
		globalThis.fetch = (path, o) => send(path, String(path).endsWith("/changes") ?
			{...o, body: o.body.replaceAll('"op":"answer"', '"op":"guess"')} : o)`)
	tab.click("#c-HS002 .choice.level-1")
	tab.see("#c-HS002 .refused .field-problem")
	if js[bool](tab, "return Boolean(document.querySelector('#c-HS002.brief'))") {
		t.Error("a card with something refused is folded")
	}
	tab.check("refused-card")
	said := js[string](tab, "return document.querySelector('#c-HS002 .refused').innerText")
	for _, word := range []string{"5.1.2", "结果：", "被拒绝：", "重试", "转为备注", "存为文件并移除"} {
		if !strings.Contains(said, word) {
			t.Errorf("the card does not say %q: %s", word, said)
		}
	}
	tab.do("location.hash = '#/sync'")
	tab.see(".queue .failed a")
	tab.check("refused-sync")
	said = js[string](tab, "return document.querySelector('.queue .failed').innerText")
	if strings.Contains(said, "HS002") || !strings.Contains(said, "5.1.2") {
		t.Errorf("the sync centre says: %s", said)
	}
	tab.click(".queue .failed a")
	tab.see("#c-HS002 [data-key^=remark]")

	tab.click("#c-HS002 [data-key^=remark]")
	tab.until("!document.querySelector('#c-HS002 .refused')")
	tab.until("document.querySelector('#c-HS002 textarea').value.includes('服务器未接受')")

	tab.click("#c-HS002 .choice.level-0")
	tab.see(".card .refused [data-key^=file]")
	tab.click(".card .refused [data-key^=file]")
	tab.see("dialog[open] .action")
	tab.check("refused-file")
	tab.click("dialog[open] .action")
	tab.until("!document.querySelector('.refused') && !document.querySelector('dialog')")

	tab.click("#c-HS002 .choice.level-2")
	tab.see("#c-HS002 .refused")
	tab.do("globalThis.fetch = send")
	tab.click("#c-HS002 [data-key^=again]")
	tab.until("!document.querySelector('#c-HS002 .refused')")
	auditor.await(id, 1)
	answers := auditor.audit(id).Answers
	notes := []string{}
	for uid, a := range answers {
		if a.Note != "" {
			notes = append(notes, uid)
		}
	}
	if !slices.Equal(notes, []string{"HS002"}) {
		t.Errorf("the server has notes at %v", notes)
	}
}
