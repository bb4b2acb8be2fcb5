package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"hallmark/api"
	"hallmark/api/programtest"
	"hallmark/api/store/sqlite"
)

// password is that of every demo account in a kit.
const password = programtest.Password

// kit is a whole server for one test: the real router over an embedded store in a directory of its
// own, with the reference edition, the halls and the demo accounts, reached over HTTP. Its clock
// starts on 1 March 2018 and moves only when the test moves it.
//
//	k := newKit(t)
//	k.signIn("auditor")
//	status, header, body := k.call("GET", "/api/v1/halls/GS-S03", nil)
//	id := k.readyAudit() // an audit of GS-S03 with an answer to every clause
//
// Every answer under /api/v1 is held against openapi.json; see [kit.do]. That takes some
// milliseconds: a test that measures sends [kit.request] with a client of its own. A kit is for one
// goroutine.
type kit struct {
	t      *testing.T
	server *api.Server
	engine *sqlite.Engine
	config api.Config
	url    string
	clock  *handClock
	client *http.Client

	token  string            // of who is signed in; "" for nobody
	tokens map[string]string // by username

	mu   sync.Mutex
	seen map[string]bool // "GET /api/v1/halls 200"
}

func newKit(t *testing.T) *kit {
	t.Helper()
	return startKit(t, programtest.Setup{})
}

// newKitWithAudits is a kit with the finished demo audits.
func newKitWithAudits(t *testing.T) *kit {
	t.Helper()
	return startKit(t, programtest.Setup{Audits: true})
}

// newCostlyKit is a kit whose passwords cost what they cost in an office.
func newCostlyKit(t *testing.T) *kit {
	t.Helper()
	return startKit(t, programtest.Setup{Costly: true})
}

func startKit(t *testing.T, setup programtest.Setup) *kit {
	t.Helper()
	k := &kit{t: t, clock: &handClock{now: time.Date(2018, 3, 1, 1, 0, 0, 0, time.UTC)},
		client: http.DefaultClient, tokens: map[string]string{}, seen: map[string]bool{}}
	setup.Now = k.clock.read
	setup.Change = func(c *api.Config) { c.LocalWebhooks, c.DigestHour = true, api.DefaultDigestHour }
	p := programtest.Start(t, setup)
	k.server, k.engine, k.config, k.url = p.Server, p.Engine, p.Config, p.URL
	return k
}

func (k *kit) must(err error) {
	k.t.Helper()
	if err != nil {
		k.t.Fatal(err)
	}
}

// signIn makes a demo account (auditor, auditor2, head, supervisor, editor, approver, admin) the
// one that calls; "" signs nobody in. Signing in again as the same person costs nothing.
func (k *kit) signIn(user string) {
	k.t.Helper()
	if user != "" && k.tokens[user] == "" {
		k.token = ""
		var session struct{ Token string }
		k.want(http.StatusCreated, "POST", "/api/v1/sessions",
			object{"username": user, "password": password}, &session)
		k.tokens[user] = session.Token
	}
	k.token = k.tokens[user]
}

type object = map[string]any

// call sends a request in the name of who is signed in and reads the whole answer. A body that is
// nil, []byte or string goes as it is; any other as its JSON.
func (k *kit) call(method, path string, body any) (int, http.Header, []byte) {
	k.t.Helper()
	return k.do(k.request(method, path, body))
}

// want is a call that must have a status; it decodes the JSON answer into out, unless that is nil.
func (k *kit) want(status int, method, path string, body, out any) {
	k.t.Helper()
	got, _, answer := k.call(method, path, body)
	if got != status {
		k.t.Fatalf("%s %s: status %d, want %d: %s", method, path, got, status, answer)
	}
	if out != nil {
		k.must(json.Unmarshal(answer, out))
	}
}

// request makes a request for [kit.do], for tests that set headers of their own.
func (k *kit) request(method, path string, body any) *http.Request {
	k.t.Helper()
	content := []byte(nil)
	switch b := body.(type) {
	case nil:
	case []byte:
		content = b
	case string:
		content = []byte(b)
	default:
		var err error
		content, err = json.Marshal(body)
		k.must(err)
	}
	r, err := http.NewRequestWithContext(context.Background(), method, k.url+path,
		bytes.NewReader(content))
	k.must(err)
	if content != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if k.token != "" {
		r.Header.Set("Authorization", "Bearer "+k.token)
	}
	return r
}

// do sends a request and reads the whole answer. What is described in openapi.json must be answered
// as described: an unknown status, header or field fails the test.
func (k *kit) do(r *http.Request) (int, http.Header, []byte) {
	k.t.Helper()
	answer, err := k.client.Do(r)
	k.must(err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	k.must(err)
	k.conform(r, answer.StatusCode, answer.Header, body)
	return answer.StatusCode, answer.Header, body
}

// conform notes what was seen and holds an answer against the description.
func (k *kit) conform(r *http.Request, status int, header http.Header, body []byte) {
	k.t.Helper()
	call, err := checkAnswer(r, status, header, body)
	if err != nil {
		k.t.Errorf("%s %s: status %d is not as described: %v", r.Method, r.URL.Path, status, err)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.seen[fmt.Sprint(call, " ", status)] = true
}

// startAudit starts a comprehensive audit of a hall in the name of who is signed in.
func (k *kit) startAudit(hall string) (id string) {
	k.t.Helper()
	var audit struct{ ID string }
	k.want(http.StatusCreated, "POST", "/api/v1/audits",
		object{"hall": hall, "kind": "comprehensive"}, &audit)
	return audit.ID
}

// readyAudit is an audit of GS-S03 by the demo account "auditor" with an answer to every clause; it
// only has to be submitted. The auditor is signed in afterwards.
func (k *kit) readyAudit() (id string) {
	k.t.Helper()
	k.signIn("auditor")
	id = k.startAudit("GS-S03")
	var reply struct {
		Results []struct{ Status, Detail string }
	}
	changes := k.answers("subdistrict")
	k.want(http.StatusOK, "POST", "/api/v1/audits/"+id+"/changes",
		object{"revision": 1, "changes": changes}, &reply)
	for i, r := range reply.Results {
		if r.Status != "applied" {
			k.t.Fatalf("change %v: %s: %s", changes[i], r.Status, r.Detail)
		}
	}
	return id
}

// answers are changes that answer every clause of a tier's checklist, by its method.
func (k *kit) answers(tier string) []object {
	k.t.Helper()
	var checklist struct {
		Items []struct {
			UID    string
			Method struct {
				Type   string
				Target json.Number
			}
		}
	}
	k.want(http.StatusOK, "GET", "/api/v1/editions/2017/checklist?tier="+tier, nil, &checklist)
	var changes []object
	for _, c := range checklist.Items {
		var value object
		switch c.Method.Type {
		case "pass_fail":
			value = object{"verdict": "pass"}
		case "graded":
			value = object{"level": 2}
		case "measured":
			value = object{"value": c.Method.Target}
		case "ratio":
			value = object{"numerator": 17, "denominator": 20}
		case "deduction":
			value = object{"occurrences": []object{}}
		}
		changes = append(changes, k.change(c.UID, value))
	}
	return changes
}

// change answers one clause at the kit's present time, having seen nothing.
func (k *kit) change(clause string, value any) object {
	id := uuid.Must(uuid.NewV7()).String()
	return object{"id": id, "clause": clause, "at": k.stamp(), "saw": []string{}, "device": "kit",
		"op": "answer", "value": value}
}

func (k *kit) stamp() string {
	return fmt.Sprintf("%013d-0000-kit", k.clock.read().UnixMilli())
}

// handClock is the time in a kit; it moves by hand.
type handClock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *handClock) read() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *handClock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}
