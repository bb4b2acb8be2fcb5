package tabletwork_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"hallmark/api/browsertest"
)

// TestClockBehind starts audits without a network on a device whose clock is behind, by a day, by a
// year, in 1970, and once set right before it is sent: each begins when it began, and the error is
// known.
func TestClockBehind(t *testing.T) {
	n := start(t)
	tab := open(t, n)
	browsertest.Expect(tab.ctx, "clock")
	tab.prepare("auditor")
	began := time.Now()
	tab.do(`globalThis.rightly = Date.now; T.vault.idleLife = 1e15;
		T.sync.addEventListener("clock", (e) => T.said.push(e.detail))`)
	for _, one := range []struct {
		name, by string // milliseconds behind
		right    bool   // set right before it is sent
	}{
		{"a day", "86400000", false},
		{"a year", "400 * 86400000", false},
		{"1970", "(rightly() - 86400000)", false},
		{"a day, set right", "86400000", true},
	} {
		n.cut(true)
		tab.do(`const by = %s; Date.now = () => rightly() - by; T.said = [];
			const a = await T.start("GS-C01", ["HS001", "HS005"]); await T.fill(a)`, one.by)
		if one.right {
			tab.do(`Date.now = rightly`)
		}
		n.cut(false)
		tab.do(`await T.settled()`)
		if q := tab.queue(); q.Items != 0 {
			t.Errorf("%s: queue %+v", one.name, q)
		}
		var a struct{ StartedAt time.Time }
		ask(t, n.direct, "auditor", http.MethodGet,
			"/api/v1/audits/"+js[string](tab, `return T.audit.audit.id`), nil, &a)
		if a.StartedAt.Before(began.Add(-time.Minute)) || a.StartedAt.After(time.Now().Add(time.Minute)) {
			t.Errorf("%s: started %v, the test began %v", one.name, a.StartedAt, began)
		}
		if said := js[int](tab, `return T.said.length`); said != map[bool]int{false: 1, true: 0}[one.right] {
			t.Errorf("%s: the clock's error was said %d times", one.name, said)
		}
		tab.do(`T.audit.close(); Date.now = rightly; await T.work.refresh()`)
	}
}

// TestClockSetSince starts an audit without a network by a clock that is known to be three days
// ahead, and sets it right before the start is sent, two hours later: it began two hours ago.
func TestClockSetSince(t *testing.T) {
	n := start(t)
	tab := open(t, n)
	tab.prepare("auditor")
	tab.do(`globalThis.rightly = Date.now; T.vault.idleLife = 1e15;
		Date.now = () => rightly() + 3 * 86400000; await T.work.refresh(); await T.settled()`)
	n.cut(true)
	tab.do(`await T.vault.put("settings", "clock", {server: 0}); // it was days ago
		Date.now = () => rightly() - 2 * 3600000 + 3 * 86400000;
		const a = await T.start("GS-C01", ["HS001"]); await a.record("HS001", "note", {note: "甲"});
		Date.now = rightly`)
	n.cut(false)
	tab.do(`await T.settled()`)
	var a struct{ StartedAt time.Time }
	ask(t, n.direct, "auditor", http.MethodGet,
		"/api/v1/audits/"+js[string](tab, `return T.audit.audit.id`), nil, &a)
	if d := time.Since(a.StartedAt) - 2*time.Hour; d.Abs() > 5*time.Minute {
		t.Errorf("it began %v ago, want two hours", time.Since(a.StartedAt))
	}
}

// TestWordsOfFailures has things fail whose words are not for people, and asks what is said.
func TestWordsOfFailures(t *testing.T) {
	n := start(t)
	tab := open(t, n)
	browsertest.Expect(tab.ctx, "TypeError")
	browsertest.Expect(tab.ctx, "InvalidStateError")
	said := js[[]string](tab, `const {errorText} = await T.at("failure.js");
		const {loadWords} = await T.at("words.js"), {Mistake} = await T.at("form.js");
		await loadWords("zh");
		return [new TypeError("Cannot read properties of undefined (reading 'id')"),
			new DOMException("The database connection is closing.", "InvalidStateError"),
			new Mistake("请说明拒签理由")].map(errorText)`)
	if said[0] != said[1] || said[2] != "请说明拒签理由" ||
		strings.ContainsFunc(said[0], func(r rune) bool { return r < 0x80 }) {
		t.Errorf("said: %q", said)
	}
}
