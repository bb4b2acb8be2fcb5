package tabletwork_test

import (
	"net/http"
	"testing"
)

// TestRefreshAsksLittle counts the requests of the list of audits where nothing has changed, however
// large the register is: it comes in one answer, and again only when a hall has changed. Two refreshes
// at a time are one, and one that broke off is taken up where it was.
func TestRefreshAsksLittle(t *testing.T) {
	n := start(t)
	tab := open(t, n)
	tab.prepare("auditor")
	if asked := js[string](tab, `
		const list = [], real = fetch;
		globalThis.fetch = (path, o) => (list.push(path.replace(/\?.*/, "")), real(path, o));
		T.asked = async (work) => { list.length = 0; await work(); return list.join(" "); };
		return T.asked(() => Promise.all([T.work.refresh({quick: true}), T.work.refresh({quick: true})]))`,
	); asked != "/api/v1/campaigns /api/v1/rectifications /api/v1/audits /api/v1/editions /api/v1/register" {
		t.Errorf("a refresh without news asks %s", asked)
	}
	ask(t, n.direct, "supervisor", http.MethodPatch, "/api/v1/halls/GS-C01",
		object{"revision": 1, "name": "枫塘社区公共服务站(新)"}, nil)
	n.cut(true)
	tab.do(`await T.work.refresh().catch(() => {})`)
	n.cut(false)
	tab.do(`await T.settled(); await T.work.refresh()`)
	if got := js[string](tab, `return (await T.work.halls()).find((h) => h.id === "GS-C01").name`); got != "枫塘社区公共服务站(新)" {
		t.Errorf("the hall is called %s", got)
	}
}
