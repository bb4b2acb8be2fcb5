package journey_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"hallmark/api/browsertest"
	"hallmark/checklists"
	"hallmark/fixtures"
	"hallmark/standard"
	"hallmark/standard/message"
)

// views are three sizes: a desk, a tablet held upright, a telephone.
func views() []view { return []view{{"desk", 1280, 800}, {"tablet", 800, 1280}, {"phone", 390, 844}} }

type view struct {
	name          string
	width, height int64
}

// place is one page, and who looks at it.
type place struct{ name, user, path string }

// places are all pages but the comparison, which needs a second edition.
func (p *program) places(t *testing.T) []place {
	open, conflict, sent := p.startAudit(t), p.startAudit(t), p.startAudit(t)
	e, err := fixtures.Edition2017()
	must(t, err)
	some := func(c *standard.Clause) bool { return c.Chapter < 8 }
	p.answer(t, "auditor", open, "applied", good(e, some))
	p.answer(t, "auditor", conflict, "applied", good(e, some))
	p.answer(t, "auditor2", conflict, "conflict",
		map[standard.ClauseUID]object{"HS002": {"level": 0}})
	p.answer(t, "auditor", sent, "applied", good(e, func(*standard.Clause) bool { return true }))
	p.call(t, "auditor", "POST", "/api/v1/audits/"+sent+"/submit",
		object{"revision": p.revision(t, sent)}, nil)
	demo, verify := p.demoAudit(t)
	desk := p.draft(t, "场所面积与隐私接待")
	return []place{
		{"sign-in", "", "/sign-in"},
		{"verify", "", verify},
		{"verify-unknown", "", "/verify/NO-SUCH-CODE"},
		{"audits", "auditor", "/audits"},
		{"audits-none", "auditor", "/audits?status=final"},
		{"new-audit", "auditor", "/audits/new"},
		{"checklist", "auditor", "/audits/" + open + "?chapter=7"},
		{"checklist-empty", "auditor", "/audits/" + open + "?chapter=10"},
		{"checklist-conflicts", "auditor", "/audits/" + conflict + "?show=conflicts"},
		{"checklist-read-only", "auditor", "/audits/" + demo + "?chapter=5"},
		{"submit-missing", "auditor", "/audits/" + open + "/submit"},
		{"password", "auditor", "/password"},
		{"audits-all", "supervisor", "/audits"},
		{"score", "head", "/audits/" + demo + "/score"},
		{"return", "supervisor", "/audits/" + sent + "/return"},
		{"approve", "supervisor", "/audits/" + sent + "/approve"},
		{"halls", "supervisor", "/halls"},
		{"hall", "head", "/halls/GS-S03"},
		{"forbidden", "head", "/users"},
		{"not-found", "head", "/halls/GS-D00"},
		{"editions", "editor", "/editions"},
		{"edition", "editor", "/editions/2017"},
		{"drafts", "editor", "/drafts"},
		{"desk", "editor", desk + "?chapter=5&clause=HS001"},
		{"desk-frame", "editor", desk + "?chapter=frame"},
		{"draft-sheet", "editor", desk + "/sheet"},
		{"clause", "editor", "/editions/2017/clauses/HS001"},
		{"users", "admin", "/users"},
		{"events", "admin", "/events"},
	}
}

// tooWide names the elements that stick out of the page to the right.
const tooWide = `document.documentElement.scrollWidth <= innerWidth ? "" :
	[...document.querySelectorAll("main *")].filter(e => e.getBoundingClientRect().right > innerWidth)
	.map(e => e.tagName + "." + e.className).slice(0, 5).join(" ")`

// testPages looks at every page with demo data: in Chinese in a browser, at the three sizes, in English
// as its HTML. A long walk looks at both in the browser.
func testPages(t *testing.T, p *program) {
	places := map[string][]place{}
	for _, at := range p.places(t) {
		places[at.user] = append(places[at.user], at)
	}
	for _, l := range message.Languages() {
		for user, places := range places {
			t.Run(fmt.Sprint(l, " ", user), func(t *testing.T) {
				if l != message.Chinese && !browsertest.Long(t) {
					p.readPages(t, l, places)
					return
				}
				t.Parallel()
				v := p.visitor(t, 1280, 800)
				v.open("/sign-in")
				v.speak(l)
				if user != "" {
					v.signIn(user, password)
				}
				browsertest.Expect(v.ctx, "/verify/NO-SUCH-CODE: status 404")
				browsertest.Expect(v.ctx, "/users: status 403")
				browsertest.Expect(v.ctx, "/halls/GS-D00: status 404")
				for _, at := range places {
					v.open(at.path)
					v.look(t, l, at.name)
				}
			})
		}
	}
}

// readPages reads pages without a browser.
func (p *program) readPages(t *testing.T, l message.Language, places []place) {
	t.Helper()
	for _, at := range places {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, p.url+at.path, nil)
		must(t, err)
		r.Header.Set("Accept-Language", l.String())
		if at.user != "" {
			r.Header.Set("Authorization", "Bearer "+p.token(t, at.user))
		}
		answer, err := http.DefaultClient.Do(r)
		must(t, err)
		page, err := io.ReadAll(answer.Body)
		must(t, err)
		must(t, answer.Body.Close())
		want := map[string]int{"verify-unknown": 404, "not-found": 404, "forbidden": 403}[at.name]
		if want == 0 {
			want = http.StatusOK
		}
		if answer.StatusCode != want || !bytes.Contains(page, []byte(`<html lang="`+l.String()+`"`)) ||
			!bytes.Contains(page, []byte("</main>")) {
			t.Errorf("%s in %s: status %d: %.300s", at.name, l, answer.StatusCode, page)
		}
	}
}

// look checks a page at every size. One of them is checked for accessibility, on a long walk all.
func (v *person) look(t *testing.T, l message.Language, name string) {
	t.Helper()
	for _, view := range views() {
		v.do(chromedp.EmulateViewport(view.width, view.height))
		name := fmt.Sprint(l, "-", name, "-", view.name)
		browsertest.Shot(t, v.ctx, name)
		if found := eval[string](v, tooWide); found != "" {
			t.Errorf("%s is too wide: %s", name, found)
		}
		if view.name == "phone" || browsertest.Long(t) {
			t.Run(name, func(t *testing.T) { browsertest.Axe(t, v.ctx) })
		}
	}
	v.do(chromedp.EmulateViewport(1280, 800))
}

// speak changes the language.
func (v *person) speak(l message.Language) {
	v.t.Helper()
	if button := fmt.Sprintf(`[name=language][value=%q]`, l); v.has(button) {
		v.press(button)
	}
}

// dark asks for dark colours, as the person's system may.
func (v *person) dark() {
	v.t.Helper()
	_, err := chromedp.Call(v.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}})
	must(v.t, err)
}

// revision is that of an audit as it stands.
func (p *program) revision(t testing.TB, audit string) int {
	t.Helper()
	var a struct{ Revision int }
	p.call(t, "supervisor", "GET", "/api/v1/audits/"+audit, nil, &a)
	return a.Revision
}

// demoAudit returns the finished audit of GS-S03 and the path of its report's public page.
func (p *program) demoAudit(t testing.TB) (id, verify string) {
	t.Helper()
	if p.demo != "" {
		return p.demo, p.verify
	}
	var list struct{ Items []struct{ ID, Number string } }
	p.call(t, "head", "GET", "/api/v1/audits?status=approved", nil, &list)
	for _, a := range list.Items {
		if strings.HasPrefix(a.Number, "GS-S03-2018") {
			p.demo = a.ID
		}
	}
	_, err := p.server.Reports.Print(context.Background(), checklists.AuditID(p.demo), p.url, false)
	must(t, err)
	page := p.ask(t, "head", "GET", "/audits/"+p.demo+"/score", nil)
	p.verify = verifyLink().FindString(string(page))
	return p.demo, p.verify
}

func verifyLink() *regexp.Regexp { return regexp.MustCompile(`/verify/[0-9A-Z]+`) }
