package tabletjourney_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"hallmark/api/browsertest"
	"hallmark/checklists"
)

// hallDay is a day in the halls' zone, from today.
func hallDay(days int) string {
	return time.Now().In(checklists.HallZone).AddDate(0, 0, days).Format(time.DateOnly)
}

// sendTo sends the auditor to halls, each of another tier, by a campaign of its own for each, planned
// for a day; it returns them by day.
func sendTo(t *testing.T, url string, days ...string) map[string]string {
	t.Helper()
	boss := signInAs(t, url, "supervisor")
	halls := map[string]string{}
	tiers := []string{"community", "district"}
	for i, day := range days {
		var m struct {
			ID     string
			Visits []struct{ Hall, HallName string }
		}
		boss.call(http.MethodPost, "/api/v1/campaigns", map[string]any{"name": fmt.Sprintf("明察 %d", i+1),
			"kind": "announced", "from": hallDay(-1), "to": hallDay(40), "tiers": tiers[i : i+1],
			"quota": map[string]any{tiers[i]: 1}, "team": 2, "restDays": 30,
			"inspectors": []string{"auditor", "auditor2"}}, &m)
		for _, step := range []string{"seal", "draw"} {
			boss.call(http.MethodPost, "/api/v1/campaigns/"+m.ID+"/"+step, map[string]any{}, &m)
		}
		boss.call(http.MethodPost, "/api/v1/campaigns/"+m.ID+"/visits",
			map[string]any{"hall": m.Visits[0].Hall, "day": day}, nil)
		boss.call(http.MethodPost, "/api/v1/campaigns/"+m.ID+"/open", map[string]any{}, nil)
		halls[day] = m.Visits[0].Hall
	}
	return halls
}

// chinese opens the application in Chinese.
func chinese(t *testing.T, url string, w, h int) *tablet {
	t.Helper()
	tab := open(t, url, w, h)
	tab.do(`localStorage.setItem("hallmark-language", "zh")`)
	browsertest.Do(t, tab.ctx, chromedp.Navigate(url+"/tablet"))
	tab.see("#username")
	return tab
}

// TestDay has the list of the day: what is under way above all, then today, later; each hall with what
// the register says of it and what it lost; ready without a network, or what is missing.
func TestDay(t *testing.T) {
	url := start(t)
	halls := sendTo(t, url, hallDay(0), hallDay(30))
	boss := signInAs(t, url, "supervisor")
	var hall struct{ Revision int }
	boss.call(http.MethodGet, "/api/v1/halls/"+halls[hallDay(0)], nil, &hall)
	boss.call(http.MethodPatch, "/api/v1/halls/"+halls[hallDay(0)], map[string]any{"revision": hall.Revision,
		"address": "枫塘路 1 号", "hours": "9:00–17:00", "phone": "0000-1234567"}, nil)
	tab := chinese(t, url, 1024, 768)
	tab.signIn("auditor")
	tab.newAudit("GS-S03")
	tab.do("location.hash = '#/audits'")
	tab.see(".visit .ready.plus")
	sections := js[string](tab, `return [...document.querySelectorAll(".audit-list section")]
		.map((s) => s.getAttribute("aria-labelledby") + " " +
			[...s.querySelectorAll("[data-hall]")].map((e) => e.dataset.hall).join(" ")).join("; ")`)
	want := "day-open ; day-today " + halls[hallDay(0)] + "; day-later " + halls[hallDay(30)]
	if strings.TrimSpace(sections) != want {
		t.Errorf("the list has %q, want %q", sections, want)
	}
	said := js[string](tab, `return document.querySelector("[data-hall='%s']").innerText`, halls[hallDay(0)])
	for _, word := range []string{"枫塘路 1 号", "9:00–17:00", "0000-1234567", "没有以往结果", "可离线检查"} {
		if !strings.Contains(said, word) {
			t.Errorf("%s is not said: %s", word, said)
		}
	}
	tab.shot("day-1024")
}

// TestDayUnderFinger holds a finger on the list while news arrives: it is drawn anew only when the
// finger is gone and the list rests.
func TestDayUnderFinger(t *testing.T) {
	url := start(t)
	sendTo(t, url, hallDay(0))
	tab := open(t, url, 1024, 768)
	tab.signIn("auditor")
	tab.see(".visit")
	tab.do(`window.tile = document.querySelector(".visit");
		tile.dispatchEvent(new PointerEvent("pointerdown", {bubbles: true}));
		window.news = document.querySelector(".head button")`)
	tab.click(".head button") // refreshes, and tells the list
	tab.until("!document.querySelector('.head + p').textContent")
	if !js[bool](tab, "return tile.isConnected") {
		t.Error("the list was drawn anew under a finger")
	}
	tab.do(`tile.dispatchEvent(new PointerEvent("pointerup", {bubbles: true}))`)
	tab.until("!tile.isConnected && document.querySelector('.visit')")
}

// TestLastingStorage holds that a tablet whose browser has not promised to keep what is stored says so on
// the first page that is seen, before the first day without a network, with the way to ask for it; and
// that the application is offered for the home screen where the browser offers it.
func TestLastingStorage(t *testing.T) {
	url := start(t)
	tab := open(t, url, 1024, 768)
	tab.do(`globalThis.kept = false; globalThis.allow = false;
		navigator.storage.persisted = async () => kept;
		navigator.storage.persist = async () => kept = allow`)
	tab.signIn("auditor")
	tab.see(".lasting.warn button")
	before := tab.text(".lasting p")
	tab.click(".lasting button")
	tab.until("document.querySelector('.lasting p').textContent !== %q", before)
	if js[bool](tab, "return Boolean(document.querySelector('.lasting .action'))") {
		t.Error("the application is offered although the browser does not")
	}
	tab.do(`const offer = new Event("beforeinstallprompt", {cancelable: true});
		offer.prompt = async () => { globalThis.asked = true; allow = true; };
		dispatchEvent(offer)`)
	tab.click(".lasting .action")
	tab.until("asked && kept && !document.querySelector('.lasting')")
}
