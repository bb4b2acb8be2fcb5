package journey_test

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"hallmark/api/browsertest"
	"hallmark/standard/message"
)

// testAdmin reads the accounts and the log, in both languages.
func testAdmin(t *testing.T, p *program) {
	v := p.visitorAs(t, "admin")
	v.press(`.menu a[href="/users"]`)
	is(v, "accounts", v.count("tbody tr"), 7)
	v.reads("tbody", "许知白(虚构)", "大厅负责人", "青萍街道便民服务中心", "启用")
	v.press(`.menu a[href="/events"]`)
	v.reads("tbody tr", "管理员(虚构)", "登录")
	v.speak(message.English)
	is(v, "the page", v.path(), "/events")
	v.reads("h1", "log")
	is(v, "the language", eval[string](v, `document.documentElement.lang`), "en")
	v.press(`.menu a[href="/users"]`)
	v.reads("tbody", "许知白(虚构)", "Hall head")
	v.speak(message.Chinese)
	v.reads("tbody", "大厅负责人")
}

// testKeyboard answers a clause with the keyboard alone.
func testKeyboard(t *testing.T, p *program) {
	v := p.visitor(t, 1280, 800)
	id := p.startAudit(t)
	v.open(fmt.Sprintf("/audits/%s?chapter=%d", id, chapter))
	v.do(chromedp.Focus(chromedp.CSS("#username")))
	v.do(chromedp.KeyEvent("auditor" + kb.Tab + password))
	v.send(chromedp.KeyEvent(kb.Enter))

	v.do(chromedp.KeyEvent(kb.Tab))
	is(v, "the first stop", eval[string](v, `document.activeElement.className`), "skip")
	v.send(chromedp.KeyEvent(kb.Enter)) // to the content
	v.tabTo("#HS079 .how summary")
	v.do(chromedp.KeyEvent(" "))
	is(v, "the method is unfolded", v.has("#HS079 .how[open]"), true)
	v.tabTo(`#HS079 [name=level][value="3"]`)
	v.send(chromedp.KeyEvent(kb.Enter))
	is(v, "the level", v.has(`#HS079 [value="3"][aria-pressed=true]`), true)
	v.tabTo(`#HS080-numerator`)
	v.do(chromedp.KeyEvent("19"))
	v.tabTo(`#HS080-denominator`)
	v.do(chromedp.KeyEvent("20"))
	v.send(chromedp.KeyEvent(kb.Enter))
	is(v, "the numerator", v.value("#HS080-numerator"), "19")
	v.tabTo(`#HS081 [value=pass]`)
	v.send(chromedp.KeyEvent(" "))
	is(v, "the verdict", v.has(`#HS081 .pass[aria-pressed=true]`), true)
	v.reads(".live", "已填 3/122")
}

// tabTo presses Tab until an element has the focus. The focus must always be seen (WCAG 2.2, 2.4.7
// and 2.4.11).
func (v *person) tabTo(selector string) {
	v.t.Helper()
	for range 80 {
		v.do(chromedp.KeyEvent(kb.Tab))
		if hidden := eval[string](v, `(e => {
			const r = e.getBoundingClientRect(), x = r.x + r.width / 2, y = r.y + r.height / 2;
			const top = document.elementFromPoint(x, y);
			const seen = top && (e.contains(top) || top.contains(e) || top.control == e);
			return seen ? "" : e.outerHTML.slice(0, 200);
		})(document.activeElement)`); hidden != "" {
			v.t.Errorf("%s: the focus is covered on %s", v.path(), hidden)
		}
		if eval[bool](v, `document.activeElement.matches(%q)`, selector) {
			return
		}
	}
	v.t.Fatalf("%s: Tab does not lead to %s", v.path(), selector)
}

// testDark looks at pages in dark colours.
func testDark(t *testing.T, p *program) {
	v := p.visitorAs(t, "supervisor")
	v.dark()
	demo, verify := p.demoAudit(t)
	for name, path := range map[string]string{"audits": "/audits", "verify": verify,
		"score": "/audits/" + demo + "/score", "checklist": "/audits/" + demo + "?chapter=5",
		"new-audit": "/audits/new"} {
		v.open(path)
		browsertest.Shot(t, v.ctx, "dark-"+name)
		t.Run(name, func(t *testing.T) { browsertest.Axe(t, v.ctx) })
	}
}
