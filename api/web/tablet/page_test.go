package tablet_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"

	"hallmark/api/browsertest"
	"hallmark/fixtures"
	"hallmark/standard"
	"hallmark/standard/message"
)

// page is a browser with the modules loaded.
type page struct {
	ctx  context.Context
	data sync.Map // name to JSON, served at /data/
}

// TestTablet runs everything in one page; a browser takes its time to start.
func TestTablet(t *testing.T) {
	p := open(t)
	t.Run("score cases", p.scoreCases)
	t.Run("random answers", p.randomAnswers)
	t.Run("kept thresholds", p.keptThresholds)
	t.Run("refused answers", p.refusedAnswers)
	t.Run("random histories", p.randomHistories)
	t.Run("values", p.values)
	t.Run("random values", p.randomValues)
	t.Run("texts", p.texts)
	t.Run("clock", p.clock)
	t.Run("clock refuses", p.clockRefuses)
	t.Run("ids", p.ids)
	t.Run("words", p.words)
	t.Run("typing", p.typing)
	t.Run("speed", p.speed)
}

func open(t *testing.T) *page {
	t.Helper()
	p := &page{}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, `<!doctype html><html lang="zh-CN"><title>厅评</title>
			<link rel="icon" href="data:,"><script type="module" src="/harness.js"></script>`)
	})
	mux.HandleFunc("GET /data/{name}", func(w http.ResponseWriter, r *http.Request) {
		if data, ok := p.data.Load(r.PathValue("name")); ok {
			w.Write(data.([]byte))
		} else {
			http.NotFound(w, r)
		}
	})
	mux.HandleFunc("GET /tablet/{file}", func(w http.ResponseWriter, r *http.Request) {
		file := r.PathValue("file")
		if lang, ok := strings.CutPrefix(file, "messages-"); ok {
			if err := json.NewEncoder(w).Encode(message.Keys(message.ParseLanguage(lang))); err != nil {
				t.Error(err)
			}
			return
		}
		http.ServeFile(w, r, file)
	})
	mux.HandleFunc("GET /harness.js", func(w http.ResponseWriter, r *http.Request) {
		http.ServeFile(w, r, "testdata/harness.js")
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	p.ctx = browsertest.New(t, 800, 1280)
	browsertest.Do(t, p.ctx, chromedp.Navigate(server.URL))
	return p
}

// serve offers data to the page as JSON.
func (p *page) serve(t testing.TB, name string, data any) {
	t.Helper()
	b, err := json.Marshal(data)
	if err != nil {
		t.Fatal(err)
	}
	p.data.Store(name, b)
}

// ask evaluates an expression in the page and decodes what it comes to.
func ask[T any](t testing.TB, p *page, expression string) T {
	t.Helper()
	return browsertest.Get(t, p.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}

// argument writes a value into an expression.
func argument(t testing.TB, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func reference(t testing.TB) *standard.Edition {
	t.Helper()
	e, err := fixtures.Edition2017()
	if err != nil {
		t.Fatal(err)
	}
	return e
}
