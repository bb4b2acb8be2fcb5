package api_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"hallmark/api/apitest"
	"hallmark/api/replies"
	"hallmark/api/reports"
	"hallmark/checklists"
	"hallmark/standard"
)

// notProvoked lists the documented answers that this test does not bring about, and why.
var notProvoked = map[string]string{
	"429":                               "2,000 requests at once; TestThrottle has the throttle of sign-ins",
	"500":                               "an answer to a fault that the program does not have",
	"PUT /api/v1/settings/calendar 409": "two imports of a year in the same instant",
}

// TestEveryAnswer calls everything that is described, first as it should be called, then in every
// way that is refused. The kit compares each answer with the document; in the end every documented
// status of every call must have been seen.
func TestEveryAnswer(t *testing.T) {
	k := apitest.New(t)
	places := k.Scene()
	t.Run("use", func(t *testing.T) { through(k, t, useCases(k, places)) })
	t.Run("files", func(t *testing.T) { holdFiles(k, t) })
	t.Run("poster", func(t *testing.T) { posterWithoutAddress(k, t) })
	t.Run("settling", func(t *testing.T) { settling(k, t, places.Reported) })
	t.Run("metrics", func(t *testing.T) { metricsFromElsewhere(k, t) })
	t.Run("refuse", func(t *testing.T) { sweep(k, t, places) })
	all := operations(described(t))
	for _, call := range sorted(all) {
		for status := range all[call].Responses.Map() {
			if notProvoked[status] == "" && notProvoked[call+" "+status] == "" && !k.Seen[call+" "+status] {
				t.Errorf("%s: %s is documented and was not seen", call, status)
			}
		}
	}
}

// strange is the path of a call with IDs of what does not exist.
func strange(path string) string {
	id := "01890a5d-ac96-774b-bcce-000000000000"
	switch {
	case strings.HasPrefix(path, "/api/v1/editions"):
		id = "1999"
	case strings.HasPrefix(path, "/api/v1/halls"):
		id = "GS-X99"
	case strings.HasPrefix(path, "/api/v1/amendments"):
		id = "1999"
	case strings.HasPrefix(path, "/api/v1/bulletins"):
		id = "weekly-1999-01-04-1"
	}
	return strings.NewReplacer("{id}", id, "{other}", "2017", "{sha256}", strings.Repeat("0", 64),
		"{uid}", "HS999").
		Replace(path)
}

// sweep makes every call in each way that is refused of all calls alike; last, without storage.
func sweep(k *apitest.Kit, t *testing.T, p apitest.Scene) {
	all := operations(described(t))
	for _, call := range sorted(all) {
		method, path, _ := strings.Cut(call, " ")
		s := sweeper{k, t, all[call], method, p.Fill(path), strange(path)}
		s.people()
		s.forms()
		if method != http.MethodGet && method != http.MethodDelete {
			s.bodies()
		}
		if method == http.MethodPost && s.has(409) {
			s.keys()
		}
	}
	k.Forget()
	k.Must(k.Engine.Close())
	k.Clock.Advance(time.Minute) // sessions are cached for seconds
	for _, call := range sorted(all) {
		method, path, _ := strings.Cut(call, " ")
		s := sweeper{k, t, all[call], method, p.Fill(path), ""}
		if s.has(503) {
			r := s.request(exampleOf(s.operation))
			if s.takesPDF() {
				r = s.file([]byte("%PDF-1.7\n"))
			}
			s.refused(503, "storage", r)
		}
	}
}

// sweeper refuses one call.
type sweeper struct {
	k               *apitest.Kit
	t               *testing.T
	operation       *openapi3.Operation
	method          string
	path, otherPath string
}

func (s sweeper) has(status int) bool { return s.operation.Responses.Status(status) != nil }

func (s sweeper) request(body any) *http.Request {
	r := s.k.Request(s.method, s.path, body)
	if s.operation.Parameters.GetByInAndName("query", "tier") != nil {
		r.URL.RawQuery = "tier=community"
	}
	if format := s.operation.Parameters.GetByInAndName("query", "format"); format != nil {
		r.URL.RawQuery = strings.TrimPrefix(r.URL.RawQuery+"&format="+someForm(format), "&")
	}
	if strings.HasSuffix(s.path, "/halls/import") {
		r.URL.RawQuery = "format=csv"
	}
	return r
}

// takesPDF reports whether the body of the call is a PDF file.
func (s sweeper) takesPDF() bool {
	body := s.operation.RequestBody
	return body != nil && body.Value.Content["application/pdf"] != nil
}

// file is a request whose body is called a PDF file.
func (s sweeper) file(content []byte) *http.Request {
	r := s.request(content)
	r.Header.Set("Content-Type", "application/pdf")
	return r
}

// someForm is JSON where there is such a form.
func someForm(format *openapi3.Parameter) string {
	if forms := format.Schema.Value.Enum; !slices.Contains(forms, any("json")) {
		return fmt.Sprint(forms[0])
	}
	return "json"
}

// forms asks for a form of file that the call does not have.
func (s sweeper) forms() {
	format := s.operation.Parameters.GetByInAndName("query", "format")
	if format == nil || format.Required {
		return
	}
	s.k.SignIn(s.person())
	r := s.request(nil)
	r.URL.RawQuery = strings.Replace(r.URL.RawQuery, "format="+someForm(format), "format=odt", 1)
	s.refused(400, "invalid", r)
}

// person is the account of somebody who may make the call.
func (s sweeper) person() string {
	switch {
	case strings.HasPrefix(s.path, "/api/v1/proposals/"), strings.HasPrefix(s.path, "/api/v1/comments"),
		strings.HasPrefix(s.path, "/api/v1/drafts"), strings.HasPrefix(s.path, "/api/v1/webhooks"):
		return "editor"
	case strings.HasPrefix(s.path, "/api/v1/feedback/") && strings.HasSuffix(s.path, "/answer"):
		return "head"
	case strings.HasPrefix(s.path, "/api/v1/outbox"), strings.HasPrefix(s.path, "/api/v1/steps"),
		strings.HasPrefix(s.path, "/api/v1/users"),
		s.path == "/api/v1/events":
		return "admin"
	case !strings.HasPrefix(s.path, "/api/v1/amendments"):
		return "supervisor"
	case strings.HasSuffix(s.path, "/amendments"), strings.HasSuffix(s.path, "/withdraw"):
		return "editor"
	}
	return "approver"
}

// refused sends a request that must be refused with a status and a code.
func (s sweeper) refused(status int, code string, r *http.Request) {
	s.t.Helper()
	got, header, body := s.k.Do(r)
	var problem struct {
		Code, RequestID string
		Fields          []struct{ Name string }
	}
	if err := json.Unmarshal(body, &problem); err != nil || got != status || problem.Code != code {
		s.t.Errorf("%s %s: %d %s, want %d %s", r.Method, r.URL, got, body, status, code)
	}
	if problem.RequestID != header.Get("X-Request-Id") {
		s.t.Errorf("%s %s: request %q, header %q", r.Method, r.URL, problem.RequestID,
			header.Get("X-Request-Id"))
	}
}

// people: nobody, somebody whose role forbids it, somebody from another site, something that is not
// there.
func (s sweeper) people() {
	if s.has(401) && s.operation.Security == nil {
		s.k.SignIn("")
		r := s.request(nil)
		s.refused(401, "signed-out", r)
		if err := checkRequest(r); err == nil {
			s.t.Errorf("%s %s: the document asks for no token", s.method, s.path)
		}
	}
	if s.has(403) {
		s.forbidden()
	}
	s.k.SignIn(s.person())
	if strings.HasSuffix(s.path, "/events") {
		s.k.SignIn("admin")
	}
	if s.has(404) && s.path != "/metrics" {
		r := s.request(exampleOf(s.operation))
		r.URL.Path, r.URL.RawPath = s.otherPath, ""
		s.refused(404, "not-found", r)
	}
	if s.has(400) && s.operation.Parameters.GetByInAndName("query", "limit") != nil {
		r := s.request(nil)
		r.URL.RawQuery = "cursor=x&since=x"
		s.refused(400, "cursor", r)
		r = s.request(nil)
		r.URL.RawQuery = "limit=201"
		s.refused(400, "invalid", r)
		if err := checkRequest(r); err == nil {
			s.t.Errorf("%s: the document has no limit", s.path)
		}
	}
}

func (s sweeper) forbidden() {
	s.k.SignIn(s.person())
	if s.method != http.MethodGet {
		r := s.request(nil)
		r.Header.Set("Sec-Fetch-Site", "cross-site")
		s.refused(403, "origin", r)
		return
	}
	s.k.SignIn("editor")
	desk := strings.HasSuffix(s.path, "/problems") || strings.HasSuffix(s.path, "/proposals") ||
		strings.HasSuffix(s.path, "/edition-template")
	if s.person() == "editor" || desk || strings.Contains(s.path, "/impact") {
		s.k.SignIn("auditor")
	}
	s.refused(403, "forbidden", s.request(nil))
}

// bodies: too large, of another type, not JSON, two values, an unknown field.
func (s sweeper) bodies() {
	if s.operation.RequestBody == nil {
		return
	}
	if s.takesPDF() {
		s.refused(413, "too-large", s.file(make([]byte, reports.UploadLimit+1)))
		s.refused(415, "media-type", s.request(`{}`))
		s.refused(422, "verify-not-pdf", s.file([]byte("PK")))
		return
	}
	s.refused(413, "too-large", s.request(make([]byte, 21<<20)))
	if !s.has(415) {
		return
	}
	if s.operation.RequestBody.Value.Content["application/yaml"] != nil {
		s.sheets()
		return
	}
	r := s.request("<a/>")
	r.Header.Set("Content-Type", "text/xml")
	s.refused(415, "media-type", r)
	s.refused(400, "json", s.request(`{"`))
	s.refused(400, "json", s.request(`{} {}`))
	r = s.request(`{"surprise":1}`)
	s.refused(422, "invalid", r)
	if err := checkRequest(r); err == nil {
		s.t.Errorf("%s %s: the document allows unknown fields", s.method, s.path)
	}
}

// sheets are read as files are: another type, not JSON, an unknown field.
func (s sweeper) sheets() {
	r := s.request("<a/>")
	r.Header.Set("Content-Type", "text/xml")
	s.refused(415, "media-type-sheet", r)
	s.refused(422, "invalid", s.request(`{"`))
	r = s.request(`{"surprise":1}`)
	s.refused(422, "invalid", r)
	if err := checkRequest(r); err == nil {
		s.t.Errorf("%s %s: the document allows unknown fields", s.method, s.path)
	}
}

// keys: an Idempotency-Key that is too long, in use, or used for something else.
func (s sweeper) keys() {
	keyed := func(key string) *http.Request {
		r := s.request(`{}`)
		r.Header.Set("Idempotency-Key", key)
		return r
	}
	r := keyed(strings.Repeat("k", 129))
	s.refused(400, "key-length", r)
	if err := checkRequest(r); err == nil {
		s.t.Errorf("%s: the document allows a key of 129 bytes", s.path)
	}
	ctx, user := context.Background(), checklists.Username(s.person())
	path, err := url.PathUnescape(s.path)
	s.k.Must(err)
	s.k.Must(holdKey(ctx, s.k, user, "busy"+s.path, path, []byte(`{}`)))
	s.refused(409, "key-busy", keyed("busy"+s.path))
	s.k.Must(holdKey(ctx, s.k, user, "used"+s.path, path, []byte(`[]`)))
	s.refused(422, "key-reused", keyed("used"+s.path))
}

// holdKey leaves an Idempotency-Key as it is while the first request with it runs.
func holdKey(ctx context.Context, k *apitest.Kit, user checklists.Username, key, path string,
	body []byte,
) error {
	return k.Server.Replies.Docs.Replies.Insert(ctx, replies.Reply{
		ID:      string(standard.DigestBytes([]byte(string(user) + "\n" + key))),
		Request: standard.DigestBytes(append([]byte(path+"\n"), body...)),
		At:      checklists.At(k.Clock.Read()), Revision: 1,
	})
}

func TestThrottle(t *testing.T) {
	k := apitest.New(t)
	wrong := apitest.Object{"username": "auditor", "password": "wrong"}
	for range 10 {
		k.Want(http.StatusUnauthorized, "POST", "/api/v1/sessions", wrong, nil)
	}
	status, header, _ := k.Call("POST", "/api/v1/sessions",
		apitest.Object{"username": "auditor", "password": apitest.Password})
	if status != http.StatusTooManyRequests || header.Get("Retry-After") == "" {
		t.Errorf("after ten failures: %d, Retry-After %q", status, header.Get("Retry-After"))
	}
}

// posterWithoutAddress asks for a poster under a name that the server does not have: it has nowhere
// to lead to.
func posterWithoutAddress(k *apitest.Kit, t *testing.T) {
	k.SignIn("supervisor")
	r := k.Request("GET", "/api/v1/halls/GS-S03/poster.pdf", nil)
	r.Host = "hall.example"
	sweeper{k: k, t: t}.refused(409, "no-address", r)
}

// settling asks for the papers of an audit, and for the tables of its campaign, while what follows
// from its approval is not done, and when it is.
func settling(k *apitest.Kit, t *testing.T, campaign string) {
	audit, settle := k.Unsettled(campaign)
	one := "/api/v1/campaigns/" + campaign
	calls := []string{"/api/v1/audits/" + audit.ID + "/report.pdf", "/api/v1/audits/" + audit.ID + "/record.pdf",
		"/api/v1/audits/" + audit.ID + "/rectification-notice.pdf", one + "/ranking?tier=" + audit.Tier,
		one + "/results?tier=" + audit.Tier}
	k.SignIn("supervisor")
	for _, call := range calls {
		status, header, body := k.Call("GET", call, nil)
		if status != 409 || apitest.CodeOf(t, body) != "settling" || header.Get("Retry-After") == "" {
			t.Errorf("%s: %d %s, Retry-After %q", call, status, body, header.Get("Retry-After"))
		}
	}
	k.SignIn("admin")
	open, err := k.Server.Steps.Open(t.Context())
	k.Must(err)
	k.Want(200, "POST", "/api/v1/steps/again", apitest.Object{"id": open[len(open)-1].ID()}, nil)
	k.SignIn("supervisor")
	settle()
	for _, call := range calls {
		k.Want(200, "GET", call, nil, nil)
	}
}

// metricsFromElsewhere calls from an address that is not this machine.
func metricsFromElsewhere(k *apitest.Kit, t *testing.T) {
	for user, want := range map[string]int{"": 404, "supervisor": 404, "admin": 200} {
		k.SignIn(user)
		w, r := httptest.NewRecorder(), k.Request("GET", "/metrics", nil)
		r.RemoteAddr = "192.0.2.7:4711"
		k.Server.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("%q: %d, want %d", user, w.Code, want)
		}
		k.Conform(r, w.Code, w.Header(), w.Body.Bytes())
	}
}

func sorted[T any](m map[string]T) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// through walks through use cases in their order.
func through(k *apitest.Kit, t *testing.T, cases []useCase) {
	for i, c := range cases {
		t.Run(fmt.Sprintf("%02d %s", i, c.name()), func(t *testing.T) {
			k.SignIn(c.user)
			method, path, _ := strings.Cut(c.call, " ")
			r := k.Request(method, path, c.body)
			for name, value := range c.header {
				r.Header.Set(name, value)
			}
			err := checkRequest(r)
			if (err != nil) != c.breaks {
				t.Errorf("request against the document: %v, expected to contradict it: %v", err, c.breaks)
			}
			status, header, body := k.Do(r)
			if method == http.MethodDelete {
				k.Tokens[c.user] = "" // the session ends
			}
			said := c.code == "" || strings.Contains(string(body), `"code":"`+c.code+`"`)
			if status != c.status || !said {
				t.Errorf("%d %s, want %d %s", status, body, c.status, c.code)
			}
			if c.then != nil {
				c.then(t, header, body)
			}
		})
	}
}
