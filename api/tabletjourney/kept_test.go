package tabletjourney_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/inspector"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// kill ends the page as a system does that needs its memory: without a word to it. Another window of
// the same browser takes its place.
func (tab *tablet) kill() *tablet {
	tab.t.Helper()
	gone := make(chan struct{})
	must(tab.t, chromedp.Listen(tab.ctx, func(event any) {
		if _, ok := event.(*inspector.EventTargetCrashed); ok {
			close(gone)
		}
	}))
	ctx, stop := context.WithCancel(tab.ctx)
	defer stop()
	go func() { _, _ = chromedp.Call(ctx, page.Crash, cdp.Empty{}) }() // nobody is left to answer
	select {
	case <-gone:
	case <-tab.ctx.Done():
		tab.t.Fatal("the page cannot be killed")
	}
	next := tab.window()
	_, err := chromedp.Call(next.ctx, page.BringToFront, cdp.Empty{}) // one behind another draws nothing
	must(tab.t, err)
	return next
}

// watchDisk counts in disk[key] what reaches the disk from now on.
func (tab *tablet) watchDisk() {
	tab.t.Helper()
	tab.do(`globalThis.disk = {};
		const put = IDBObjectStore.prototype.put;
		IDBObjectStore.prototype.put = function (record, ...rest) {
			this.transaction.addEventListener("complete", () => {
				disk[record.key] = (disk[record.key] ?? 0) + 1;
			});
			return put.call(this, record, ...rest);
		}`)
}

// type types a text into a field without leaving it.
func (tab *tablet) typeInto(selector, text string) {
	tab.t.Helper()
	tab.see(selector)
	tab.do(`const e = document.querySelector(%q); e.focus();
		for (const c of %q) {
			e.value += c;
			e.dispatchEvent(new InputEvent("input", {bubbles: true, data: c}));
		}`, selector, text)
}

// reopen gives the PIN; the page shown is the one before the kill.
func (tab *tablet) reopen() {
	tab.t.Helper()
	tab.unlock()
	tab.until("location.hash.startsWith('#/audit/') && document.querySelector('.card, .sign')")
}

// beginAll begins answers of every kind in chapter 5 without completing one, and returns the ratio.
func (tab *tablet) beginAll(id string) (ratio string) {
	tab.t.Helper()
	tab.watchDisk()
	ratio = js[string](tab, `return document.querySelector("[id^=numerator-]").id.slice("numerator-".length)`)
	tab.typeInto("#numerator-"+ratio, "12")
	tab.click("#c-HS003 [data-key=na-open]")
	tab.typeInto("#reason-HS003", "本厅未设")
	tab.click("#c-HS002 .level-2")
	tab.see("#c-HS002.lost")
	tab.until("document.querySelector('.save').textContent.startsWith('…')") // all of it is on the disk
	// The note would be recorded after a pause: it never comes.
	tab.do(`globalThis.realTimeout = setTimeout;
		globalThis.setTimeout = (f, ms, ...rest) => realTimeout(f, ms === 900 ? 1e9 : ms, ...rest);
		globalThis.before = disk["typed/%s"] ?? 0`, id)
	tab.typeInto("#note-HS002", "缺少无障碍")
	tab.until("disk['typed/%s'] > before", id)
	tab.do("before = disk['typed/%s']", id)
	tab.click("#value-HS001") // the last one, for whoever leaves it has measured
	for _, key := range []string{"1", "8"} {
		tab.do(`[...document.querySelectorAll("#c-HS001 .pad button")].find((b) => b.textContent === %q).click()`, key)
	}
	tab.until("disk['typed/%s'] > before + 1", id)
	return ratio
}

// begun says what stands in the fields that were begun.
func (tab *tablet) begun(ratio string) []string {
	tab.t.Helper()
	for _, field := range []string{"value-HS001", "numerator-" + ratio, "reason-HS003", "note-HS002"} {
		tab.see("#" + field)
	}
	return js[[]string](tab, `return ["value-HS001", "numerator-%[1]s", "denominator-%[1]s", "reason-HS003", "note-HS002"]
		.map((id) => document.getElementById(id).value)`, ratio)
}

// firstInView is the first card under the bar, and where it stands.
const firstInView = `[...document.querySelectorAll(".card")].map((e) => [e.id, e.getBoundingClientRect()])
	.filter(([, r]) => r.bottom > document.querySelector(".live").getBoundingClientRect().bottom)
	.map(([id, r]) => [id, r.top])[0]`

// TestBegunIsKept holds that what is typed is on the disk as it is typed: half a number, half a ratio, a
// reason and a note are there after a kill, after Back and after the tablet was locked, at the same
// place of the page; they count as nothing until they are complete, and the page says so.
func TestBegunIsKept(t *testing.T) {
	url := start(t)
	tab := open(t, url, 1024, 768)
	tab.signIn("auditor")
	id := tab.newAudit("GS-S03")
	ratio := tab.beginAll(id)
	tab.do(`globalThis.before = disk.place ?? 0; scrollTo(0, 900)`)
	tab.until("scrollY > 500 && disk.place > before")
	tab.do("before = disk.place; scrollTo(0, 901)") // the write before may have been of the place before
	tab.until("disk.place > before")
	where := js[string](tab, "return JSON.stringify("+firstInView+")")

	tab = tab.kill()
	tab.reopen()
	want := []string{"18", "12", "", "本厅未设", "缺少无障碍"}
	if have := tab.begun(ratio); !slices.Equal(have, want) {
		t.Errorf("after a kill: %q, want %q", have, want)
	}
	tab.until("(([id, top], [want, wanted]) => id === want && Math.abs(top - wanted) < 8)(%s, %s)", firstInView, where)
	if !js[bool](tab, `return ["HS001", "HS003", %q].every((uid) =>
		document.querySelector("#c-" + uid + ".begun .card-foot .begun"))`, ratio) {
		t.Error("the cards do not say that they were begun")
	}
	if js[bool](tab, `return Boolean(document.querySelector("#c-" + %q + ".brief"))`, ratio) {
		t.Error("the card of half a ratio is folded")
	}
	tab.until("document.querySelector('.save').textContent.startsWith('… 3')") // the note is recorded
	tab.check("begun")

	tab.do("location.hash = '#/audits'")
	tab.see(".audit-list")
	if said := tab.text(".audit-progress"); !strings.HasPrefix(said, "1 of 122") {
		t.Errorf("the list counts %q", said)
	}
	tab.do("history.back()")
	tab.see(".card")
	if have := tab.begun(ratio); !slices.Equal(have, want) {
		t.Errorf("after Back: %q, want %q", have, want)
	}
	tab.do("document.querySelector('.live .back').click()")
	tab.click(".account-menu button")
	tab.unlock()
	tab.see(".audit-list")
	tab.do("location.hash = '#/audit/%s/sign'", id)
	tab.until("[...document.querySelectorAll('.missing .badge')].filter((e) => e.textContent.startsWith('Begun')).length === 3")
	if js[bool](tab, "return Boolean(document.querySelector('.hero .badge'))") {
		t.Error("a grade is shown although clauses are unanswered")
	}
	tab.do("location.hash = '#/audit/%s'", id)
	tab.see("#c-HS001.begun")
	tab.finishBegun(ratio)
}

// finishBegun completes one of what was begun and gives up another.
func (tab *tablet) finishBegun(ratio string) {
	tab.t.Helper()
	tab.click("#value-HS001")
	tab.click("#c-HS001 .pad-done")
	tab.until("document.querySelector('#c-HS001.lost:not(.begun)')")
	tab.click("#c-" + ratio + " [data-key=begun-drop]")
	tab.until("document.querySelector('#c-%s.open:not(.begun)') && document.querySelector('#numerator-%[1]s').value === ''", ratio)
	tab.until("document.querySelector('.save').textContent.startsWith('… 1')")
}

// TestPhotographCutOff kills the page when a photograph is on the disk as the camera gave it and nothing
// else has been done with it: the next start goes on, and no raw copy stays.
func TestPhotographCutOff(t *testing.T) {
	url := start(t)
	tab := open(t, url, 1024, 768)
	tab.signIn("auditor")
	id := tab.newAudit("GS-S03")
	tab.click("#c-HS002 .level-2")
	tab.see("#c-HS002.lost")
	tab.watchDisk()
	tab.do(`globalThis.createImageBitmap = () => new Promise(() => {})`)
	tab.do(photograph, 120, "HS002")
	tab.until("Object.keys(disk).some((key) => key.startsWith('raw/%s/'))", id)
	if js[bool](tab, "return Boolean(document.querySelector('#c-HS002 .photos img'))") {
		t.Fatal("the photograph is processed already: nothing can be cut off")
	}
	tab = tab.kill()
	tab.unlock()
	tab.until("location.hash.match(/audit/)")
	tab.do("location.hash = '#/audit/%s'", id)
	tab.see("#c-HS002 .photos img")
	tab.until(`!(await new Promise((done, failed) => {
		const opening = indexedDB.open("hallmark/auditor");
		opening.onerror = failed;
		opening.onsuccess = () => {
			const keys = opening.result.transaction("photographs").objectStore("photographs").getAllKeys();
			keys.onsuccess = () => { opening.result.close(); done(keys.result); };
		};
	})).some((key) => key.startsWith("raw/"))`)
	supervisor := signInAs(t, url, "supervisor")
	supervisor.await(id, 1)
	for range 200 {
		if len(supervisor.audit(id).Answers["HS002"].Evidence) == 1 {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Error("the server has not got the photograph")
}

// TestSignaturesAreKept holds that signatures, names and texts at the end of a visit are on the disk as
// they are drawn and typed, through Back, a kill and a lock; and that a signature never comes back over
// another content than it was made under.
func TestSignaturesAreKept(t *testing.T) {
	url := start(t)
	tab, id := visitOfTwo(t, url)
	signInAs(t, url, "auditor2").await(id, 1)
	tab.watchDisk()
	tab.typeInto("#summary", "大厅秩序正常。") // before the hall signs, or it signs again
	tab.typeInto("#present", "王主任")
	tab.draw(0)
	tab.draw(2)
	const kept = `document.querySelectorAll("canvas.signed").length === 2 &&
		document.querySelector("#present")?.value === "王主任" &&
		document.querySelector("#summary")?.value === "大厅秩序正常。"`
	tab.until("disk['drawn/%[1]s/of/'] && disk['drawn/%[1]s/of/auditor'] && disk['drawn/%[1]s/fields']", id)
	tab.until(kept)
	tab = tab.kill()
	tab.reopen()
	tab.until(kept)
	tab.do("location.hash = '#/audits'")
	tab.see(".audit-list")
	tab.click(".account-menu button")
	tab.unlock()
	tab.see(".audit-list")
	tab.do("location.hash = '#/audit/%s/sign'", id)
	tab.until(kept)
	tab.do("location.hash = '#/audit/%s'", id)
	tab.see(".card")
	tab.fill("#value-HS001", "900")
	tab.see("#c-HS001:not(.lost)")
	tab.do("location.hash = '#/audit/%s/sign'", id)
	tab.see(".signed-changes li")
	if js[int](tab, "return document.querySelectorAll('canvas.signed').length") != 0 {
		t.Error("signatures stand under another answer than they were made under")
	}
	if js[string](tab, "return document.querySelector('#present').value") != "王主任" {
		t.Error("the name of the person present is lost")
	}
}
