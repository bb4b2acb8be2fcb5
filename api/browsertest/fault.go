package browsertest

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Fault is what a line does to one request. Serve may ask the program behind, by next; former is
// the last answer that a request of the same kind got, nil for none.
type Fault struct {
	Name  string
	Serve func(w http.ResponseWriter, r *http.Request, next http.Handler,
		former *httptest.ResponseRecorder)
}

// Faults are the ways in which networks fail a request: what stands between answers in the place of
// the program, or the request, its answer or a part of it is lost, or is late.
func Faults() []Fault {
	const page = `<html><head><meta http-equiv="refresh" content="0;url=/login"></head>上网认证</html>`
	list := []Fault{
		instead("portal-json", http.StatusOK, "application/json", `{"status":"ok","id":"1","items":[]}`),
		instead("portal-html", http.StatusOK, "text/html; charset=utf-8", page),
		instead("portal-empty", http.StatusOK, "", ""),
		instead("portal-created", http.StatusCreated, "application/json", `{}`),
		instead("portal-redirect", http.StatusFound, "text/html", page),
		instead("waf-json", http.StatusForbidden, "application/json",
			`{"code":"forbidden","detail":"blocked by policy","status":403}`),
		instead("proxy-401", http.StatusUnauthorized, "application/json",
			`{"code":"signed-out","detail":"proxy","status":401}`),
		{"request-lost", func(http.ResponseWriter, *http.Request, http.Handler,
			*httptest.ResponseRecorder,
		) {
			panic(http.ErrAbortHandler)
		}},
		{"answer-lost", func(_ http.ResponseWriter, r *http.Request, next http.Handler,
			_ *httptest.ResponseRecorder,
		) {
			if r.Header.Get("Accept") != "text/event-stream" { // which has no end
				next.ServeHTTP(httptest.NewRecorder(), r)
			}
			panic(http.ErrAbortHandler)
		}},
		{"answer-cut", cutAnswer},
		{"answer-of-before", replay},
		{"slow", func(w http.ResponseWriter, r *http.Request, next http.Handler,
			_ *httptest.ResponseRecorder,
		) {
			time.Sleep(300 * time.Millisecond)
			next.ServeHTTP(w, r)
		}},
	}
	for _, status := range []int{413, 429, 500, 502} {
		list = append(list, instead("proxy-"+strconv.Itoa(status), status, "text/html", page))
	}
	return list
}

// instead is a fault that answers in the place of the program.
func instead(name string, status int, kind, body string) Fault {
	return Fault{name, func(w http.ResponseWriter, _ *http.Request, _ http.Handler,
		_ *httptest.ResponseRecorder,
	) {
		if kind != "" {
			w.Header().Set("Content-Type", kind)
		}
		if status == http.StatusFound {
			w.Header().Set("Location", "/healthz")
		}
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}}
}

// cutAnswer sends half of an answer as if it were all.
func cutAnswer(w http.ResponseWriter, r *http.Request, next http.Handler,
	_ *httptest.ResponseRecorder,
) {
	if r.Header.Get("Accept") == "text/event-stream" {
		panic(http.ErrAbortHandler)
	}
	answer := httptest.NewRecorder()
	next.ServeHTTP(answer, r)
	half := answer.Body.Bytes()[:answer.Body.Len()/2]
	maps.Copy(w.Header(), answer.Header())
	w.Header().Del("Content-Length")
	w.WriteHeader(answer.Code)
	_, _ = w.Write(half)
	if answer.Body.Len() == 0 {
		panic(http.ErrAbortHandler)
	}
}

// replay sends the answer to an earlier request, as a cache does.
func replay(w http.ResponseWriter, _ *http.Request, _ http.Handler,
	former *httptest.ResponseRecorder,
) {
	if former == nil {
		panic(http.ErrAbortHandler)
	}
	maps.Copy(w.Header(), former.Header())
	w.WriteHeader(former.Code)
	_, _ = w.Write(former.Body.Bytes())
}

// Faulty is a line that puts a fault once at each kind of request of the API.
type Faulty struct {
	Next http.Handler

	mu     sync.Mutex
	fault  *Fault
	only   string
	met    map[string]bool
	former map[string]*httptest.ResponseRecorder
}

// Arm puts a fault at the next request of each kind; of one kind alone where only is not "".
func (f *Faulty) Arm(fault Fault, only string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.fault, f.only, f.met = &fault, only, map[string]bool{}
}

// Disarm ends the faults and returns the kinds that have met one, sorted.
func (f *Faulty) Disarm() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.fault = nil
	return slices.Sorted(maps.Keys(f.met))
}

// ServeHTTP carries a request, or puts the fault at it.
func (f *Faulty) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	kind := KindOf(r)
	fault, former := f.due(kind)
	switch {
	case fault != nil:
		fault.Serve(w, r, f.Next, former)
	case kind == "" || r.Header.Get("Accept") == "text/event-stream":
		f.Next.ServeHTTP(w, r)
	default:
		answer := httptest.NewRecorder()
		f.Next.ServeHTTP(answer, r)
		f.keep(kind, answer)
		maps.Copy(w.Header(), answer.Header())
		w.WriteHeader(answer.Code)
		_, _ = w.Write(answer.Body.Bytes())
	}
}

// due takes the fault that a request of a kind is to meet.
func (f *Faulty) due(kind string) (*Fault, *httptest.ResponseRecorder) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.fault == nil || kind == "" || f.met[kind] || f.only != "" && f.only != kind {
		return nil, nil
	}
	f.met[kind] = true
	return f.fault, f.former[kind]
}

func (f *Faulty) keep(kind string, answer *httptest.ResponseRecorder) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.former == nil {
		f.former = map[string]*httptest.ResponseRecorder{}
	}
	f.former[kind] = answer
}

// KindOf names the kind of a request of the API, "PUT evidence", "POST audits/changes": its method
// and the nouns of its path. A picture of a signature is "PUT signature"; "" is no request of the
// API.
func KindOf(r *http.Request) string {
	path, ok := strings.CutPrefix(r.URL.Path, "/api/v1/")
	if !ok {
		return ""
	}
	if r.Header.Get("Content-Type") == "image/png" {
		path = "signature"
	}
	nouns := []string{}
	for i, part := range strings.Split(path, "/") {
		if i != 1 { // the ID
			nouns = append(nouns, part)
		}
	}
	return r.Method + " " + strings.Join(nouns, "/")
}
