package tabletjourney_test

import (
	"fmt"
	"net/http"
	"testing"
)

// mostTaps is what a perfect audit of a sub-district hall may cost on the tablet, from the opened
// checklist to its last answer: 122 clauses, of which 42 are ratios.
const mostTaps = 230

// TestTaps fills in a perfect audit as a hand does: it taps what can be seen, digit by digit, types the
// number looked at once in each chapter, and goes from field to field by the key of the pad. Every
// tap is counted, and what it recorded is compared with the server.
func TestTaps(t *testing.T) {
	url := start(t)
	tab := open(t, url, 1024, 768)
	tab.signIn("auditor")
	id := tab.newAudit("GS-S03")
	tab.until("document.querySelectorAll('.card').length === 12")
	rows := js[int](tab, `scrollTo(0, document.querySelector(".card").getBoundingClientRect().top + scrollY - 72);
		await new Promise((r) => setTimeout(r, 300));
		return [...document.querySelectorAll(".card")].filter((e) => {
			const r = e.getBoundingClientRect(), foot = document.querySelector(".turn").getBoundingClientRect();
			return r.top >= 71 && r.bottom <= foot.top + 1;
		}).length`)
	if rows < 10 {
		t.Errorf("%d clauses are in view at 1024×768, want at least 10", rows)
	}
	taps := js[int](tab, perfect)
	t.Logf("%d taps", taps)
	if taps > mostTaps {
		t.Errorf("%d taps, want at most %d", taps, mostTaps)
	}
	auditor := signInAs(t, url, "auditor")
	auditor.await(id, 122)
	var score struct {
		Total      float64
		Unanswered int
	}
	auditor.call(http.MethodGet, fmt.Sprintf("/api/v1/audits/%s/score", id), nil, &score)
	if score.Unanswered != 0 || score.Total < 99.9 {
		t.Errorf("the server scores %+v", score)
	}
}

// perfect taps through all chapters and returns the number of taps.
const perfect = `
	let taps = 0;
	const wait = async (f, what) => {
		for (const end = Date.now() + 60000; !f();) {
			if (Date.now() > end) throw new Error("never: " + what);
			await new Promise((r) => setTimeout(r, 5));
		}
	};
	const seen = (e) => e && e.checkVisibility();
	const tap = (e, what) => {
		if (!seen(e)) throw new Error("nobody sees " + what);
		taps++;
		e.click();
	};
	const find = (q) => document.querySelector(q);
	const type = async (id, text) => { // the pad is open under the field
		const key = (sign) => [...find("#" + id).closest(".card, .sample").querySelectorAll(".pad:not([hidden]) button")]
			.find((b) => b.textContent.startsWith(sign));
		await wait(() => seen(key(text[0])), "pad of " + id);
		for (const sign of text) tap(key(sign), id + " " + sign);
	};
	const answered = (uid) => find("#c-" + uid)?.matches(".answered, .lost");
	const head = () => find(".chapter-head .code").textContent;
	for (;;) {
		const number = head();
		const total = Number(find('.chapters a[aria-current="true"] .chapter-count').textContent.match(/\/(\d+)/)[1]);
		await wait(() => document.querySelectorAll(".card").length === total, "cards of " + number);
		const uids = [...document.querySelectorAll(".card")].map((e) => e.id.slice(2));
		const of = (q) => uids.filter((uid) => find("#c-" + uid + " " + q));
		const ratios = of(".ratio"), measured = of(".measured");
		if (ratios.length) {
			tap(find("#sample-" + number), "sample");
			await type("sample-" + number, "30");
			tap(find(".sample .pad-done"), "done");
			await wait(() => of(".all .choice").length === ratios.length, "sample of " + number);
		}
		for (const uid of ratios) {
			tap(find("#c-" + uid + " .all .choice"), uid);
			await wait(() => answered(uid), uid);
		}
		for (const [i, uid] of measured.entries()) {
			const id = "value-" + uid, last = i === measured.length - 1;
			if (i === 0) tap(find("#" + id), id); // the others are opened by the key of the pad
			await type(id, find("#c-" + uid + " .hint").textContent.match(/[\d.]+/)[0]);
			tap(find("#c-" + uid + (last ? " .pad-done" : " .pad-next")), "end of " + id);
			await wait(() => answered(uid), uid);
		}
		for (const uid of uids) {
			if (ratios.includes(uid) || measured.includes(uid)) continue;
			tap(find("#c-" + uid + " .level-3, #c-" + uid + " .choice.pass"), uid);
			await wait(() => answered(uid), uid);
		}
		const next = find(".turn button:last-child");
		if (next.disabled) return taps;
		tap(next, "next chapter");
		await wait(() => head() !== number, "the chapter after " + number);
	}`
