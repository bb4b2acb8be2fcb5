package tabletwork_test

import (
	"testing"

	"hallmark/api/browsertest"
)

// failing lets calls of the browser's storage fail: from call T.from on, T.many of them, as T.how.
const failing = `
	T.calls = 0; T.from = Infinity; T.many = 0; T.how = "throw";
	const hit = () => ++T.calls >= T.from && T.calls < T.from + T.many;
	const wrap = (proto, names) => names.forEach((name) => {
		const real = proto[name];
		proto[name] = function (...args) {
			if (!hit()) return real.apply(this, args);
			if (T.how === "abort" && proto !== IDBDatabase.prototype && proto !== IDBFactory.prototype) {
				const request = real.apply(this, args);
				(this.objectStore ?? this).transaction.abort();
				return request;
			}
			throw new DOMException("The database connection is closing.", "InvalidStateError");
		};
	});
	wrap(IDBFactory.prototype, ["open"]);
	wrap(IDBDatabase.prototype, ["transaction"]);
	wrap(IDBObjectStore.prototype, ["get", "put", "delete", "getAll", "getAllKeys"]);
	wrap(IDBIndex.prototype, ["getAllKeys", "count"]);
	// What a person does in an audit; the steps that were said to be done.
	T.journey = async (seed) => {
		const said = [];
		const step = async (name, work) => {
			try {
				await work();
				said.push(name);
			} catch (err) {
				if (!["locked", "storage-broken"].includes(err.code)) throw err;
			}
		};
		T.audit = null;
		await step("start", () => T.start("GS-C01", ["HS001", "HS005"]));
		const a = T.audit;
		if (!a) return said;
		await step("answer", () => a.record("HS001", "answer", {value: 60 + seed}));
		await step("note", () => a.record("HS001", "note", {note: "记录 " + seed}));
		await step("photo", async () => a.addPhoto("HS001", await T.picture(seed)));
		await step("said", () => a.write({summary: "综述 " + seed}));
		return said;
	};
	// Which of these steps the disk does not hold.
	T.lost = async (said, id, seed) => {
		const changes = await T.vault.all("changes", id + "/");
		const has = (op, is) => changes.some(({change}) => change.op === op && is(change.value));
		const audit = await T.vault.get("audits", id);
		const there = {start: Boolean(audit), answer: has("answer", (v) => v.value === 60 + seed),
			note: has("note", (v) => v.note === "记录 " + seed), said: audit?.said?.summary === "综述 " + seed,
			photo: has("evidence.add", () => true) &&
				(await T.vault.keys("photographs", "bytes/")).length > 0};
		return said.filter((name) => !there[name]);
	};`

// TestEveryStorageCallFails lets each call of the browser's storage fail once, as a connection that was
// closed in the background and as a transaction that is aborted: it is opened anew, and every step is
// done. Where the storage goes on failing, the vault locks; what was said to be saved is there when it
// is opened again, and nothing else was said.
func TestEveryStorageCallFails(t *testing.T) {
	n := start(t)
	tab := open(t, n)
	tab.prepare("auditor")
	n.cut(true)
	tab.do(failing)
	calls := js[int](tab, `T.calls = 0; await T.journey(0); return T.calls`)
	if calls < 20 {
		t.Fatalf("a visit makes %d calls of the storage", calls)
	}
	once, always := 3, 11 // in a long run every call and every fifth
	if browsertest.Long(t) {
		once, always = 1, 5
	}
	for _, how := range []string{"throw", "abort"} {
		if wrong := js[string](tab, `T.how = %q;
			for (let i = 1; i <= %d; i += %d) {
				Object.assign(T, {calls: 0, from: i, many: 1});
				const said = await T.journey(i);
				T.from = Infinity;
				if (said.length !== 5) return "call " + i + ": only " + said + " were done";
				const lost = await T.lost(said, T.audit.audit.id, i);
				if (lost.length) return "call " + i + ": said and not there: " + lost;
			}
			return ""`, how, calls, once); wrong != "" {
			t.Errorf("%s: %s", how, wrong)
		}
	}
	if wrong := js[string](tab, `T.how = "throw";
		for (let i = 1; i <= %d; i += %d) {
			Object.assign(T, {calls: 0, from: i, many: Infinity});
			const said = await T.journey(1000 + i), id = T.audit?.audit.id;
			T.from = Infinity;
			if (said.length === 5 || !T.vault.locked || !T.vault.broken) {
				return "call " + i + ": " + said + ", and the vault is open";
			}
			await T.unlock("auditor", %q);
			const lost = id ? await T.lost(said, id, 1000 + i) : [];
			if (lost.length) return "call " + i + ": said and not there: " + lost;
			const shown = (await T.vault.all("changes", id + "/")).filter(({change}) => change.op === "evidence.add");
			const metas = await T.vault.keys("photographs", "meta/" + id + "/");
			if (shown.length !== metas.length) return "call " + i + ": half a photograph is stored";
		}
		return ""`, calls, always, pin); wrong != "" {
		t.Error(wrong)
	}
}

// TestErasedByAnotherTab takes the account's database away under an open page: it locks and never
// works on an empty one.
func TestErasedByAnotherTab(t *testing.T) {
	n := start(t)
	tab := open(t, n)
	tab.prepare("auditor")
	tab.do(`await T.start("GS-C01", ["HS001"]);
		await new Promise((done) => (indexedDB.deleteDatabase("hallmark/auditor").onsuccess = done))`)
	if got := js[string](tab, `try {
			await T.audit.record("HS001", "answer", {value: 61});
			return "recorded";
		} catch (err) { return err.code + " " + T.vault.locked; }`); got != "storage-broken true" {
		t.Errorf("after the database was erased: %s", got)
	}
	if js[bool](tab, `return (await indexedDB.databases()).some((d) => d.name === "hallmark/auditor")`) {
		t.Error("an empty database has taken its place")
	}
}
