package tabletwork_test

import (
	"bytes"
	"encoding/base64"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hallmark/api/takeover"
)

// waiting says how much waits in the queue, and the first reason given.
type waiting struct {
	Items   int
	Reasons []string
	SignIn  bool
}

func (tab *tablet) queue() waiting {
	tab.t.Helper()
	return js[waiting](tab, `await T.sync.refreshStatus(); const {items, needsSignIn} = T.sync.status;
		return {Items: items.length, SignIn: needsSignIn,
			Reasons: items.filter((i) => i.reason).map((i) => i.kind + ": " + i.reason)}`)
}

func TestSessionEndsInTheMiddle(t *testing.T) {
	n := start(t)
	tab := open(t, n)
	tab.prepare("auditor")
	tab.do(`const a = await T.start("GS-S03"); await T.settled();
		globalThis.token = (await T.vault.get("settings", "session")).token`)
	call(t, n.direct, js[string](tab, `return token`), http.MethodDelete,
		"/api/v1/sessions/current", nil, nil)
	tab.do(`for (const c of T.audit.checklist.slice(0, 30)) {
			await T.audit.record(c.uid, "answer", T.value(c, 3));
		}
		await T.sync.now()`)
	if q := tab.queue(); !q.SignIn || q.Items != 30 || len(q.Reasons) > 0 {
		t.Errorf("after the session's end: %+v, want 30 waiting for a sign-in", q)
	}
	id, entered := js[string](tab, `return T.audit.audit.id`), js[string](tab, `return T.entered(T.audit)`)
	tab.do(`T.vault.lock(); await T.signIn("auditor", %q); await T.settled()`, password)
	have, changes := onServer(t, n.direct, id)
	if len(have.Answers) != 30 || changes != 30 {
		t.Errorf("%d answers of %d changes arrived, want 30; entered %.80s", len(have.Answers), changes,
			entered)
	}
}

func TestFullDisk(t *testing.T) {
	n := start(t)
	tab := open(t, n)
	tab.prepare("auditor")
	tab.do(`const a = await T.start("GS-S03");
		await a.record("HS001", "answer", {value: 100});
		globalThis.saves = [];
		a.addEventListener("save", (e) => saves.push(e.detail.status));
		const put = IDBObjectStore.prototype.put;
		IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); };
		globalThis.errors = [];
		const fails = (work) => work.catch((err) => errors.push(err.name));
		await fails(a.record("HS001", "answer", {value: 200}));
		await fails(a.addPhoto("HS001", await T.picture(1)));
		await fails(a.record("HS002", "answer", {level: 1}));
		IDBObjectStore.prototype.put = put`)
	want := "StorageFull StorageFull StorageFull; failed failed failed; 100 undefined 0"
	const state = `return errors.join(" ") + "; " + saves.slice(0, 3).join(" ") + "; " +
		T.audit.states.get("HS001").answer.value + " " + T.audit.states.get("HS002")?.answer + " " +
		T.audit.states.get("HS001").evidence.length`
	if have := js[string](tab, state); have != want {
		t.Errorf("%s, want %s", have, want)
	}
	tab.do(`await T.audit.record("HS001", "answer", {value: 300}); await T.settled()`)
	have, changes := onServer(t, n.direct, js[string](tab, `return T.audit.audit.id`))
	if diff := cmp.Diff(map[string]any{"value": 300.0}, have.Answers["HS001"].Value); diff != "" ||
		changes != 2 {
		t.Errorf("%d changes, want 2; %s", changes, diff)
	}
}

func TestCorruptPhotographs(t *testing.T) {
	n := start(t)
	tab := open(t, n)
	tab.prepare("auditor")
	n.cut(true)
	tab.do(`const a = await T.start("GS-S03");
		globalThis.shas = [];
		for (const i of [1, 2, 3]) shas.push(await a.addPhoto("HS001", await T.picture(i)));
		const bytes = new Uint8Array(1000).fill(7);
		await T.vault.put("photographs", "bytes/" + shas[0], {bytes, type: "image/jpeg"});
		const db = await new Promise((resolve) => {
			indexedDB.open("hallmark/auditor").onsuccess = (e) => resolve(e.target.result);
		});
		const store = db.transaction("photographs", "readwrite").objectStore("photographs");
		await new Promise((resolve) => {
			store.get("bytes/" + shas[1]).onsuccess = ({target: {result}}) => {
				new Uint8Array(result.data)[5] ^= 1;
				store.put(result).onsuccess = resolve;
			};
		});
		db.close();
		try { await a.addPhoto("HS001", new Blob(["no picture"])); } catch (e) { globalThis.refused = e.code }`)
	n.cut(false)
	tab.do(`await T.settled()`)
	if got := js[string](tab, `return refused`); got != "photo-unreadable" {
		t.Errorf("no picture: %q", got)
	}
	if q := tab.queue(); q.Items != 2 || len(q.Reasons) != 2 {
		t.Errorf("queue %+v, want two photographs with reasons", q)
	}
	if photo(t, n.direct, js[string](tab, `return shas[2]`)) == 0 {
		t.Error("the good photograph did not arrive")
	}
	tab.do(`await T.audit.removePhoto("HS001", shas[0]); await T.audit.removePhoto("HS001", shas[1]);
		await T.settled()`)
	if q := tab.queue(); q.Items != 0 {
		t.Errorf("after they were taken away: %+v", q)
	}
}

func TestClockAhead(t *testing.T) {
	n := start(t)
	tab := open(t, n)
	tab.prepare("auditor")
	n.cut(true)
	tab.do(`const now = Date.now; Date.now = () => now() + 3 * 86400000; T.sync.clockAhead = 0;
		const a = await T.start("GS-S03"); T.started = now();
		for (const c of a.checklist.slice(0, 20)) {
			await a.record(c.uid, "answer", T.value(c, 1));
			await a.record(c.uid, "answer", T.value(c, 2));
		}`)
	id, entered := js[string](tab, `return T.audit.audit.id`), js[string](tab, `return T.entered(T.audit)`)
	n.cut(false)
	tab.do(`await T.settled()`)
	if q := tab.queue(); q.Items != 0 {
		t.Errorf("queue %+v", q)
	}
	var a struct {
		StartedAt time.Time
		Answers   map[string]struct{ Value any }
	}
	ask(t, n.direct, "auditor", http.MethodGet, "/api/v1/audits/"+id, nil, &a)
	if d := time.Since(a.StartedAt); d < 0 || d > 5*time.Minute || len(a.Answers) != 20 {
		t.Errorf("started %v ago with %d answers", d, len(a.Answers))
	}
	if now := js[string](tab, `return T.entered(T.audit)`); now != entered {
		t.Errorf("the server's times changed the answers:\n%s\n%s", entered, now)
	}
	if got := js[string](tab, `return T.audit.audit.startedAt`); !strings.HasPrefix(got,
		a.StartedAt.UTC().Format("2006-01-02T15:04")) {
		t.Errorf("the tablet shows %s, the server %v", got, a.StartedAt)
	}
}

func TestSecondPerson(t *testing.T) {
	n := start(t)
	tab := open(t, n)
	tab.prepare("auditor")
	n.cut(true)
	id, entered, recorded := tab.visit("GS-C01")
	tab.do(`T.vault.lock()`)
	n.cut(false)
	tab.load()
	tab.prepare("auditor2")
	const look = `const list = await T.V.accounts();
		return [(await T.work.list()).length, T.sync.status.items.length,
			...list.map((a) => a.username + (a.unsent > 100))].join(" ")`
	if have := js[string](tab, look); have != "0 0 auditortrue auditor2false" {
		t.Errorf("the second person sees %q", have)
	}
	tab.do(`await T.work.signOut()`)
	tab.load()
	if have := js[string](tab, `return (await T.V.accounts()).map((a) => a.username).join()`); have != "auditor" {
		t.Errorf("accounts after the second person left: %s", have)
	}
	wrong := js[string](tab, `const codes = [];
		for (let i = 0; i < 11; i++) {
			await T.V.unlock("auditor", "000001").catch((e) => codes.push(e.code));
		}
		await T.V.unlock("auditor", %q).catch((e) => codes.push(e.code));
		return codes.slice(8).join(" ")`, pin)
	if wrong != "wrong-pin pin-blocked pin-blocked pin-blocked" {
		t.Errorf("wrong PINs: %s", wrong)
	}
	tab.do(`await T.signIn("auditor", %q); await T.settled()`, password)
	if have := same(t, n.direct, id, entered, recorded); have.State != "submitted" {
		t.Errorf("the first person's audit is %s", have.State)
	}
}

func TestSavedToFile(t *testing.T) {
	n := start(t)
	tab := open(t, n)
	tab.prepare("auditor")
	n.cut(true)
	id, entered, recorded := tab.visit("GS-C01")
	if got := js[string](tab, `return T.work.signOut().then(() => "", (e) => e.code)`); got != "work-waits" {
		t.Errorf("signing out with unsent work: %q", got)
	}
	text := js[string](tab, `const blob = await T.sync.saveToFile();
		const bytes = new Uint8Array(await blob.arrayBuffer());
		let text = "";
		for (let i = 0; i < bytes.length; i += 30000) {
			text += String.fromCharCode(...bytes.subarray(i, i + 30000));
		}
		return btoa(text)`)
	file, err := base64.StdEncoding.DecodeString(text)
	must(t, err)
	for range 2 { // again is harmless
		report, err := n.server.Takeover.Import(t.Context(), bytes.NewReader(file), takeover.Order{})
		must(t, err)
		if report.Handed != nil || report.Username != "auditor" || report.Audits != 1 || report.Changes != recorded || report.Photographs != 4 ||
			report.Submissions != 1 && len(report.Refused) == 0 {
			t.Errorf("import: %+v", report)
		}
	}
	if have := same(t, n.direct, id, entered, recorded); have.State != "submitted" {
		t.Errorf("imported audit is %s", have.State)
	}
	for name, broken := range map[string][]byte{"cut": file[:len(file)/3], "empty": nil,
		"altered": bytes.Replace(file, []byte(`完成`), []byte(`改动`), 1)} {
		if _, err := n.server.Takeover.Import(t.Context(), bytes.NewReader(broken),
			takeover.Order{}); err == nil {
			t.Errorf("a file that is %s is taken", name)
		}
	}
	tab.do(`await T.work.signOut()`) // all is in the file
	n.cut(false)
	tab.do(`await T.signIn("auditor", %q); await T.settled()`, password) // and on the tablet too
	if q := tab.queue(); q.Items != 0 {
		t.Errorf("queue %+v", q)
	}
	same(t, n.direct, id, entered, recorded)
}

func TestTwoInspectorsLive(t *testing.T) {
	n := start(t)
	a, b := open(t, n), open(t, n)
	a.prepare("auditor")
	a.do(`await T.start("GS-S03"); await T.settled()`)
	id := js[string](a, `return T.audit.audit.id`)
	b.prepare("auditor2")
	before := n.streams()
	b.do(`T.audit = await T.work.open(%q)`, id)
	for end := time.Now().Add(time.Minute); n.streams() == before; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the second inspector does not follow the audit")
		}
	}
	a.do(`T.audit.at("HS007"); await T.audit.record("HS002", "answer", {level: 2})`)
	const wait = `const end = Date.now() + 3000;
		while (Date.now() < end && !(T.audit.states.get("HS002")?.answer?.level === 2 &&
			T.audit.presence.some((p) => p.user === "auditor" && p.clause === "HS007"))) {
			await new Promise((r) => setTimeout(r, 30));
		}
		return JSON.stringify([T.audit.states.get("HS002")?.answer, T.audit.presence.map((p) => p.clause)])`
	if have := js[string](b, wait); have != `[{"level":2},["HS007"]]` {
		t.Errorf("the second inspector sees %s", have)
	}
	a.do(`T.vault.lock()`)
	b.do(`T.vault.lock()`)
}

// TestSignedThenStarted has the answer to the start of an audit arrive after somebody has signed,
// then the audit come back: what was signed stays until it is handed over, and not longer.
func TestSignedThenStarted(t *testing.T) {
	n := start(t)
	tab := open(t, n)
	tab.prepare("auditor")
	n.cut(true)
	tab.do(`const a = await T.start("GS-C01"); await T.fill(a);
		await a.sign({role: "present", name: "周敏", refusedReason: "不在场"})`)
	n.cut(false)
	const look = `return T.audit.audit.state + " " + T.audit.signatures.length`
	tab.do(`await T.settled(); await T.work.refresh()`)
	if have := js[string](tab, look); have != "in-progress 1" {
		t.Errorf("after the start arrived: %s", have)
	}
	tab.do(`await T.audit.submit(); await T.settled()`)
	if have := js[string](tab, look); have != "submitted 1" {
		t.Errorf("after the submission: %s", have)
	}
	id := js[string](tab, `return T.audit.audit.id`)
	ask(t, n.direct, "supervisor", http.MethodPost, "/api/v1/audits/"+id+"/return",
		object{"comment": "请补照片"}, nil)
	tab.do(`const end = Date.now() + 5000;
		while (T.audit.audit.state !== "returned" && Date.now() < end) {
			await new Promise((r) => setTimeout(r, 50));
		}`)
	if have := js[string](tab, look); have != "returned 0" {
		t.Errorf("after the return: %s", have)
	}
	tab.do(`await T.audit.record("HS002", "note", {note: "已补"}); await T.audit.submit("再交");
		await T.settled()`)
	if have, _ := onServer(t, n.direct, id); have.State != "submitted" {
		t.Errorf("handed over again: %s", have.State)
	}
	tab.do(`T.vault.lock()`)
}
