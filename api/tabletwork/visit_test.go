package tabletwork_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hallmark/api/browsertest"

	"github.com/chromedp/chromedp"
)

// found is an audit as the server has it, or as a tablet entered it.
type found struct {
	Number, State string
	Answers       map[string]answer
	Signatures    []struct{ Role, Name, Username, SHA256, Refused string }
	Transitions   []struct{ To, Comment, Summary, Opinion string }
}

type answer struct {
	Value    any
	Note     string
	Evidence []string
}

// onServer returns the audit and how many changes it holds.
func onServer(t testing.TB, base, id string) (a found, changes int) {
	t.Helper()
	ask(t, base, "auditor", http.MethodGet, "/api/v1/audits/"+id, nil, &a)
	var all struct{ Since []json.RawMessage }
	ask(t, base, "auditor", http.MethodPost, "/api/v1/audits/"+id+"/changes",
		object{"revision": 0, "changes": []object{}}, &all)
	return a, len(all.Since)
}

// same fails the test unless the server holds what was entered on the tablet, and nothing twice.
func same(t testing.TB, base, id, entered string, recorded int) found {
	t.Helper()
	var want map[string]answer
	d := json.NewDecoder(bytes.NewReader([]byte(entered)))
	must(t, d.Decode(&want))
	have, changes := onServer(t, base, id)
	if diff := cmp.Diff(want, have.Answers); diff != "" {
		t.Errorf("entered (-) and on the server (+):\n%s", diff)
	}
	if changes != recorded {
		t.Errorf("%d changes on the server, %d recorded", changes, recorded)
	}
	return have
}

// visit records a whole audit without a network: answers, notes, photographs, signatures.
func (tab *tablet) visit(hall string) (id, entered string, recorded int) {
	tab.t.Helper()
	tab.do(`const a = await T.start(%q); await T.fill(a);
		for (const {uid} of a.checklist.slice(0, 3)) {
			await a.addPhoto(uid, await T.picture(Math.random() * 9));
		}
		await T.finish(a)`, hall)
	id = js[string](tab, `return T.audit.audit.id`)
	entered = js[string](tab, `return T.entered(T.audit)`)
	recorded = js[int](tab, `return (await T.vault.keys("changes", T.audit.audit.id + "/")).length`)
	return id, entered, recorded
}

func TestVisitWithoutNetwork(t *testing.T) {
	n := start(t)
	tab := open(t, n)
	tab.prepare("auditor")
	tab.do(`await navigator.serviceWorker.register("/sw.js"); await navigator.serviceWorker.ready;
		T.vault.lock()`)
	n.cut(true)
	tab.load() // from the service worker
	tab.do(`await T.unlock("auditor", %q)`, pin)
	id, entered, recorded := tab.visit("GS-S03")
	if got := js[int](tab, `return T.audit.checklist.length`); got != 122 {
		t.Errorf("%d clauses, want the 122 of a sub-district hall", got)
	}
	if _, err := chromedp.Run(tab.ctx, chromedp.Evaluate[bool](
		`T.audit.record(T.audit.checklist[0].uid, "clear").then(() => true)`,
		chromedp.EvalAwaitPromise)); err == nil {
		t.Error("a submitted audit takes changes")
	}
	number := js[string](tab, `return T.audit.audit.number`)
	tab.load() // killed before anything was sent
	n.cut(false)
	held := n.holdAt(3)
	tab.do(`await T.unlock("auditor", %q)`, pin)
	select {
	case <-held:
	case <-time.After(time.Minute):
		t.Fatalf("only %v was sent", n.requests())
	}
	tab.load() // killed in the middle
	tab.do(`await T.unlock("auditor", %q); await T.settled()`, pin)
	have := same(t, n.direct, id, entered, recorded)
	if have.State != "submitted" || have.Number != number || len(have.Signatures) != 2 {
		t.Errorf("%s is %s with %d signatures, want %s submitted with 2", have.Number, have.State,
			len(have.Signatures), number)
	}
	if last := have.Transitions[len(have.Transitions)-1]; last.Comment != "完成" ||
		last.Summary != "秩序正常。" || last.Opinion != "无异议。" {
		t.Errorf("what was written at the end is %+v", last)
	}
	for _, a := range have.Answers {
		for _, sha := range a.Evidence {
			ask(t, n.direct, "auditor", http.MethodGet, "/api/v1/audits/"+id, nil, nil)
			if photo(t, n.direct, sha) == 0 {
				t.Errorf("photograph %s did not arrive", sha)
			}
		}
	}
	browsertest.Expect(tab.ctx, "read-only")
}

// photo returns the size of a photograph on the server.
func photo(t testing.TB, base, sha string) int {
	t.Helper()
	var session struct{ Token string }
	call(t, base, "", http.MethodPost, "/api/v1/sessions",
		object{"username": "auditor", "password": password}, &session)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet,
		base+"/api/v1/evidence/"+sha, nil)
	must(t, err)
	r.Header.Set("Authorization", "Bearer "+session.Token)
	answer, err := http.DefaultClient.Do(r)
	must(t, err)
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return 0
	}
	return int(answer.ContentLength)
}

// TestCutAtEveryRequest cuts each request of a sync in turn, then each answer: the end is always
// the same.
func TestCutAtEveryRequest(t *testing.T) {
	for _, late := range []bool{false, true} {
		t.Run(map[bool]string{false: "request", true: "answer"}[late], func(t *testing.T) {
			n := start(t)
			tab := open(t, n)
			tab.prepare("auditor")
			for at := 1; ; at++ {
				n.cut(true)
				id, entered, recorded := tab.visit("GS-C01")
				tab.do(`T.audit.close()`)
				n.cut(false)
				n.cutAt(at, late)
				tab.do(`await T.settled()`)
				if have := same(t, n.direct, id, entered, recorded); have.State != "submitted" {
					t.Errorf("cut at %d: %s", at, have.State)
				}
				if len(n.requests()) < at || t.Failed() {
					t.Logf("requests of the last sync: %v", n.requests())
					return
				}
				if at > 20 {
					t.Fatal("a sync has no end")
				}
			}
		})
	}
}

func TestTwiceAndInAnotherOrder(t *testing.T) {
	n := start(t)
	tab := open(t, n)
	tab.prepare("auditor")
	tab.do(`const a = await T.start("GS-S03");
		for (const c of a.checklist.slice(0, 12)) {
			await a.record(c.uid, "answer", T.value(c, 1));
			await a.record(c.uid, "answer", T.value(c, 2));
			await a.record(c.uid, "note", {note: "再看"});
		}
		await T.settled()`)
	id := js[string](tab, `return T.audit.audit.id`)
	before, _ := onServer(t, n.direct, id)
	tab.do(`const all = await T.vault.all("changes", T.audit.audit.id + "/");
		for (const size of [36, 5, 1]) {
			for (let i = all.length; i > 0; i -= size) {
				const changes = all.slice(Math.max(0, i - size), i).reverse()
					.map(({change: {by, received, revision, digest, claimed, ...sent}}) => sent);
				await T.sync.ask("POST", "/api/v1/audits/" + T.audit.audit.id + "/changes",
					{body: {revision: 0, changes}});
			}
		}`)
	after, changes := onServer(t, n.direct, id)
	if diff := cmp.Diff(before, after); diff != "" || changes != 36 {
		t.Errorf("%d changes, want 36; before (-) and after (+):\n%s", changes, diff)
	}
}

// TestOverlappingAnswers has two inspectors answer the same 40 clauses without a network: every
// value is kept, every difference is named, and a choice settles it on both tablets.
func TestOverlappingAnswers(t *testing.T) {
	n := start(t)
	a, b := open(t, n), open(t, n)
	a.prepare("auditor")
	a.do(`await T.start("GS-S03"); await T.settled()`)
	id := js[string](a, `return T.audit.audit.id`)
	b.prepare("auditor2")
	b.do(`T.audit = await T.work.open(%q)`, id)
	n.cut(true)
	a.do(`for (const [i, c] of T.audit.checklist.entries()) {
		if (i < 40) await T.audit.record(c.uid, "answer", T.value(c, 2)); }`)
	b.do(`for (const [i, c] of T.audit.checklist.entries()) {
		if (i < 40) await T.audit.record(c.uid, "answer", T.value(c, i % 2 ? 2 : 3)); }`)
	n.cut(false)
	a.do(`await T.settled()`)
	b.do(`await T.settled()`)
	a.do(`await T.sync.pull(T.audit.audit.id)`)
	const states = `return JSON.stringify([...T.audit.states].sort())`
	if x, y := js[string](a, states), js[string](b, states); x != y {
		t.Errorf("two tablets, two results:\n%s\n%s", x, y)
	}
	_, changes := onServer(t, n.direct, id)
	differ := js[int](b, `return T.audit.checklist.slice(0, 40).filter((c, i) =>
		JSON.stringify(T.value(c, 2)) !== JSON.stringify(T.value(c, i % 2 ? 2 : 3))).length`)
	named := js[int](b, `return [...T.audit.states.values()].filter((s) => s.conflict.length === 2 &&
		s.conflict.map((h) => h.by).sort().join() === "auditor,auditor2").length`)
	if changes != 80 || named != differ || differ < 10 {
		t.Errorf("%d changes, want 80; %d conflicts with two names, want %d", changes, named, differ)
	}
	b.do(`for (const [uid, s] of [...T.audit.states]) {
			if (s.conflict.length) await T.audit.choose(uid, s.conflict[1].change);
		}
		await T.settled()`)
	a.do(`await T.sync.pull(T.audit.audit.id)`)
	const left = `return [...T.audit.states.values()].filter((s) => s.conflict.length).length`
	if x, y := js[int](a, left), js[int](b, left); x != 0 || y != 0 {
		t.Errorf("%d and %d conflicts are left", x, y)
	}
}
