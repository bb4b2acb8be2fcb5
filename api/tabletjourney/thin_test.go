package tabletjourney_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp"

	"hallmark/api/browsertest"
)

// The line on which a first sign-in is to make the day's visits ready in a minute.
const (
	lineRate    = 50_000 // bytes a second
	lineLatency = 2      // seconds of a round trip
	lineReady   = 60     // seconds
)

// thin is a line that holds what a test names, and counts.
type thin struct {
	url   string
	bytes atomic.Int64 // of answers

	mu    sync.Mutex
	holds string // part of the paths that get no answer; "" holds nothing
	freed chan struct{}
	asked []string
}

func newThin(t *testing.T, behind string) *thin {
	t.Helper()
	target, err := url.Parse(behind)
	must(t, err)
	proxy := browsertest.Pass(httputil.NewSingleHostReverseProxy(target))
	n := &thin{freed: make(chan struct{})}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n.mu.Lock()
		n.asked = append(n.asked, r.URL.Path)
		held, freed := n.holds != "" && strings.Contains(r.URL.Path, n.holds), n.freed
		n.mu.Unlock()
		if held {
			select {
			case <-freed:
			case <-r.Context().Done():
				return
			}
		}
		proxy.ServeHTTP(&counted{w, &n.bytes}, r)
	}))
	t.Cleanup(func() {
		n.hold("")
		server.CloseClientConnections()
		server.Close()
	})
	n.url = server.URL
	return n
}

// hold keeps answers to paths with a part back; what was held before comes.
func (n *thin) hold(part string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	close(n.freed)
	n.holds, n.freed = part, make(chan struct{})
}

// counted counts the bytes of an answer.
type counted struct {
	http.ResponseWriter
	bytes *atomic.Int64
}

func (w *counted) Write(b []byte) (int, error) {
	w.bytes.Add(int64(len(b)))
	return w.ResponseWriter.Write(b)
}

// Flush passes events on at once.
func (w *counted) Flush() {
	if f, ok := w.ResponseWriter.(http.Flusher); ok {
		f.Flush()
	}
}

// rounds counts how many requests had to wait for one another: each begins a round after the last one
// that had ended before it.
const rounds = `const list = performance.getEntriesByType("resource")
		.filter((e) => !e.name.includes("/events")).sort((a, b) => a.startTime - b.startTime);
	const round = [];
	list.forEach((e, i) => {
		const before = list.slice(0, i).map((f, j) => f.responseEnd <= e.startTime + 0.5 ? round[j] : 0);
		round.push(1 + Math.max(0, ...before));
	});
	return 1 + Math.max(0, ...round)`

// TestThinLine signs in for the first time over a line of 50 kB/s with two seconds of latency. The name
// of the application shows before any style sheet or script has come; the day's visits are ready
// without the register, in as many rounds and bytes as a minute has.
func TestThinLine(t *testing.T) {
	behind := start(t)
	halls := sendTo(t, behind, hallDay(0), hallDay(30))
	n := newThin(t, behind)
	n.hold("/assets/")
	tab := &tablet{t, browsertest.New(t, 1024, 768), n.url}
	browsertest.Do(t, tab.ctx, chromedp.Navigate("about:blank"))
	go func() { _, _ = chromedp.Run(tab.ctx, chromedp.Navigate(n.url+"/tablet")) }()
	painted := `performance.getEntriesByName("first-contentful-paint").length > 0 && document.querySelector("h1.loading")`
	for !js[bool](tab, "return Boolean(location.href.includes('/tablet') && "+painted+")") {
		if t.Context().Err() != nil {
			t.Fatal("nothing was shown while the style sheets were on the way")
		}
	}
	n.hold("/api/v1/register")
	tab.see("#username")
	tab.fill("#username", "auditor")
	tab.fill("#password", password)
	tab.click("form .action")
	tab.fill("#pin", pin)
	tab.fill("#again", pin)
	tab.click("form .action")
	tab.until("document.querySelectorAll('.visit .ready.plus').length === %d", len(halls))
	took, carried := js[int](tab, rounds), n.bytes.Load()
	seconds := float64(took*lineLatency) + float64(carried)/lineRate
	t.Logf("ready after %d rounds and %d bytes: %.0f s", took, carried, seconds)
	if seconds > lineReady {
		t.Errorf("ready after %.0f s, want %d: %d rounds, %d bytes\n%s", seconds, lineReady, took, carried,
			strings.Join(n.asked, "\n"))
	}
	tab.click(fmt.Sprintf("[data-hall=%q] .action", halls[hallDay(0)]))
	tab.see(".card") // begun without the register
}
