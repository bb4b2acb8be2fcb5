package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"

	"hallmark/api/browsertest"
	"hallmark/api/web"
	"hallmark/standard/message"
)

// TestScript checks what the script adds to the checklist's forms: − and + for a ratio, and a note
// that was typed goes along with the answer.
func TestScript(t *testing.T) {
	w, pages := newWorld(t, ""), newPages(t)
	sent := make(chan url.Values, 1)
	page := w.render(t, pages, story{"", func(f web.Frame) web.Page {
		return w.checklist(f, 5, web.ShowChapter)
	}}, message.Chinese)
	mux := http.NewServeMux()
	mux.Handle("GET /assets/", pages.Assets())
	mux.HandleFunc("POST /", func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseForm(); err != nil {
			t.Error(err)
		}
		sent <- r.PostForm
		w.Write([]byte("<!doctype html><title>sent</title><p id=sent>sent"))
	})
	mux.HandleFunc("GET /", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Security-Policy", web.ContentSecurityPolicy)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Write(page)
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	ctx := browsertest.New(t, 800, 1280)
	for _, test := range []struct {
		name  string
		steps []chromedp.Action[chromedp.Void]
		want  url.Values
	}{
		{"verdict with a note", []chromedp.Action[chromedp.Void]{
			chromedp.Click("#HS006 .extra summary"),
			chromedp.SendKeys("#HS006-note", "两处未标"),
			chromedp.Click("#HS006 [value=fail]"),
		}, url.Values{"op": {"answer"}, "saw": {"c1"}, "verdict": {"fail"}, "note": {"两处未标"}}},
		{"verdict alone", []chromedp.Action[chromedp.Void]{
			chromedp.Click("#HS006 [value=pass]"),
		}, url.Values{"op": {"answer"}, "saw": {"c1"}, "verdict": {"pass"}}},
		{"ratio", []chromedp.Action[chromedp.Void]{
			chromedp.Click("#HS005 .field:first-of-type .steps button:last-child"),
			chromedp.Click("#HS005 .answer .save"),
		}, url.Values{"op": {"answer"}, "saw": {"c1", "c2"}, "numerator": {"20"},
			"denominator": {"20"}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			browsertest.Do(t, ctx, chromedp.Navigate(server.URL))
			browsertest.Do(t, ctx, test.steps...)
			browsertest.Do(t, ctx, chromedp.WaitVisible("#sent"))
			if diff := cmp.Diff(test.want, <-sent); diff != "" {
				t.Errorf("sent (-want +got):\n%s", diff)
			}
		})
	}
}

// TestHallsAreOffered types a part of what a hall is called, and is offered those that the register
// has.
func TestHallsAreOffered(t *testing.T) {
	w, pages := newWorld(t, ""), newPages(t)
	page := w.render(t, pages, story{"", func(f web.Frame) web.Page {
		return &web.Audits{Frame: f, Pick: web.HallPicker{Typed: true}}
	}}, message.Chinese)
	asked := make(chan url.Values, 10)
	mux := http.NewServeMux()
	mux.Handle("GET /assets/", pages.Assets())
	mux.HandleFunc("GET /api/v1/halls", func(w http.ResponseWriter, r *http.Request) {
		asked <- r.URL.Query()
		w.Header().Set("Content-Type", "application/json")
		w.Write([]byte(`{"items":[{"id":"X-007","name":"甲\"<厅"},{"id":"X-008","name":"乙厅"}],"next":""}`))
	})
	mux.HandleFunc("GET /audits", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", web.ContentSecurityPolicy)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Write(page)
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	ctx := browsertest.New(t, 800, 1280)
	browsertest.Do(t, ctx, chromedp.Navigate(server.URL+"/audits"))
	browsertest.Do(t, ctx, chromedp.SendKeys("#hall", " 厅"))
	if diff := cmp.Diff(url.Values{"q": {"厅"}, "limit": {"20"}}, <-asked); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
	browsertest.Do(t, ctx, chromedp.WaitReady("#hall-list option:nth-child(2)"))
	offered := browsertest.Get(t, ctx, chromedp.Evaluate[string](`[...document.querySelectorAll("#hall-list option")].map(o => o.value).join()`))
	if offered != `X-007 甲"<厅,X-008 乙厅` {
		t.Errorf("offered %s", offered)
	}
}
