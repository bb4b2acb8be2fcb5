package tabletjourney_test

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"hallmark/api/browsertest"
	"hallmark/api/web"
)

// releases is the program behind a door that can be shut and through which it looks as if it had
// been installed anew: the tablet's files have other addresses, and the old ones are gone.
type releases struct {
	url    string // through the door
	direct string // past it
	first  string // the digest in the addresses of the first release
	second string
	newer  atomic.Bool
	shut   atomic.Bool
}

func startReleases(t testing.TB) *releases {
	t.Helper()
	pages, err := web.New()
	must(t, err)
	first := strings.TrimPrefix(path.Base(pages.Tablet().Dir), "tablet-")
	r := &releases{first: first, second: strings.Repeat("0", len(first))}
	r.direct = start(t)
	target, err := url.Parse(r.direct)
	must(t, err)
	proxy := browsertest.Pass(&httputil.ReverseProxy{
		Rewrite: func(p *httputil.ProxyRequest) {
			p.SetURL(target)
			p.Out.URL.Path = strings.Replace(p.Out.URL.Path, r.second, r.first, 1)
		},
		ModifyResponse: r.rewrite,
		Transport:      &http.Transport{DisableCompression: true},
	})
	door := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		switch {
		case r.shut.Load():
			panic(http.ErrAbortHandler)
		case r.newer.Load() && strings.Contains(q.URL.Path, r.first):
			http.NotFound(w, q)
		default:
			q.Header.Del("Accept-Encoding")
			q.Header.Del("If-None-Match") // the program behind the door has not changed
			proxy.ServeHTTP(w, q)
		}
	}))
	door.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelDebug)
	t.Cleanup(func() {
		door.CloseClientConnections()
		door.Close()
	})
	r.url = door.URL
	return r
}

// rewrite makes the second release of a file of the tablet.
func (r *releases) rewrite(answer *http.Response) error {
	p := answer.Request.URL.Path
	ours := p == "/tablet" || p == "/sw.js" || p == "/manifest.webmanifest" ||
		strings.Contains(p, r.first)
	if !ours || !r.newer.Load() {
		return nil
	}
	content, err := io.ReadAll(answer.Body)
	if err != nil {
		return err
	}
	content = bytes.ReplaceAll(content, []byte(r.first), []byte(r.second))
	if path.Base(p) == "main.js" {
		content = append([]byte("globalThis.newer = true;\n"), content...)
	}
	answer.Body = io.NopCloser(bytes.NewReader(content))
	answer.Header.Set("Content-Length", strconv.Itoa(len(content)))
	answer.Header.Del("ETag")
	return nil
}

// becomes waits for a condition while the page may be loaded anew.
func (tab *tablet) becomes(condition string) {
	tab.t.Helper()
	for range 600 {
		ok, err := chromedp.Run(tab.ctx, chromedp.Evaluate[bool]("Boolean("+condition+")"))
		if err == nil && ok {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	tab.t.Fatalf("never became true: %s", condition)
}

// unlock enters the PIN.
func (tab *tablet) unlock() {
	tab.t.Helper()
	tab.fill("#pin", pin)
	tab.click("form .action")
}

// window opens another window of the same browser.
func (tab *tablet) window() *tablet {
	tab.t.Helper()
	ctx, stop := chromedp.NewContext(tab.ctx)
	tab.t.Cleanup(stop)
	other := &tablet{tab.t, ctx, tab.url}
	browsertest.Do(tab.t, ctx, chromedp.Navigate(tab.url+"/tablet"))
	other.see("h1:not(.loading)")
	return other
}

// TestUpdate installs a newer program while audits are open: it is offered on the list alone, taken
// when the person says so, by a window in an audit only after that; nothing is lost, and the new
// release works without a network.
func TestUpdate(t *testing.T) {
	r := startReleases(t)
	tab := open(t, r.url, 1280, 800)
	browsertest.Expect(tab.ctx, "request failed") // while the door is shut
	tab.signIn("auditor")
	tab.until("navigator.serviceWorker.controller")
	id := tab.newAudit("GS-S03")
	tab.fill("#value-HS001", "187.5")
	tab.see("#c-HS001.lost")
	other := tab.window() // somebody else: one window of an account works at a time
	other.do("location.hash = '#/sign-in'")
	other.signIn("auditor2")
	other.newAudit("GS-S03")

	r.newer.Store(true)
	tab.do("await (await navigator.serviceWorker.ready).update()")
	tab.until("(await navigator.serviceWorker.ready).waiting")
	tab.click("#c-HS002 .level-1")
	tab.see("#c-HS002.lost")
	if js[bool](tab, "return Boolean(document.querySelector('.banners button') || globalThis.newer)") {
		t.Error("the newer release shows while an audit is open")
	}
	tab.do("scrollTo(0, 700)")
	tab.do("await new Promise((r) => setTimeout(r, 1500))") // the place is kept when the page rests
	where := js[string](tab, "return JSON.stringify("+firstInView+")")
	tab.do("location.hash = '#/audits'")
	tab.see(".banners button")
	if js[bool](tab, "return Boolean(globalThis.newer)") {
		t.Error("the newer release came unasked")
	}
	other.do(`navigator.serviceWorker.addEventListener("controllerchange", () => globalThis.noticed = true)`)
	tab.click(".banners button")
	tab.becomes("globalThis.newer && document.querySelector('.accounts')") // there are two

	other.until("globalThis.noticed") // the newer release, and goes on with the older one
	other.fill("#value-HS003", "1")
	other.see("#c-HS003:not(.open)")
	if js[bool](other, "return Boolean(globalThis.newer)") {
		t.Error("the other window was taken out of its audit")
	}
	speech := js[string](other, "return document.documentElement.lang")
	other.click(".account-menu [lang]") // the texts of the old release
	other.until("document.documentElement.lang !== %q && document.querySelector('.card')", speech)
	other.do("setTimeout(() => location.hash = '#/audits')")
	other.becomes("globalThis.newer && document.querySelector('.accounts')")

	r.shut.Store(true)
	browsertest.Do(t, tab.ctx, chromedp.Navigate("about:blank"),
		chromedp.Navigate(r.url+"/tablet#/unlock/auditor"))
	tab.unlock()
	tab.see(".audit-list")
	tab.do("location.hash = '#/audit/%s'", id)
	tab.see("#c-HS001.lost")
	tab.until("(([id, top], [want, wanted]) => id === want && Math.abs(top - wanted) < 8)(%s, %s)", firstInView, where)
	have := js[string](tab, `return [globalThis.newer, document.querySelector("#value-HS001").value,
		...["HS001", "HS002"].map((id) => document.querySelector("#c-" + id + ".open"))].join()`)
	if have != "true,187.5,," {
		t.Errorf("after the update, without a network: %s", have)
	}
	if n := js[int](tab, "return (await caches.keys()).length"); n > 2 {
		t.Errorf("%d versions are kept", n)
	}
}
