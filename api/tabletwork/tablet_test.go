package tabletwork_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"

	"hallmark/api/browsertest"
	"hallmark/api/web"
)

// tablet is a browser whose page drives the modules of the tablet without their screens.
type tablet struct {
	t   testing.TB
	ctx context.Context
	url string
}

// hands is what a test does with the modules: T.start(user), T.fill(audit) and so on.
const hands = `
	const at = (name) => import(%q + name);
	const [V, {Sync}, {Work}] = await Promise.all([at("vault.js"), at("sync.js"), at("work.js")]);
	const T = globalThis.T = {V, at};
	T.take = (vault) => {
		T.vault = vault;
		vault.idleLife = 1e9;
		T.sync = new Sync(vault);
		T.work = new Work(vault, T.sync);
	};
	T.signIn = async (user, password) => T.take(await V.signIn(user, password));
	T.unlock = async (user, pin) => T.take(await V.unlock(user, pin));
	T.start = async (hall, only = []) => {
		const id = await T.work.start({hall, kind: "comprehensive", inspectors: ["auditor2"], only});
		return T.audit = await T.work.open(id);
	};
	T.value = (clause, i) => {
		const {method} = clause;
		switch (method.type) {
			case "pass_fail": return {verdict: i %% 3 ? "pass" : "fail"};
			case "graded": return {level: i %% 4};
			case "measured": return {value: i %% 90 + 0.25};
			case "ratio": return {numerator: i %% 20, denominator: 20};
		}
		return {occurrences: []};
	};
	T.fill = async (audit) => {
		for (const [i, clause] of audit.checklist.entries()) {
			if (i %% 11 === 10 && !clause.veto) {
				await audit.record(clause.uid, "not-applicable", {notApplicable: "本厅不设 " + i});
			} else await audit.record(clause.uid, "answer", T.value(clause, i));
			if (i %% 7 === 0) await audit.record(clause.uid, "note", {note: "现场记录 <b>" + i});
		}
	};
	T.picture = async (n, type = "image/jpeg") => {
		const canvas = document.createElement("canvas");
		[canvas.width, canvas.height] = [1800, 1200];
		const pen = canvas.getContext("2d");
		pen.fillStyle = "hsl(" + n * 37 + " 60%% 50%%)";
		pen.fillRect(0, 0, 1800, 1200);
		pen.fillStyle = "#000";
		pen.fillRect(20 * n, 40, 200, 300);
		return new Promise((resolve) => canvas.toBlob(resolve, type, 0.8));
	};
	T.finish = async (audit) => {
		await audit.sign({role: "inspector", name: "检查员甲", username: "auditor",
			strokesPNG: await T.picture(50 + Math.random() * 9, "image/png")});
		await audit.sign({role: "present", name: "值班主任", refusedReason: "本人不在场"});
		await audit.submit("完成", {summary: "秩序正常。", opinion: "无异议。"});
	};
	// What is to be found on the server: by clause the answer, the note, the photographs.
	T.entered = (audit) => JSON.stringify(Object.fromEntries(audit.checklist.map(({uid}) => {
		const s = audit.states.get(uid);
		return [uid, {value: s?.answer ?? null, note: s?.note ?? "", evidence: s?.evidence ?? []}];
	})));
	T.settled = async () => {
		for (const end = Date.now() + 60000; Date.now() < end;) {
			await T.sync.now().catch(() => {});
			await T.sync.refreshStatus();
			if (!T.sync.status.items.some((item) => !item.reason)) return;
			await new Promise((r) => setTimeout(r, 200));
		}
		throw new Error("not settled: " + JSON.stringify(T.sync.status));
	};
`

func open(t testing.TB, n *network) *tablet {
	t.Helper()
	tab := &tablet{t, browsertest.New(t, 800, 1280), n.url}
	browsertest.Expect(tab.ctx, "request failed") // the line is cut again and again
	tab.load()
	return tab
}

// load opens the page anew, as after a kill.
func (tab *tablet) load() {
	tab.t.Helper()
	browsertest.Do(tab.t, tab.ctx, chromedp.Navigate("about:blank"),
		chromedp.Navigate(tab.url+"/tablet"))
	pages, err := web.New()
	must(tab.t, err)
	js[bool](tab, hands+"; return true", pages.Tablet().Dir)
}

// js runs a function body on the page and returns what it returns.
func js[T any](tab *tablet, body string, args ...any) T {
	tab.t.Helper()
	if len(args) > 0 {
		body = fmt.Sprintf(body, args...)
	}
	return browsertest.Get(tab.t, tab.ctx, chromedp.Evaluate[T]("(async () => {"+body+"\n})()",
		chromedp.EvalAwaitPromise))
}

// do runs a function body on the page.
func (tab *tablet) do(body string, args ...any) {
	tab.t.Helper()
	js[bool](tab, body+"; return true", args...)
}

// prepare signs somebody in for the first time and fetches what is needed without a network.
func (tab *tablet) prepare(user string) {
	tab.t.Helper()
	tab.do(`await T.signIn(%q, %q); await T.vault.setPin(%q); await T.work.refresh();
		await T.settled()`, user, password, pin)
}
