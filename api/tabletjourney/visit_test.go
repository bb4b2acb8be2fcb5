package tabletjourney_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hallmark/api/browsertest"
)

// photograph puts a drawn picture into the file field of a clause, as if it had been taken.
const photograph = `
	const canvas = Object.assign(document.createElement("canvas"), {width: 1200, height: 900});
	const pen = canvas.getContext("2d");
	pen.fillStyle = "hsl(%d 60%% 70%%)"; pen.fillRect(0, 0, 1200, 900);
	pen.fillStyle = "#335"; pen.fillRect(200, 500, 800, 300);
	const blob = await new Promise((r) => canvas.toBlob(r, "image/jpeg"));
	const files = new DataTransfer();
	files.items.add(new File([blob], "IMG.jpg", {type: "image/jpeg"}));
	const input = document.querySelector("#c-%s .pick input[multiple]");
	input.files = files.files;
	input.dispatchEvent(new Event("change", {bubbles: true}))`

// looks are the windows and schemes in which every page must fit and be accessible. It is checked for
// accessibility in the dark where it is in Chinese and on a telephone where it is in English, on a
// long walk everywhere.
var looks = [...]struct {
	scheme string
	w, h   int64
	axe    string // language
}{{"dark", 1280, 800, "zh-CN"}, {"light", 800, 1280, ""}, {"light", 390, 844, "en"}}

// small lists the targets in the window that are smaller than 48 by 48 CSS pixels. Links within
// a sentence, and fields that a larger label belongs to, are no targets of their own.
const small = `return [...document.querySelectorAll("button, a, summary, select, input, textarea")]
	.filter((e) => !e.closest(".skip, p.condition") && !e.matches(".hidden, .skip, label input, p > a:not(.button, .net)"))
	.map((e) => [e, e.getBoundingClientRect()])
	.filter(([, r]) => r.width && (r.height < 47.5 || r.width < 47.5))
	.map(([e, r]) => e.outerHTML.slice(0, 90) + " " + Math.round(r.width) + "×" + Math.round(r.height))`

// check looks at a page as it stands: it fits the window, its targets are large enough, it is
// accessible, and nothing on it is a key of the catalogue. The language changes back to Chinese.
func (tab *tablet) check(name string) {
	tab.t.Helper()
	for i, look := range looks {
		tab.theme(look.scheme, look.w, look.h)
		tab.do("await new Promise((r) => setTimeout(r, 50))")
		tab.shot(fmt.Sprintf("%s-%d", name, i))
		if w := js[int64](tab, "return document.documentElement.scrollWidth"); w > look.w {
			tab.t.Errorf("%s: %d wide in a window of %d: %s", name, w, look.w, js[string](tab, `
				return [...document.querySelectorAll("*")]
					.filter((e) => e.getBoundingClientRect().right > innerWidth + 1).slice(0, 9)
					.map((e) => e.tagName + "." + e.className).join(" ")`))
		}
		if d := cmp.Diff([]string{}, js[[]string](tab, small)); d != "" {
			tab.t.Errorf("%s, %s, %d×%d: small targets: %s", name, look.scheme, look.w, look.h, d)
		}
		if text := js[string](tab, `return document.body.innerText.match(
			/\b(tablet|audit|answer|error)\.[a-z-]+|undefined|NaN|\[object|%[sd]/)?.[0] ?? ""`); text != "" {
			tab.t.Errorf("%s: %q is on the page", name, text)
		}
		if !js[bool](tab, "return document.documentElement.lang === %q", look.axe) && !browsertest.Long(tab.t) {
			continue
		}
		// Seen whole, so that no bar covers a part of a target as it happens to be scrolled. Cards that
		// come into sight so become as high as they are, hence more than once.
		for range 4 {
			tab.theme(look.scheme, look.w, max(look.h, js[int64](tab,
				"return document.documentElement.scrollHeight")))
			tab.do("await new Promise((r) => setTimeout(r, 150))")
		}
		browsertest.Axe(tab.t, tab.ctx)
	}
	tab.theme("light", 1280, 800)
}

// TestVisit goes through a visit from the first sign-in to the submission, and looks at every page
// on the way.
func TestVisit(t *testing.T) {
	for _, language := range []string{"zh", "en"} {
		t.Run(language, func(t *testing.T) { visit(t, language) })
	}
}

func visit(t *testing.T, language string) {
	url := start(t)
	tab := open(t, url, 1280, 800)
	tab.do("document.querySelector('.person button[lang^=%s]')?.click()", language)
	tab.until("document.documentElement.lang.startsWith(%q) && document.querySelector('#username')", language)
	name := func(page string) string { return page + "-" + language }
	tab.check(name("sign-in"))
	tab.signIn("auditor")
	tab.check(name("empty"))
	tab.do("location.hash = '#/new'")
	tab.see("[name=hall]")
	tab.check(name("new"))
	tab.click("[name=inspector][value=auditor2]")
	id := tab.newAudit("GS-S03")
	tab.fill("#value-HS001", "187.5")
	tab.see("#c-HS001.lost")
	tab.click("#c-HS002 .level-2")
	other := signInAs(t, url, "auditor2")
	other.await(id, 2)
	other.record(id, "HS001", "answer", object{"value": 210})
	other.record(id, "HS002", "note", object{"note": hostile})
	tab.see("#c-HS001 .conflict-box")
	tab.until("document.querySelector('#note-HS002').value === %s", quote(t, hostile))
	tab.do("document.querySelector('#c-HS002').scrollIntoView()")
	tab.do(photograph, 120, "HS002")
	tab.see("#c-HS002 .photos img[src]")
	tab.click("#c-HS003 [data-key=na-open]")
	tab.click("#value-HS003")
	tab.do("document.querySelector('#c-HS005 .how summary').click()")
	tab.check(name("checklist"))
	tab.click("#c-HS002 .thumb")
	tab.see("dialog .whole")
	tab.check(name("photograph"))
	tab.click("dialog button")
	tab.click("#c-HS002 [data-key^=draw]")
	tab.see("dialog.full canvas")
	tab.check(name("draw"))
	tab.click("dialog .quiet")
	tab.click(".chip[data-key=lost]")
	tab.see(".chip[data-key=lost][aria-pressed=true]")
	tab.check(name("lost"))
	tab.do("location.hash = '#/audit/%s/sign'", id)
	tab.see(".missing")
	tab.check(name("missing"))
	tab.finish(id, name)
	have := other.audit(id)
	if have.State != "submitted" || len(have.Answers) != 122 || len(have.Signatures) != 3 ||
		len(have.Answers["HS002"].Evidence) != 1 {
		t.Errorf("the server has %s, %d answers, signatures %v, %v", have.State, len(have.Answers),
			have.Signatures, have.Answers["HS002"])
	}
	if last := have.Transitions[len(have.Transitions)-1]; last["summary"] != "大厅秩序正常。" ||
		last["opinion"] != "无异议。" {
		t.Errorf("what was written at the end is %v", last)
	}
	tab.do("location.hash = '#/sync'")
	tab.see(".sync")
	tab.check(name("sync"))
	sendOnVisit(t, url)
	tab.do("location.hash = '#/audits'")
	tab.see(".audits")
	tab.click(".actions button")
	tab.see(".visit")
	tab.check(name("audits"))
	tab.click(".visit button")
	tab.see("dialog.ask")
	tab.check(name("unannounced"))
	tab.click("dialog.ask .action")
	tab.see(".card")
	tab.until("document.querySelectorAll('.card').length === 1")
	tab.do("location.hash = '#/audits'")
	tab.until("document.querySelectorAll('.tile.audit').length === 2 && !document.querySelector('.visit')")
	tab.click(".account-menu button")
	tab.see("#pin")
	tab.check(name("unlock"))
}

// sendOnVisit runs a campaign that sends both inspectors to one hall, with one clause to look at.
func sendOnVisit(t testing.TB, url string) {
	supervisor := signInAs(t, url, "supervisor")
	var campaign struct{ ID string }
	supervisor.call(http.MethodPost, "/api/v1/campaigns", object{"name": "第一季度窗口服务暗访",
		"kind": "unannounced", "from": "2026-01-05", "to": "2026-03-27", "tiers": []string{"community"},
		"quota": object{"community": 1}, "team": 2, "clauses": []string{"HS001"},
		"inspectors": []string{"auditor", "auditor2"}}, &campaign)
	for _, step := range []string{"seal", "draw", "open"} {
		supervisor.call(http.MethodPost, "/api/v1/campaigns/"+campaign.ID+"/"+step, object{}, nil)
	}
}

// quote writes a text as JavaScript.
func quote(t testing.TB, text string) string {
	b, err := json.Marshal(text)
	must(t, err)
	return string(b)
}

// finish settles the conflict, answers what is left, and lets everybody sign.
func (tab *tablet) finish(id string, name func(string) string) {
	tab.t.Helper()
	tab.do("location.hash = '#/audit/%s/5/HS001'", id)
	tab.click("#c-HS001 [data-key^=choose]")
	tab.until("!document.querySelector('.conflict-box')")
	tab.answerAll()
	tab.do("location.hash = '#/audit/%s/sign'", id)
	tab.see("canvas.signature")
	tab.fill("#summary", "大厅秩序正常。")
	tab.do("location.hash = '#/audit/%s/5/HS001'", id) // what was written waits here
	tab.see("#c-HS001")
	tab.do("location.hash = '#/audit/%s/sign'", id)
	tab.until("document.querySelector('#summary')?.value === '大厅秩序正常。'")
	for i := range 3 {
		tab.draw(i)
	}
	tab.see("canvas.signed")
	tab.fill("#opinion", "无异议。") // after the hall has signed: it signs again
	tab.until("document.querySelectorAll('canvas.signed').length === 2")
	tab.draw(2)
	tab.check(name("sign"))
	tab.fill("#present", "王主任")
	tab.click("form .action")
	tab.see(".signatures li")
	tab.until("!document.querySelector('.panel button')") // the server has it
	tab.check(name("submitted"))
}

// hostile is a note that must stay a text.
const hostile = `<img src=x onerror="document.title='hacked'"> %s ${1} \u202e 方案缺责任人`
