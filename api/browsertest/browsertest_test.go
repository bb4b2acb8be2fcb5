package browsertest_test

import (
	"bytes"
	"fmt"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"hallmark/api/browsertest"
)

// recorder notes failures instead of failing, to test what fails a test.
type recorder struct {
	testing.TB
	failures []string
}

func (r *recorder) Errorf(format string, args ...any) {
	r.failures = append(r.failures, fmt.Sprintf(format, args...))
}

// page serves an accessible page with the given body; /gone answers 404.
func page(t *testing.T, body string) string {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, `<!doctype html><html lang="zh-CN"><title>厅评</title>
			<link rel="icon" href="data:,"><main><h1>检查清单</h1>%s</main>`, body)
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

func TestCleanPage(t *testing.T) {
	shots := t.TempDir()
	t.Setenv(browsertest.ShotsVariable, shots)
	ctx := browsertest.New(t, 390, 844)
	browsertest.Do(t, ctx, chromedp.Navigate(page(t, `<p>使用面积</p><button>合格</button>`)))
	title := browsertest.Get(t, ctx, chromedp.Title())
	width := browsertest.Get(t, ctx, chromedp.Evaluate[int](`innerWidth`))
	if title != "厅评" || width != 390 {
		t.Errorf("title %q, width %d; want 厅评, 390", title, width)
	}
	browsertest.Axe(t, ctx)
	browsertest.Shot(t, ctx, "clean")
	data, err := os.ReadFile(filepath.Join(shots, "clean.png"))
	if err != nil {
		t.Fatal(err)
	}
	if c, err := png.DecodeConfig(bytes.NewReader(data)); err != nil || c.Width != 390 {
		t.Errorf("picture of width %d, %v; want 390", c.Width, err)
	}
	if have := browsertest.Problems(ctx); len(have) > 0 {
		t.Errorf("problems of a clean page: %q", have)
	}
}

func TestTroubleFailsTheTest(t *testing.T) {
	for _, test := range []struct{ name, body, want, expect string }{
		{"axe", `<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">`, "image-alt", ""},
		{"axe label", `<input name="value">`, "\tinput: Fix", ""},
		{"console error", `<script>console.error("broken", 7)</script>`, "console: broken 7", ""},
		{"uncaught", `<script>nowhere.at = 1</script>`, "nowhere is not defined", ""},
		{"rejected", `<script>Promise.reject(new Error("lost"))</script>`, "lost", ""},
		{"not found", `<script src="/gone"></script>`, "/gone: status 404", ""},
		{"no server", `<script src="http://127.0.0.1:1/x"></script>`, "127.0.0.1:1/x: net::ERR", ""},
		{"expected", `<script src="/gone"></script>`, "", "/gone"},
		{"warning is no error", `<script>console.warn("look")</script>`, "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := &recorder{TB: t}
			// The browser must end, and report to the recorder, before the subtest does.
			t.Run("page", func(t *testing.T) {
				r.TB = t
				ctx := browsertest.New(r, 800, 600)
				if test.expect != "" {
					browsertest.Expect(ctx, test.expect)
				}
				browsertest.Do(r, ctx, chromedp.Navigate(page(t, test.body)))
				browsertest.Axe(r, ctx)
			})
			all := strings.Join(r.failures, "\n")
			if test.want == "" && all != "" || !strings.Contains(all, test.want) {
				t.Errorf("failures %q, want one with %q", all, test.want)
			}
		})
	}
}
