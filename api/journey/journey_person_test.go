package journey_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"hallmark/api/browsertest"
)

// person is somebody in front of a browser. What goes wrong inside a page fails the test.
type person struct {
	t      testing.TB
	ctx    context.Context
	url    string
	script bool // whether the pages' script runs
}

// visitor opens a browser of w × h CSS pixels; nobody is signed in yet.
func (p *program) visitor(t testing.TB, w, h int) *person {
	t.Helper()
	v := &person{t: t, ctx: browsertest.New(t, w, h), url: p.url, script: true}
	_, err := chromedp.Call(v.ctx, network.SetExtraHTTPHeaders, network.SetExtraHTTPHeadersParams{
		Headers: network.Headers{"Accept-Language": "zh-CN"}})
	must(t, err)
	return v
}

// visitorAs opens a browser on a tablet and signs a demo account in.
func (p *program) visitorAs(t testing.TB, user string) *person {
	t.Helper()
	v := p.visitor(t, 800, 1280)
	v.open("/sign-in")
	v.signIn(user, password)
	return v
}

func (v *person) do(steps ...chromedp.Action[chromedp.Void]) {
	v.t.Helper()
	browsertest.Do(v.t, v.ctx, steps...)
}

// withoutScript turns script off for all pages to come.
func (v *person) withoutScript() {
	v.t.Helper()
	v.script = false
	_, err := chromedp.Call(v.ctx, emulation.SetScriptExecutionDisabled,
		emulation.SetScriptExecutionDisabledParams{Value: true})
	must(v.t, err)
}

// open goes to a path as if it were typed.
func (v *person) open(path string) {
	v.t.Helper()
	v.do(chromedp.Navigate(v.url + path))
}

// send does what leads to another page and waits until it is there.
func (v *person) send(steps ...chromedp.Action[chromedp.Void]) {
	v.t.Helper()
	if _, err := chromedp.RunResponse(v.ctx, steps...); err != nil {
		v.t.Fatalf("browser: %v", err)
	}
}

// press follows a link or presses the button of a form.
func (v *person) press(selector string) {
	v.t.Helper()
	v.needs(selector)
	if eval[bool](v, `Boolean(document.querySelector(%q).closest(".more:not([open])"))`, selector) {
		v.unfold(".menu .more")
	}
	// As people do, away from what stays at the top of the window.
	eval[chromedp.Void](v, `document.querySelector(%q).scrollIntoView({block: "center"})`, selector)
	v.send(chromedp.Click(chromedp.CSS(selector)))
}

// confirms is the button of a page that asks first.
const confirms = "[name=confirmed] + .actions .action"

// fill puts text into a field in place of what stands there.
func (v *person) fill(selector, text string) {
	v.t.Helper()
	v.needs(selector)
	eval[chromedp.Void](v, `document.querySelector(%q).select()`, selector)
	v.do(chromedp.SendKeys(chromedp.CSS(selector), text))
}

// unfold opens what is folded up.
func (v *person) unfold(selector string) {
	v.t.Helper()
	if !v.has(selector + "[open]") {
		v.do(chromedp.Click(chromedp.CSS(selector + " > summary")))
	}
}

func (v *person) signIn(user, with string) {
	v.t.Helper()
	v.fill("#username", user)
	v.fill("#password", with)
	v.press("main .action")
}

// eval runs a script in the page and waits for its promise, if it returns one.
func eval[T any](v *person, script string, args ...any) T {
	v.t.Helper()
	return browsertest.Get(v.t, v.ctx,
		chromedp.Evaluate[T](fmt.Sprintf(script, args...), chromedp.EvalAwaitPromise))
}

// needs ends the test when an element is missing, instead of waiting for it.
func (v *person) needs(selector string) {
	v.t.Helper()
	if !v.has(selector) {
		v.t.Fatalf("%s: no %s; the page says: %s", v.path(), selector, cut(v.text("main")))
	}
}

func (v *person) has(selector string) bool {
	v.t.Helper()
	return v.count(selector) > 0
}

func (v *person) count(selector string) int {
	v.t.Helper()
	return eval[int](v, `document.querySelectorAll(%q).length`, selector)
}

// text returns what people read in the first element, on one line.
func (v *person) text(selector string) string {
	v.t.Helper()
	text := eval[string](v, `(document.querySelector(%q) ?? {innerText: ""}).innerText`, selector)
	return strings.Join(strings.Fields(text), " ")
}

// cut keeps the beginning of a text that is too long for a message.
func cut(text string) string {
	if r := []rune(text); len(r) > 300 {
		return string(r[:300]) + "…"
	}
	return text
}

// value returns what stands in a field.
func (v *person) value(selector string) string {
	v.t.Helper()
	return eval[string](v, `(document.querySelector(%q) ?? {value: "no such field"}).value`, selector)
}

// path returns the path, query and fragment of the page.
func (v *person) path() string {
	v.t.Helper()
	return strings.TrimPrefix(eval[string](v, `location.href`), v.url)
}

// reads fails the test unless an element holds all the texts.
func (v *person) reads(selector string, texts ...string) {
	v.t.Helper()
	have := v.text(selector)
	for _, text := range texts {
		if !strings.Contains(have, text) {
			v.t.Errorf("%s: %s reads %q, want it to hold %q", v.path(), selector, cut(have), text)
		}
	}
}

// is fails the test unless what was seen is what was to be seen.
func is[T comparable](v *person, what string, have, want T) {
	v.t.Helper()
	if have != want {
		v.t.Errorf("%s: %s is %v, want %v", v.path(), what, have, want)
	}
}

// refused says that the next answer to a request may have a status of 400 or more.
func (v *person) refused(request string, status int) {
	browsertest.Expect(v.ctx, fmt.Sprintf("%s: status %d", request, status))
}
