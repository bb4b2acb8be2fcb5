package tabletwork_test

import (
	"net/http"
	"slices"
	"testing"

	"hallmark/api/browsertest"
)

// kinds are the requests that a visit of two inspectors makes.
var kinds = []string{"GET audits", "GET audits/carry", "GET audits/events", "GET audits/evidence",
	"GET audits/previous", "GET campaigns", "GET colleagues", "GET editions", "GET editions/aids",
	"GET evidence", "GET rectifications", "GET register",
	"POST audits", "POST audits/changes", "POST audits/confirm", "POST audits/presence",
	"POST audits/submit", "POST sessions", "PUT evidence", "PUT signature"}

// writing are those that change something, and gravest the faults that look most like the server's word.
var (
	writing = []string{"POST audits", "POST audits/changes", "POST audits/confirm", "POST audits/submit",
		"PUT evidence", "PUT signature"}
	gravest = []string{"portal-json", "waf-json", "answer-lost", "proxy-413"}
)

// again does something until it is done; whatever fails it is taken for the line, never for the
// server's word.
const again = `T.again = async (work) => {
		for (const end = Date.now() + 60000; Date.now() < end;) {
			try { return await work(); } catch (err) {
				if (err.name !== "Unreachable") throw err;
				await new Promise((r) => setTimeout(r, 10));
			}
		}
		throw new Error("the line stays broken: " + work);
	};
	T.sent = async () => {
		for (const end = Date.now() + 60000; Date.now() < end;) {
			await T.sync.now();
			await T.sync.refreshStatus();
			const {items, needsSignIn} = T.sync.status;
			const refused = items.find((item) => item.reason);
			if (refused?.code === "line-too-large") { // a copy is there, the original is for a person's tap
				await T.sync.retry(refused.id);
				continue;
			}
			if (refused || needsSignIn) throw new Error("refused: " + JSON.stringify([refused, needsSignIn]));
			if (!items.length) return;
			await new Promise((r) => setTimeout(r, 10));
		}
		throw new Error("not sent: " + JSON.stringify(T.sync.status));
	};
	T.as = async (user, password) => {
		T.audit?.close();
		T.vault?.lock();
		await T.again(() => T.signIn(user, password));
		await T.again(() => T.work.refresh());
		await T.sent();
	};`

// visitUnder makes a visit of two inspectors on one tablet, under a fault; it returns the audit's ID
// and what was entered.
func (tab *tablet) visitUnder() (id, entered string) {
	tab.t.Helper()
	tab.do(`await T.as("auditor", %q);
		const a = await T.start("GS-C01", ["HS001", "HS005"]); await T.fill(a);
		globalThis.sha = await a.addPhoto("HS001", await T.picture(Math.random() * 9));
		await T.sent();
		const told = new Promise((r) => {
			const real = fetch;
			globalThis.fetch = (to, o) => {
				if (String(to).endsWith("/presence")) {
					globalThis.fetch = real;
					setTimeout(r, 100);
				}
				return real(to, o);
			};
		});
		a.at("HS001"); await Promise.race([told, new Promise((r) => setTimeout(r, 15000))])`, password)
	id = js[string](tab, `return T.audit.audit.id`)
	tab.do(`await T.as("auditor2", %q);
		T.audit = await T.work.open(%q);
		for (let i = 0; !await T.audit.photoURL(sha); i++) if (i > 9) throw new Error("no picture");
		await T.audit.confirm(await T.picture(60 + Math.random() * 9, "image/png"));
		await T.sent()`, password, id)
	tab.do(`await T.as("auditor", %q);
		T.audit = await T.work.open(%q); await T.finish(T.audit); await T.sent()`, password, id)
	return id, js[string](tab, `return T.entered(T.audit)`)
}

// TestFaults puts each fault of a line once at each kind of request of a visit: nothing that is not
// the server's word is taken for it, and at the end the server has what the tablet has, item by
// item; in a short run with half of the faults. A long walk also puts the gravest faults at each kind
// alone that changes something.
func TestFaults(t *testing.T) {
	n := start(t)
	t.Run("every kind", func(t *testing.T) {
		tab := openForVisits(t, n)
		for i, fault := range browsertest.Faults() {
			if i%2 == 1 && !slices.Contains(gravest, fault.Name) && !browsertest.Long(t) {
				continue // the other half on a long walk
			}
			n.faults.Arm(fault, "")
			tab.compareAfter(n, fault.Name)
			if met := n.faults.Disarm(); !slices.Equal(met, kinds) {
				t.Errorf("%s was put at %q, want %q", fault.Name, met, kinds)
			}
		}
	})
	for _, fault := range browsertest.Faults() {
		if !browsertest.Long(t) || !slices.Contains(gravest, fault.Name) {
			continue
		}
		t.Run(fault.Name, func(t *testing.T) {
			tab := openForVisits(t, n)
			for _, kind := range writing {
				n.faults.Arm(fault, kind)
				tab.compareAfter(n, fault.Name+" at "+kind)
			}
			n.faults.Disarm()
		})
	}
}

// openForVisits opens a tablet that makes one visit after another; the first one leaves answers that a
// cache may keep.
func openForVisits(t *testing.T, n *network) *tablet {
	t.Helper()
	tab := open(t, n)
	tab.do(again)
	tab.visitUnder()
	return tab
}

// compareAfter makes a visit and compares what the server has with what was entered.
func (tab *tablet) compareAfter(n *network, name string) {
	t := tab.t
	t.Helper()
	id, entered := tab.visitUnder()
	recorded := js[int](tab, `return (await T.vault.keys("changes", T.audit.audit.id + "/")).length`)
	have := same(t, n.direct, id, entered, recorded)
	drawn := 0
	for _, s := range have.Signatures {
		if s.SHA256 != "" && photo(t, n.direct, s.SHA256) > 0 {
			drawn++
		}
	}
	if have.State != "submitted" || drawn != 1 || len(have.Signatures) != 2 {
		t.Errorf("%s: %s with %d signatures, %d drawn", name, have.State, len(have.Signatures), drawn)
	}
	pictures := 0
	for _, a := range have.Answers {
		for _, sha := range a.Evidence {
			if pictures++; photo(t, n.direct, sha) == 0 {
				t.Errorf("%s: photograph %s is not on the server", name, sha)
			}
		}
	}
	if pictures == 0 {
		t.Errorf("%s: no photograph is shown", name)
	}
	var view struct {
		Transitions []struct {
			By       string
			Confirms bool
		}
	}
	ask(t, n.direct, "supervisor", http.MethodGet, "/api/v1/audits/"+id, nil, &view)
	confirmed := 0
	for _, step := range view.Transitions {
		if step.Confirms && step.By == "auditor2" {
			confirmed++
		}
	}
	if confirmed != 1 {
		t.Errorf("%s: %d confirmations", name, confirmed)
	}
}
