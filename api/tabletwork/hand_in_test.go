package tabletwork_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

// refusedStart is a whole visit without a network in a hall that was closed meanwhile: its start is
// refused.
func refusedStart(t *testing.T, n *network, tab *tablet) (id, entered string, recorded int) {
	t.Helper()
	tab.prepare("auditor")
	n.cut(true)
	id, entered, recorded = tab.visit("GS-C01")
	ask(t, n.direct, "supervisor", http.MethodPatch, "/api/v1/halls/GS-C01",
		object{"revision": 1, "status": "closed"}, nil)
	n.cut(false)
	tab.do(`for (const end = Date.now() + 60000; Date.now() < end;) {
		await T.sync.now();
		await T.sync.refreshStatus();
		if (T.sync.status.items.some((i) => i.kind === "start" && i.reason)) return true;
		await new Promise((r) => setTimeout(r, 50));
	}`)
	return id, entered, recorded
}

// startOf is how the start of the audit stands in the queue.
func (tab *tablet) startOf(id string) string {
	tab.t.Helper()
	return js[string](tab, `await T.sync.refreshStatus();
		return T.sync.status.items.filter((i) => i.kind === "start" && i.audit === %q)
			.map((i) => [i.code, ...i.args ?? []].join(" ")).join("; ")`, id)
}

// handedIn are the hand-ins that a supervisor sees.
func handedIn(t *testing.T, n *network) []struct{ ID, Audit, Why, State string } {
	t.Helper()
	var list struct {
		Items []struct{ ID, Audit, Why, State string }
	}
	ask(t, n.direct, "supervisor", http.MethodGet, "/api/v1/hand-ins", nil, &list)
	return list.Items
}

// TestHandIn hands in an audit whose start is refused: the tablet keeps it until a supervisor has taken
// it over, and then all of it is on the server, submitted. The answer is lost the first time: it is
// handed in once.
func TestHandIn(t *testing.T) {
	n := start(t)
	tab := open(t, n)
	id, entered, recorded := refusedStart(t, n, tab)
	kept := js[int](tab, `return (await T.vault.keys("changes")).length`)
	tab.do(`const real = fetch;
		globalThis.fetch = async (path, o) => {
			const answer = await real(path, o);
			if (String(path).endsWith("/hand-ins")) {
				globalThis.fetch = real;
				throw new TypeError("lost");
			}
			return answer;
		};
		await T.sync.handIn(%q).then(() => { throw new Error("not lost"); }, () => {});
		await T.sync.handIn(%q)`, id, id)
	list := handedIn(t, n)
	if len(list) != 1 || list[0].Audit != id || list[0].State != "waiting" ||
		!strings.Contains(list[0].Why, "枫塘") {
		t.Fatalf("the supervisor sees %+v", list)
	}
	if code := tab.startOf(id); code != "handed-in" {
		t.Errorf("the start is %q", code)
	}
	tab.do(`await T.sync.now(); await T.work.refresh()`)
	if have := js[int](tab, `return (await T.vault.keys("changes")).length`); have != kept {
		t.Errorf("%d of %d changes are left while nobody has decided", have, kept)
	}
	if !js[bool](tab, `return (await T.work.open(%q)).readOnly`, id) {
		t.Error("what is handed in can be changed")
	}
	ask(t, n.direct, "supervisor", http.MethodPost, "/api/v1/hand-ins/"+list[0].ID+"/take",
		object{"revision": 1}, nil)
	tab.do(`await T.work.refresh(); await T.settled()`)
	if q := tab.queue(); q.Items != 0 {
		t.Errorf("after it was taken over: %+v", q)
	}
	if have := same(t, n.direct, id, entered, recorded); have.State != "submitted" {
		t.Errorf("the audit is %s", have.State)
	}
	for _, sha := range js[[]string](tab, `return [...T.audit.states.values()].flatMap((s) => s.evidence)`) {
		if photo(t, n.direct, sha) == 0 {
			t.Errorf("the supervisor does not see the photograph %.8s", sha)
		}
	}
}

// TestHandInSentBack shows why a supervisor refused it; it can be handed in again.
func TestHandInSentBack(t *testing.T) {
	n := start(t)
	tab := open(t, n)
	id, _, _ := refusedStart(t, n, tab)
	tab.do(`await T.sync.handIn(%q)`, id)
	ask(t, n.direct, "supervisor", http.MethodPost, "/api/v1/hand-ins/"+handedIn(t, n)[0].ID+"/refuse",
		object{"revision": 1, "comment": "当天没有安排检查"}, nil)
	tab.do(`await T.work.refresh()`)
	if code := tab.startOf(id); code != "hand-in-refused 当天没有安排检查" {
		t.Errorf("the start is %q", code)
	}
	tab.do(`await T.sync.handIn(%q)`, id)
	var states []string
	for _, h := range handedIn(t, n) {
		states = append(states, h.State)
	}
	slices.Sort(states)
	if strings.Join(states, " ") != "refused waiting" || tab.startOf(id) != "handed-in" {
		t.Errorf("handed in again: %q, %s", states, tab.startOf(id))
	}
}

// TestHandInMayBegin: the hall is open again, so the audit begins, and all of it is sent as always.
func TestHandInMayBegin(t *testing.T) {
	n := start(t)
	tab := open(t, n)
	id, entered, recorded := refusedStart(t, n, tab)
	ask(t, n.direct, "supervisor", http.MethodPatch, "/api/v1/halls/GS-C01",
		object{"revision": 2, "status": "in-service"}, nil)
	tab.do(`await T.sync.handIn(%q); await T.settled()`, id)
	if have := same(t, n.direct, id, entered, recorded); have.State != "submitted" {
		t.Errorf("the audit is %s", have.State)
	}
	if list := handedIn(t, n); len(list) != 0 {
		t.Errorf("handed in: %+v", list)
	}
}
