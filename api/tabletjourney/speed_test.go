package tabletjourney_test

import (
	"os"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"hallmark/api/benchtest"
	"hallmark/api/browsertest"
)

// The targets on a tablet with a quarter of this machine's speed, in milliseconds.
const (
	slowdown    = 4
	tapLimit    = 100
	paintLimit  = 1000
	shiftLimit  = 0.05
	photographs = 200
)

// watchShifts adds up the layout shifts that no tap has caused, as the web's vital sign does.
const watchShifts = `window.shifts = 0;
	window.shifted = [];
	new PerformanceObserver((list) => {
		for (const e of list.getEntries()) if (!e.hadRecentInput) {
			window.shifts += e.value;
			window.shifted.push(...e.sources.map((s) => s.node?.className ?? ""));
		}
	}).observe({type: "layout-shift"})`

// tap taps a choice and returns how long it takes until the choice has been painted as pressed. It
// waits first until the tap before it has been recorded, sent and counted.
const tap = `const target = document.querySelectorAll(".card.open .choice")[0];
	target.scrollIntoView({block: "center"});
	await new Promise((r) => setTimeout(r, 1200));
	const began = performance.now();
	target.click();
	const pressed = target.getAttribute("aria-pressed");
	await new Promise((r) => requestAnimationFrame(() => {
		const channel = new MessageChannel();
		channel.port1.onmessage = r;
		channel.port2.postMessage(0);
	}));
	return pressed === "true" ? performance.now() - began : Infinity`

// settled is how long a tap takes until the answer is on the disk and its card drawn anew.
const settled = `const card = document.querySelector(%q);
	const began = performance.now();
	card.querySelector(%q).click();
	while (!card.className.includes(%q)) await new Promise((r) => setTimeout(r, 1));
	return performance.now() - began`

// TestSpeed holds the checklist, with 200 photographs and every clause in one list, against the
// targets. It belongs to make bench.
func TestSpeed(t *testing.T) {
	if os.Getenv("HALLMARK_BENCH") != "1" {
		t.Skip("takes a minute and wants a quiet machine: make bench, or HALLMARK_BENCH=1")
	}
	tab := open(t, start(t), 1280, 800)
	tab.signIn("auditor")
	id := tab.newAudit("GS-S03")
	tab.photographs(photographs)

	_, err := chromedp.Call(tab.ctx, emulation.SetCPUThrottlingRate,
		emulation.SetCPUThrottlingRateParams{Rate: slowdown})
	must(t, err)
	paint := js[float64](tab, `const began = performance.now();
		location.hash = "#/audit/%s";
		while (!document.querySelector(".card")) await new Promise((r) => requestAnimationFrame(r));
		return performance.now() - began`, id)
	benchtest.Time("first paint of the cached checklist", paintLimit, paint, "ms",
		benchtest.Slowness()).Check(t)
	tab.until("document.querySelectorAll('.card').length === 12")
	tab.unanswered()
	var taps []float64
	for range 9 {
		taps = append(taps, js[float64](tab, tap))
	}
	benchtest.Time("a tap until it shows, the median", tapLimit, benchtest.Median(taps), "ms",
		benchtest.Slowness()).Check(t)
	t.Logf("a tap until the card is drawn anew: %.0f ms",
		js[float64](tab, settled, "#c-HS002", ".level-1", "lost"))
}

// TestSteady scrolls through a chapter and through every clause in one list, with photographs and after
// an answer: nothing moves by itself.
func TestSteady(t *testing.T) {
	tab := open(t, start(t), 1280, 800)
	tab.signIn("auditor")
	id := tab.newAudit("GS-S03")
	tab.photographs(50)
	tab.do(watchShifts)
	tab.do("location.hash = '#/audit/%s'", id)
	tab.until("document.querySelectorAll('.card').length === 12")
	tab.do("window.shifts = 0") // the page before gave way to this one
	tab.steady("a chapter")
	tab.unanswered()
	tab.click("#c-HS002 .level-1")
	tab.see("#c-HS002.lost")
	tab.until("!document.querySelector('.live-state').textContent.match(/[0-9]/)") // sent and counted
	tab.do("window.shifts = 0")
	tab.steady("every clause in one list")
}

// unanswered shows every clause in one list.
func (tab *tablet) unanswered() {
	tab.t.Helper()
	browsertest.Do(tab.t, tab.ctx, chromedp.Click(".chip[data-key=unanswered]"))
	tab.until("document.querySelectorAll('.card').length === 122")
}

// photographs puts photographs into the first clauses, fifty into each, and goes back to the list when
// all have been sent.
func (tab *tablet) photographs(count int) {
	tab.t.Helper()
	tab.do(`for (let n = 0; n < %d; n += 50) {
		const input = document.querySelectorAll(".pick input[multiple]")[n / 50];
		const files = new DataTransfer();
		for (let i = n; i < n + 50; i++) {
			const canvas = Object.assign(document.createElement("canvas"), {width: 640, height: 480});
			const pen = canvas.getContext("2d");
			pen.fillStyle = "hsl(" + i * 7 + " 60%% 60%%)"; pen.fillRect(0, 0, 640, 480);
			pen.fillStyle = "#000"; pen.fillRect(i, i, 50, 50);
			const blob = await new Promise((r) => canvas.toBlob(r, "image/jpeg"));
			files.items.add(new File([blob], i + ".jpg", {type: "image/jpeg"}));
		}
		input.files = files.files;
		input.dispatchEvent(new Event("change", {bubbles: true}));
		while (document.querySelectorAll(".photos li").length < n + 50)
			await new Promise((r) => setTimeout(r, 20));
	}`, count)
	tab.do("location.hash = '#/audits'")
	tab.see(".audits")
	tab.until("!document.querySelector('.net').textContent.match(/[0-9]/)")
}

// steady scrolls through the page and reports a layout that moves by itself.
func (tab *tablet) steady(what string) {
	tab.t.Helper()
	tab.scroll()
	shifts := js[float64](tab, "return window.shifts")
	tab.t.Logf("layout shift, %s: %.4f", what, shifts)
	if shifts > shiftLimit {
		tab.t.Errorf("%s: layout shift %.4f, over %.2f: %s", what, shifts, shiftLimit,
			js[[]string](tab, "return window.shifted.slice(0, 20)"))
	}
}

// scroll goes down the page, as a thumb does.
func (tab *tablet) scroll() {
	tab.t.Helper()
	tab.do(`for (let y = 0; y < document.documentElement.scrollHeight; y += 120) {
		scrollTo(0, y);
		await new Promise((r) => requestAnimationFrame(r));
	}
	scrollTo(0, 0)`)
}
