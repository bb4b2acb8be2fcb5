package tabletwork_test

import (
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"testing"

	"hallmark/api"
	"hallmark/api/browsertest"
	"hallmark/api/programtest"
)

const (
	password = programtest.Password
	pin      = "271828"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// network is the program behind a line that can be cut.
type network struct {
	server *api.Server
	url    string // through the line
	direct string // past it

	mu    sync.Mutex
	down  bool
	after int           // requests until one is cut; 0: none is
	late  bool          // the request arrives, its answer is cut
	held  chan struct{} // closed when the request to be cut is there; it then waits for the client's end
	flows int           // streams of events that were begun
	seen  []string
	line  *line // nil: as quick as this machine

	faults browsertest.Faulty
	limit  int64 // bytes that a proxy lets through in a request; 0: any
}

func start(t *testing.T) *network {
	t.Helper()
	n := &network{server: programtest.New(t, programtest.Setup{}).Server}
	behind := httptest.NewServer(n.server)
	target, err := url.Parse(behind.URL)
	must(t, err)
	behindLine := httputil.NewSingleHostReverseProxy(target)
	behindLine.ModifyResponse = n.begun
	n.faults.Next = browsertest.Pass(behindLine)
	proxy := &n.faults
	line := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		cut, late := n.pass(r)
		if held := n.holding(); cut && held != nil {
			_, _ = io.Copy(io.Discard, r.Body) // the end of a client shows after its request
			close(held)
			<-r.Context().Done()
		}
		if l := n.shaped(); l != nil && r.Method != http.MethodGet {
			cut, late = l.carry(r)
		}
		switch {
		case cut && late:
			proxy.ServeHTTP(httptest.NewRecorder(), r)
			panic(http.ErrAbortHandler)
		case cut:
			panic(http.ErrAbortHandler)
		}
		if limit := n.limited(); limit > 0 && r.ContentLength > limit {
			w.WriteHeader(http.StatusRequestEntityTooLarge)
			return
		}
		proxy.ServeHTTP(w, r)
	}))
	line.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelDebug)
	t.Cleanup(func() {
		line.CloseClientConnections()
		behind.CloseClientConnections()
		line.Close()
		behind.Close()
	})
	n.url, n.direct = line.URL, behind.URL
	return n
}

// pass counts the requests of a sync and says whether this one is cut.
func (n *network) pass(r *http.Request) (cut, late bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.down {
		return true, false
	}
	if r.Method == http.MethodGet || !strings.HasPrefix(r.URL.Path, "/api/") {
		return false, false
	}
	n.seen = append(n.seen, r.Method+" "+r.URL.Path)
	if n.after > 0 {
		n.after--
		return n.after == 0, n.late
	}
	return false, false
}

// cut takes the line down, or up again.
func (n *network) cut(down bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.down, n.seen = down, nil
}

// cutAt cuts the n-th request from now on, or its answer.
func (n *network) cutAt(after int, late bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.after, n.late = after, late
}

// holdAt keeps the n-th request from now on until its client is gone; it then never arrives. The channel
// is closed when the request is there.
func (n *network) holdAt(after int) <-chan struct{} {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.after, n.late, n.held = after, false, make(chan struct{})
	return n.held
}

// holding takes what waits for a request to be held.
func (n *network) holding() chan struct{} {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.down || n.after != 0 {
		return nil
	}
	held := n.held
	n.held = nil
	return held
}

// begun notes that a stream of events has begun.
func (n *network) begun(answer *http.Response) error {
	if strings.HasPrefix(answer.Header.Get("Content-Type"), "text/event-stream") {
		n.mu.Lock()
		defer n.mu.Unlock()
		n.flows++
	}
	return nil
}

// streams is how many streams of events were begun.
func (n *network) streams() int {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.flows
}

// shape makes the line thin and late; nil: as quick as this machine.
func (n *network) shape(l *line) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.line = l
}

func (n *network) shaped() *line {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.line
}

// narrow has a proxy let only so many bytes through in a request; 0: any number.
func (n *network) narrow(limit int64) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.limit = limit
}

func (n *network) limited() int64 {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.limit
}

// requests are those that came through since the line was last cut.
func (n *network) requests() []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return append([]string{}, n.seen...)
}

type object = map[string]any

// ask asks the server past the line in somebody's name.
func ask(t testing.TB, base, user, method, path string, body, out any) {
	t.Helper()
	var session struct{ Token string }
	call(t, base, "", http.MethodPost, "/api/v1/sessions",
		object{"username": user, "password": password}, &session)
	call(t, base, session.Token, method, path, body, out)
}

func call(t testing.TB, base, token, method, path string, body, out any) {
	t.Helper()
	content, err := json.Marshal(body)
	must(t, err)
	r, err := http.NewRequestWithContext(t.Context(), method, base+path,
		strings.NewReader(string(content)))
	must(t, err)
	r.Header.Set("Content-Type", "application/json")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	answer, err := http.DefaultClient.Do(r)
	must(t, err)
	defer answer.Body.Close()
	if answer.StatusCode >= 300 {
		t.Fatalf("%s %s: %s", method, path, answer.Status)
	}
	if out != nil {
		must(t, json.NewDecoder(answer.Body).Decode(out))
	}
}
