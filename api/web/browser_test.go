package web_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"hallmark/api/browsertest"
	"hallmark/api/web"
	"hallmark/checklists"
	"hallmark/standard"
	"hallmark/standard/message"
)

// serveStories serves every story at /{language}/{name}, under the policy of the real pages.
func serveStories(t *testing.T, w *world) string {
	pages, mux := newPages(t), http.NewServeMux()
	for _, l := range message.Languages() {
		for _, s := range w.stories() {
			html := w.render(t, pages, s, l)
			mux.HandleFunc("/"+l.String()+"/"+s.name, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Security-Policy", web.ContentSecurityPolicy)
				w.Header().Set("Content-Type", "text/html; charset=utf-8")
				w.Write(html)
			})
		}
	}
	mux.Handle("/assets/", pages.Assets())
	for kind := range uint8(2) {
		photo := picture(kind)
		mux.HandleFunc(web.EvidenceURL(standard.DigestBytes(photo)),
			func(w http.ResponseWriter, _ *http.Request) { w.Write(photo) })
	}
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

// tooWide names the elements that stick out of the page to the right.
const tooWide = `document.documentElement.scrollWidth <= innerWidth ? "" :
	[...document.querySelectorAll("main *")].filter(e => e.getBoundingClientRect().right > innerWidth)
	.map(e => e.tagName + "." + e.className).slice(0, 5).join(" ")`

// tooSmall names the controls that are harder to hit than 48 px.
const tooSmall = `[...document.querySelectorAll("button, .button, .chip, summary, select, textarea," +
	"input:not([type=hidden], [type=radio]), .radio, .chapters a, .menu a, .tile")]
	.filter(e => e.checkVisibility() && !e.closest(".hidden") && e.offsetHeight < 48)
	.map(e => e.tagName + "." + e.className + " " + e.offsetHeight).slice(0, 5).join(", ")`

// fullest names the story with the most to see for each kind of page. On a long walk it names all.
func (w *world) fullest(t *testing.T) map[string]bool {
	pages, names, sizes := newPages(t), map[string]string{}, map[string]int{}
	long := browsertest.Long(t)
	for _, s := range w.stories() {
		kind := fmt.Sprintf("%T", s.page(w.frame(message.Chinese, checklists.Auditor, "/")))
		if long {
			kind = s.name
		}
		if size := len(w.render(t, pages, s, message.Chinese)); size > sizes[kind] {
			names[kind], sizes[kind] = s.name, size
		}
	}
	chosen := map[string]bool{}
	for _, name := range names {
		chosen[name] = true
	}
	return chosen
}

// TestInABrowser looks at every story at three sizes, and checks one of each kind of
// page for accessibility.
func TestInABrowser(t *testing.T) {
	w := newWorld(t, "")
	checked := w.fullest(t)
	base := serveStories(t, w)
	for _, view := range []struct {
		name          string
		width, height int
		language      message.Language
		axe           bool
	}{
		{"desk", 1280, 800, message.English, false},
		{"tablet", 800, 1280, message.Chinese, true},
		{"telephone", 390, 844, message.English, false},
	} {
		t.Run(view.name, func(t *testing.T) {
			t.Parallel()
			ctx := browsertest.New(t, view.width, view.height)
			for _, s := range w.stories() {
				url := strings.Join([]string{base, view.language.String(), s.name}, "/")
				browsertest.Do(t, ctx, chromedp.Navigate(url))
				browsertest.Shot(t, ctx, view.name+"-"+s.name)
				for what, script := range map[string]string{"too wide": tooWide, "too small": tooSmall} {
					if found := browsertest.Get(t, ctx, chromedp.Evaluate[string](script)); found != "" {
						t.Errorf("%s: %s: %s", s.name, what, found)
					}
				}
				if view.axe && checked[s.name] {
					t.Run(s.name, func(t *testing.T) { browsertest.Axe(t, ctx) })
				}
			}
		})
	}
}
