package tabletjourney_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
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
	openLimit   = 1500
	listLimit   = 500
	rawLimit    = 150
	asksLimit   = 5 // requests of a list of which nothing has changed
	shiftLimit  = 0.05
	photographs = 200
	manyHalls   = 40_000
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

// TestSpeed holds the list with 40,000 halls in the register, and the checklist with 200 photographs and
// every clause in one list, against the targets. It belongs to make bench.
func TestSpeed(t *testing.T) {
	if os.Getenv("HALLMARK_BENCH") != "1" {
		t.Skip("takes a minute and wants a quiet machine: make bench, or HALLMARK_BENCH=1")
	}
	url := start(t)
	importHalls(t, url, manyHalls)
	tab := open(t, url, 1280, 800)
	tab.signIn("auditor")
	id := tab.newAudit("GS-S03")
	tab.photographs(photographs)
	slow := benchtest.Slowness()

	_, err := chromedp.Call(tab.ctx, emulation.SetCPUThrottlingRate,
		emulation.SetCPUThrottlingRateParams{Rate: slowdown})
	must(t, err)
	tab.list(slow)
	opened := js[[]float64](tab, `const began = performance.now();
		location.hash = "#/audit/%s";
		const when = async (there) => {
			while (!there()) await new Promise((r) => requestAnimationFrame(r));
			return performance.now() - began;
		};
		return [await when(() => document.querySelector(".card")),
			await when(() => document.querySelectorAll(".card").length === 12 && document.querySelector(".live .total"))]`, id)
	benchtest.Time("first paint of the cached checklist", paintLimit, opened[0], "ms", slow).Check(t)
	benchtest.Time("an audit until it is open", openLimit, opened[1], "ms", slow).Check(t)
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
	tab.raw(slow)
	tab.shell(slow)
}

// list goes to the list of audits, of which nothing has changed since the last time.
func (tab *tablet) list(slow float64) {
	tab.t.Helper()
	tab.do("location.hash = '#/audits'")
	tab.see(".tile.audit")
	tab.do("await new Promise((r) => setTimeout(r, 5000))") // the register is here
	tab.do("location.hash = '#/sync'")
	tab.until("!document.querySelector('.tile.audit')")
	took := js[float64](tab, `performance.clearResourceTimings();
		const began = performance.now();
		location.hash = "#/audits";
		while (!document.querySelector(".tile.audit")) await new Promise((r) => requestAnimationFrame(r));
		return performance.now() - began`)
	benchtest.Time("the list of audits, 40,000 halls in the register", listLimit, took, "ms", slow).Check(tab.t)
	asked := js[[]string](tab, `await new Promise((r) => setTimeout(r, 5000));
		return performance.getEntriesByType("resource").map((e) => new URL(e.name).pathname)
			.filter((path) => path.startsWith("/api/"))`)
	tab.t.Logf("the list asks %q", asked)
	benchtest.Fixed("requests of the list, nothing has changed", asksLimit, float64(len(asked)), "").Check(tab.t)
}

// raw adds photographs of 12 megapixels and measures until each is on the disk as the camera gave it.
func (tab *tablet) raw(slow float64) {
	tab.t.Helper()
	tab.watchDisk()
	var times []float64
	for i := range 5 {
		times = append(times, js[float64](tab, `const canvas = Object.assign(document.createElement("canvas"), {width: 4000, height: 3000});
			const pen = canvas.getContext("2d");
			for (let n = 0; n < 4000; n++) {
				pen.fillStyle = "hsl(" + n * 7 %% 360 + " 60%% 50%%)";
				pen.fillRect(n * 977 %% 4000, n * 613 %% 3000, 150, 150);
			}
			const blob = await new Promise((r) => canvas.toBlob(r, "image/jpeg", 0.9));
			const files = new DataTransfer();
			files.items.add(new File([blob], "IMG%d.jpg", {type: "image/jpeg"}));
			const input = document.querySelector("#c-HS002 .pick input[multiple]");
			input.files = files.files;
			const stored = () => Object.keys(disk).filter((key) => key.startsWith("raw/")).length;
			const before = stored(), began = performance.now();
			input.dispatchEvent(new Event("change", {bubbles: true}));
			while (stored() === before) await new Promise((r) => setTimeout(r, 1));
			const took = performance.now() - began;
			while (document.querySelector(".save").textContent.match(/^(Saving|正在)/)) await new Promise((r) => setTimeout(r, 20));
			return took`, i))
	}
	benchtest.Time("a photograph until it is stored raw, the median", rawLimit, benchtest.Median(times), "ms", slow).Check(tab.t)
}

// shell opens the application anew, from the cache.
func (tab *tablet) shell(slow float64) {
	tab.t.Helper()
	tab.until("navigator.serviceWorker.controller")
	browsertest.Do(tab.t, tab.ctx, chromedp.Reload())
	tab.see("#pin, .accounts")
	tab.until(`performance.getEntriesByName("first-contentful-paint").length`)
	benchtest.Time("first paint of the application from the cache", paintLimit,
		js[float64](tab, `return performance.getEntriesByName("first-contentful-paint")[0].startTime`), "ms", slow).Check(tab.t)
}

// importHalls puts n more halls into the register.
func importHalls(t *testing.T, url string, n int) {
	t.Helper()
	boss := signInAs(t, url, "supervisor")
	send := func(method, path string, body io.Reader) []byte {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), method, url+path, body)
		must(t, err)
		r.Header.Set("Authorization", boss.auth)
		r.Header.Set("Content-Type", "text/csv")
		answer, err := http.DefaultClient.Do(r)
		must(t, err)
		defer answer.Body.Close()
		content, err := io.ReadAll(answer.Body)
		must(t, err)
		if answer.StatusCode != http.StatusOK {
			t.Fatalf("%s %s: %s %s", method, path, answer.Status, content)
		}
		return content
	}
	rows, err := csv.NewReader(bytes.NewReader(send(http.MethodGet, "/api/v1/halls?format=csv", http.NoBody))).ReadAll()
	must(t, err)
	like := rows[slices.IndexFunc(rows, func(row []string) bool { return row[0] == "GS-S04" })]
	var file bytes.Buffer
	w := csv.NewWriter(&file)
	must(t, w.Write(rows[0]))
	for i := range n {
		row := slices.Clone(like)
		row[0], row[1] = fmt.Sprintf("X-%05d", i), fmt.Sprintf("示例厅 %d(虚构)", i)
		must(t, w.Write(row))
	}
	w.Flush()
	must(t, w.Error())
	send(http.MethodPost, "/api/v1/halls/import?format=csv", &file)
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
	tab.click(".chip[data-key=unanswered]")
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
