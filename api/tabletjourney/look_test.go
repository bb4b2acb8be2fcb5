package tabletjourney_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"hallmark/api/browsertest"
)

// largeText is the size of text that the system asks for, in pixels; 16 is the usual one.
const largeText = 32

// wrongLooks lists what is wrong with the page in the window: what overlaps, what is cut, what makes the
// page wider than the window, and how much of the height bar and foot take that stay in place.
const wrongLooks = `
	const wrong = [];
	const name = (e) => e.tagName.toLowerCase() + "." + e.className + " " + (e.innerText ?? e.value ?? "").slice(0, 20);
	const root = document.documentElement;
	if (root.scrollWidth > innerWidth + 1) wrong.push("the page is " + root.scrollWidth + " wide, the window " + innerWidth);
	for (const card of document.querySelectorAll(".card")) card.style.contentVisibility = "visible"; // laid out, all of it
	scrollTo(0, root.scrollHeight / 2);
	await new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r)));
	const stays = (e) => ["sticky", "fixed"].includes(getComputedStyle(e).position);
	const bars = [...document.querySelectorAll(".top, .live, .turn")].filter((e) => stays(e) && e.checkVisibility());
	const height = bars.reduce((sum, e) => {
		const r = e.getBoundingClientRect();
		return sum + Math.max(0, Math.min(r.bottom, innerHeight) - Math.max(r.top, 0));
	}, 0);
	if (height > innerHeight / 4) wrong.push("bar and foot take " + Math.round(height) + " of " + innerHeight);
	const controls = [...document.querySelectorAll("main a, main button, main input, main label, main summary, .top a, .top button, .top summary, main .live h1, main .total")]
		.filter((e) => e.checkVisibility({visibilityProperty: true}) && !e.closest(".hidden, .skip, details:not([open]) > :not(summary)"));
	const within = (e) => bars.find((bar) => bar.contains(e)) ?? null;
	const boxes = controls.map((e) => [e, e.getBoundingClientRect(), within(e)]).filter(([, r]) => r.width > 1 && r.height > 1);
	for (const [i, [a, p, barA]] of boxes.entries()) {
		for (const [b, q, barB] of boxes.slice(i + 1)) {
			if (barA !== barB || a.contains(b) || b.contains(a)) continue;
			if (a.closest(".search, .pick, label") && a.closest(".search, .pick, label") === b.closest(".search, .pick, label")) continue;
			const x = Math.min(p.right, q.right) - Math.max(p.left, q.left);
			const y = Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top);
			if (x > 3 && y > 3) wrong.push(name(a) + " overlaps " + name(b) + " by " + Math.round(x) + "×" + Math.round(y));
		}
	}
	for (const [e, r] of boxes) {
		const style = getComputedStyle(e);
		if (style.textOverflow === "ellipsis" || e.tagName === "INPUT") continue;
		if (e.scrollWidth > e.clientWidth + 2 && e.clientWidth > 0 && style.display !== "inline") {
			wrong.push(name(e) + " is cut: " + e.scrollWidth + " in " + e.clientWidth);
		}
		if ((r.right > innerWidth + 1 || r.left < -1) && !e.closest(".chips, .chapters")) {
			wrong.push(name(e) + " lies outside");
		}
	}
	scrollTo(0, 0);
	return [...new Set(wrong)].slice(0, 12)`

// looks checks the page that is shown in every size, in both languages and with large text.
func (tab *tablet) looks(t *testing.T, what string) {
	t.Helper()
	for _, size := range []struct{ w, h, text int64 }{
		{1024, 768, 16}, {768, 1024, 16}, {390, 844, 16}, {512, 384, 16}, {844, 390, 16},
		{1024, 768, largeText}, {768, 1024, largeText}, {390, 844, largeText},
	} {
		browsertest.Do(t, tab.ctx, chromedp.EmulateViewport(size.w, size.h))
		_, err := chromedp.Call(tab.ctx, page.SetFontSizes, page.SetFontSizesParams{
			FontSizes: &page.FontSizes{Standard: size.text, Fixed: size.text}})
		must(t, err)
		tab.do("await new Promise((r) => setTimeout(r, 300))")
		at := fmt.Sprintf("%s-%dx%d-%d", what, size.w, size.h, size.text)
		tab.shot(at)
		if wrong := js[[]string](tab, wrongLooks); len(wrong) > 0 {
			t.Errorf("%s:\n  %s", at, strings.Join(wrong, "\n  "))
		}
	}
}

// TestLook looks at the list, a checklist and the sync centre as rows and as cards, in both languages.
func TestLook(t *testing.T) {
	url := start(t)
	sendTo(t, url, hallDay(0), hallDay(30))
	tab := chinese(t, url, 1024, 768)
	tab.see("#username")
	tab.looks(t, "zh-sign-in")
	tab.signIn("auditor")
	id := tab.newAudit("GS-S03")
	tab.click(".choice")
	for _, language := range []string{"zh", "en"} {
		if js[string](tab, "return document.documentElement.lang") != map[string]string{"zh": "zh-CN", "en": "en"}[language] {
			tab.do(`location.hash = "#/audits"`)
			tab.click(".account button[lang]")
		}
		for what, hash := range map[string]string{"list": "#/audits", "checklist": "#/audit/" + id,
			"sync": "#/sync", "sign": "#/audit/" + id + "/sign", "new": "#/new"} {
			tab.do("location.hash = %q", hash)
			tab.until("document.querySelector({list: '.visit', checklist: '.card', sync: '.tally', sign: '.sign', new: 'form'}[%q])", what)
			tab.looks(t, language+"-"+what)
		}
	}
	tab.do(`location.hash = "#/audit/%s/sign"`, id)
	if total := tab.text(".hero .total"); !strings.Contains(total, "/") {
		t.Errorf("with one answer of 122 the page of signatures shows the total %s", total)
	}
	tab.looksOutside(t)
}

// looksOutside looks at what is seen before the work and around it: the account's pages, one that is
// locked, one that is open in another window, a finished audit.
func (tab *tablet) looksOutside(t *testing.T) {
	t.Helper()
	tab.do("location.hash = '#/pin'")
	tab.see("#pin")
	tab.looks(t, "en-pin")
	other := tab.window()
	other.looks(t, "en-unlock")
	other.unlock()
	other.see(".elsewhere")
	other.looks(t, "en-elsewhere")
}

// TestLookEnd looks at the page on which people sign, and at the result.
func TestLookEnd(t *testing.T) {
	url := start(t)
	tab := chinese(t, url, 1024, 768)
	tab.signIn("auditor")
	id := tab.newAudit("GS-C01")
	tab.answerAll()
	tab.do("location.hash = '#/audit/%s/sign'", id)
	tab.see("canvas.signature")
	tab.looks(t, "zh-signing")
	browsertest.Do(t, tab.ctx, chromedp.EmulateViewport(1024, 768))
	tab.draw(0)
	tab.draw(1)
	tab.fill("#present", "王主任")
	tab.click("form .action")
	tab.see(".signatures li")
	tab.looks(t, "zh-result")
}
