package tabletjourney_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"hallmark/api/browsertest"
	"hallmark/api/programtest"
)

const (
	password = programtest.Password
	pin      = "271828"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// start runs the whole of Hallmark with the demo accounts and halls, and returns its address.
func start(t testing.TB) string {
	t.Helper()
	return programtest.Start(t, programtest.Setup{}).URL
}

// tablet is a browser with the tablet's application.
type tablet struct {
	t   testing.TB
	ctx context.Context
	url string
}

func open(t testing.TB, url string, w, h int) *tablet {
	t.Helper()
	tab := &tablet{t, browsertest.New(t, w, h), url}
	browsertest.Do(t, tab.ctx, chromedp.Navigate(url+"/tablet"))
	tab.see("h1:not(.loading)")
	return tab
}

// js runs a function body on the page and returns what it returns.
func js[T any](tab *tablet, body string, args ...any) T {
	tab.t.Helper()
	if len(args) > 0 {
		body = fmt.Sprintf(body, args...)
	}
	code := "(async () => {" + body + "})()"
	return browsertest.Get(tab.t, tab.ctx, chromedp.Evaluate[T](code, chromedp.EvalAwaitPromise))
}

// do runs a function body on the page.
func (tab *tablet) do(body string, args ...any) {
	tab.t.Helper()
	js[bool](tab, body+"; return true", args...)
}

// until waits for a condition in the page.
func (tab *tablet) until(condition string, args ...any) {
	tab.t.Helper()
	if len(args) > 0 {
		condition = fmt.Sprintf(condition, args...)
	}
	if !js[bool](tab, `const end = Date.now() + 90000;
		while (!(%s)) {
			if (Date.now() > end) return false;
			await new Promise((r) => setTimeout(r, 20));
		}
		return true`, condition) {
		tab.t.Fatalf("never came true: %s\n%s", condition,
			js[string](tab, "return document.body.innerText"))
	}
}

func (tab *tablet) see(selector string) {
	tab.t.Helper()
	tab.until("document.querySelector(%q)", selector)
}

func (tab *tablet) click(selector string) {
	tab.t.Helper()
	// In one step: the page may draw the element anew between two.
	tab.until("[document.querySelector(%q)].some((e) => e && (e.click(), true))", selector)
}

func (tab *tablet) fill(selector, text string) {
	tab.t.Helper()
	tab.see(selector)
	tab.do(`const e = document.querySelector(%q); e.focus(); e.value = %q;
		e.dispatchEvent(new Event("input", {bubbles: true}));
		e.dispatchEvent(new Event("change", {bubbles: true}))`, selector, text)
}

// signIn signs in for the first time and chooses a PIN; the list of audits is then shown.
func (tab *tablet) signIn(user string) {
	tab.t.Helper()
	tab.fill("#username", user)
	tab.fill("#password", password)
	tab.click("form .action")
	tab.fill("#pin", pin)
	tab.fill("#again", pin)
	tab.click("form .action")
	tab.see(".audit-list")
	tab.until("!document.querySelector('.head + p').textContent") // refreshed
}

// newAudit starts an audit of a hall, waits for its checklist and returns the audit's ID.
func (tab *tablet) newAudit(hall string) string {
	tab.t.Helper()
	if !js[bool](tab, "return location.hash === '#/new'") {
		tab.do("location.hash = '#/new'")
	}
	tab.click(fmt.Sprintf("[name=hall][value=%q]", hall))
	tab.click("form .action")
	tab.see(".card")
	return js[string](tab, "return location.hash.split('/')[2]")
}

// theme sets light or dark and the size of the window.
func (tab *tablet) theme(scheme string, w, h int64) {
	tab.t.Helper()
	browsertest.Do(tab.t, tab.ctx, chromedp.EmulateViewport(w, h))
	_, err := chromedp.Call(tab.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
	must(tab.t, err)
}

// shot keeps a picture of what is in the window.
func (tab *tablet) shot(name string) {
	tab.t.Helper()
	dir := os.Getenv(browsertest.ShotsVariable)
	if dir == "" {
		return
	}
	picture := browsertest.Get(tab.t, tab.ctx, chromedp.CaptureScreenshot())
	must(tab.t, os.WriteFile(filepath.Join(dir, name+".png"), picture, 0o600))
}

// answerAll gives every clause that is unanswered its best answer, chapter by chapter, by hand.
func (tab *tablet) answerAll() {
	tab.t.Helper()
	tab.do(`
	const wait = async (f, what) => {
		for (const end = Date.now() + 90000; !f();) {
			if (Date.now() > end) throw new Error(what);
			await new Promise((r) => setTimeout(r, 5));
		}
	};
	const type = (input, text) => {
		input.focus();
		input.value = text;
		for (const e of ["input", "change"]) input.dispatchEvent(new Event(e, {bubbles: true}));
	};
	for (let i = 0; i < document.querySelectorAll(".chapters a").length; i++) {
		const link = document.querySelectorAll(".chapters a")[i];
		const n = Number(link.querySelector(".chapter-count").textContent.match(/\/(\d+)/)[1]);
		link.click();
		await wait(() => document.querySelectorAll(".card").length === n, "cards of " + link.textContent);
		for (const card of document.querySelectorAll(".card.open")) {
			const hint = card.querySelector(".hint")?.textContent.match(/([\d.]+)%?/)?.[1];
			const numbers = card.querySelectorAll(".number-field");
			if (numbers.length === 2) {
				type(numbers[1], "20");
				type(numbers[0], "20");
				card.focus();
			} else if (numbers.length === 1) type(numbers[0], hint);
			else card.querySelector(".choice").click();
			await wait(() => !card.classList.contains("open"), card.textContent);
		}
	}`)
}

// draw writes a signature with the pointer.
func (tab *tablet) draw(nth int) {
	tab.t.Helper()
	tab.do(`const c = document.querySelectorAll("canvas.signature")[%[1]d];
	const box = c.getBoundingClientRect();
	const at = (kind, x, y) => c.dispatchEvent(new PointerEvent(kind, {pointerId: 1, bubbles: true,
		clientX: box.left + x * box.width, clientY: box.top + y * box.height}));
	c.setPointerCapture = () => {};
	at("pointerdown", .2, .6);
	for (let i = 0; i < 40; i++) at("pointermove", .2 + i * .015, .5 + .3 * Math.sin(i / (3 + 2 * %[1]d)));
	at("pointerup", .8, .5)`, nth)
}
