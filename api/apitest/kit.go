package apitest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"hallmark/api"
	"hallmark/api/apitest/chinese"
	"hallmark/api/notifications"
	"hallmark/api/programtest"
	"hallmark/api/store"
	"hallmark/api/store/sqlite"
)

// Password is that of every demo account in a kit.
const Password = programtest.Password

// Kit is a whole server for one test: the real router over an embedded store in a directory of its
// own, with the reference edition, the halls and the demo accounts, reached over HTTP. Its clock
// starts on 1 March 2018 and moves only when the test moves it.
//
//	k := apitest.New(t)
//	k.SignIn("auditor")
//	status, header, body := k.Call("GET", "/api/v1/halls/GS-S03", nil)
//	id := k.ReadyAudit() // an audit of GS-S03 with an answer to every clause
//
// Every answer under /api/v1 is checked against openapi.json; see [Kit.Do]. That takes some
// milliseconds: a test that measures sends [Kit.Request] with a client of its own. A kit is for one
// goroutine.
type Kit struct {
	T      *testing.T
	Server *api.Server
	Engine *sqlite.Engine
	File   string // of the engine
	Config api.Config
	URL    string
	Clock  *handClock
	Client *http.Client

	Token  string            // of the person who is signed in; "" for nobody
	Tokens map[string]string // by username

	mu   sync.Mutex
	Seen map[string]bool // "GET /api/v1/halls 200"
}

// New starts a server with the demo accounts and halls, without audits.
func New(t *testing.T) *Kit {
	t.Helper()
	return startKit(t, programtest.Setup{})
}

// NewKitWithAudits is a kit with the finished demo audits.
func NewKitWithAudits(t *testing.T) *Kit {
	t.Helper()
	return startKit(t, programtest.Setup{Audits: true})
}

// NewCostlyKit is a kit whose passwords cost what they cost in an office.
func NewCostlyKit(t *testing.T) *Kit {
	t.Helper()
	return startKit(t, programtest.Setup{Costly: true})
}

// NewOn is a kit that works on another engine, which is empty, and keeps its files there. Its Engine
// and File stay those of an embedded store that nobody uses.
func NewOn(t *testing.T, engine store.Engine, blobs store.Blobs, shelf store.Shelf) *Kit {
	t.Helper()
	k := startKit(t, programtest.Setup{Change: func(c *api.Config) {
		c.Engine, c.Blobs, c.Shelf = engine, blobs, shelf
	}})
	_, err := k.Server.Seed(t.Context(), Password)
	k.Must(err)
	return k
}

func startKit(t *testing.T, setup programtest.Setup) *Kit {
	t.Helper()
	k := &Kit{T: t, Clock: &handClock{now: time.Date(2018, 3, 1, 1, 0, 0, 0, time.UTC)},
		Client: http.DefaultClient, Tokens: map[string]string{}, Seen: map[string]bool{}}
	setup.Now = k.Clock.Read
	special := setup.Change
	setup.Change = func(c *api.Config) {
		if special != nil {
			special(c)
		}
		c.LocalWebhooks, c.DigestHour = true, notifications.DefaultDigestHour
	}
	p := programtest.Start(t, setup)
	k.Server, k.Engine, k.Config, k.URL, k.File = p.Server, p.Engine, p.Config, p.URL, p.File
	return k
}

// Must ends the test when there is an error.
func (k *Kit) Must(err error) {
	k.T.Helper()
	if err != nil {
		k.T.Fatal(err)
	}
}

// SignIn makes a demo account (auditor, auditor2, head, supervisor, editor, approver, admin) the
// one that calls; "" signs nobody in. Signing in again as the same person costs nothing.
func (k *Kit) SignIn(user string) {
	k.T.Helper()
	if user != "" && k.Tokens[user] == "" {
		k.Token = ""
		var session struct{ Token string }
		k.Want(http.StatusCreated, "POST", "/api/v1/sessions",
			Object{"username": user, "password": Password}, &session)
		k.Tokens[user] = session.Token
	}
	k.Token = k.Tokens[user]
}

// Object is a JSON object.
type Object = map[string]any

// Call sends a request in the name of the person who is signed in and reads the whole answer. A
// body that is nil, []byte or string goes as it is; any other as its JSON.
func (k *Kit) Call(method, path string, body any) (int, http.Header, []byte) {
	k.T.Helper()
	return k.Do(k.Request(method, path, body))
}

// Want is a call that must have a status; it decodes the JSON answer into out, unless that is nil.
func (k *Kit) Want(status int, method, path string, body, out any) {
	k.T.Helper()
	got, _, answer := k.Call(method, path, body)
	if got != status {
		k.T.Fatalf("%s %s: status %d, want %d: %s", method, path, got, status, answer)
	}
	if out != nil {
		k.Must(json.Unmarshal(answer, out))
	}
}

// Request makes a request for [Kit.Do], for tests that set headers of their own.
func (k *Kit) Request(method, path string, body any) *http.Request {
	k.T.Helper()
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
		k.Must(err)
	}
	r, err := http.NewRequestWithContext(context.Background(), method, k.URL+path,
		bytes.NewReader(content))
	k.Must(err)
	if content != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if k.Token != "" {
		r.Header.Set("Authorization", "Bearer "+k.Token)
	}
	return r
}

// Do sends a request and reads the whole answer. What is described in openapi.json must be answered
// as described: an unknown status, header or field fails the test.
func (k *Kit) Do(r *http.Request) (int, http.Header, []byte) {
	k.T.Helper()
	answer, err := k.Client.Do(r)
	k.Must(err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	k.Must(err)
	k.Conform(r, answer.StatusCode, answer.Header, body)
	return answer.StatusCode, answer.Header, body
}

// isoDay finds a sentence of a refusal with a day as computers write it. What stands in quotes was
// typed by somebody, or shows how to type it.
var isoDay = regexp.MustCompile(`"detail":"(?:[^"“\\]|“[^”]*”|\\.)*?\d{4}-\d{2}-\d{2}[^"]*"`)

// Conform remembers what was seen and checks an answer against the description.
func (k *Kit) Conform(r *http.Request, status int, header http.Header, body []byte) {
	k.T.Helper()
	call, err := CheckAnswer(r, status, header, body)
	if err != nil {
		k.T.Errorf("%s %s: status %d is not as described: %v", r.Method, r.URL.Path, status, err)
	}
	if said := isoDay.FindSubmatch(body); status >= http.StatusBadRequest && said != nil {
		k.T.Errorf("%s %s: a refusal says a day as no person does: %s", r.Method, r.URL.Path, said[0])
	}
	if said := foreignWords(r, header, body); len(said) > 0 {
		k.T.Errorf("%s %s: a refusal in Chinese says %q: %s", r.Method, r.URL.Path, said, body)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.Seen[fmt.Sprint(call, " ", status)] = true
}

// foreignWords lists the words of another language in a problem that is said in Chinese.
func foreignWords(r *http.Request, header http.Header, body []byte) (words []string) {
	var p ProblemSeen
	if strings.HasPrefix(r.Header.Get("Accept-Language"), "en") ||
		!strings.HasPrefix(header.Get("Content-Type"), "application/problem+json") ||
		json.Unmarshal(body, &p) != nil {
		return nil
	}
	words = chinese.Foreign(p.Title + "\n" + p.Detail)
	for _, f := range p.Fields {
		if f.Code == "oneof" || f.Code == "choice" {
			continue // it lists values of the member
		}
		words = append(words, chinese.Foreign(f.Detail)...)
	}
	return words
}

// StartAudit starts a comprehensive audit of a hall in the name of the person who is signed in.
func (k *Kit) StartAudit(hall string, inspectors ...string) (id string) {
	k.T.Helper()
	var audit struct{ ID string }
	k.Want(http.StatusCreated, "POST", "/api/v1/audits",
		Object{"hall": hall, "kind": "comprehensive", "inspectors": append([]string{}, inspectors...)},
		&audit)
	return audit.ID
}

// ReadyAudit is an audit of GS-S03 by the demo account "auditor" with an answer to every clause; it
// only has to be submitted. The auditor is signed in afterwards; more inspectors may be named.
func (k *Kit) ReadyAudit(inspectors ...string) (id string) {
	k.T.Helper()
	k.SignIn("auditor")
	id = k.StartAudit("GS-S03", inspectors...)
	var reply struct {
		Results []struct{ Status, Detail string }
	}
	changes := k.Answers("subdistrict")
	k.Want(http.StatusOK, "POST", "/api/v1/audits/"+id+"/changes",
		Object{"revision": 1, "changes": changes}, &reply)
	for i, r := range reply.Results {
		if r.Status != "applied" {
			k.T.Fatalf("change %v: %s: %s", changes[i], r.Status, r.Detail)
		}
	}
	return id
}

// Answers are changes that answer every clause of a tier's checklist, by its method.
func (k *Kit) Answers(tier string) []Object {
	k.T.Helper()
	var checklist struct {
		Items []struct {
			UID    string
			Method struct {
				Type   string
				Target json.Number
			}
		}
	}
	k.Want(http.StatusOK, "GET", "/api/v1/editions/2017/checklist?tier="+tier, nil, &checklist)
	var changes []Object
	for _, c := range checklist.Items {
		var value Object
		switch c.Method.Type {
		case "pass_fail":
			value = Object{"verdict": "pass"}
		case "graded":
			value = Object{"level": 2}
		case "measured":
			value = Object{"value": c.Method.Target}
		case "ratio":
			value = Object{"numerator": 17, "denominator": 20}
		case "deduction":
			value = Object{"occurrences": []Object{}}
		}
		changes = append(changes, k.Change(c.UID, value))
	}
	return changes
}

// Change answers one clause at the kit's present time, having seen nothing.
func (k *Kit) Change(clause string, value any) Object {
	id := uuid.Must(uuid.NewV7()).String()
	return Object{"id": id, "clause": clause, "at": k.stamp(), "saw": []string{}, "device": "kit",
		"op": "answer", "value": value}
}

func (k *Kit) stamp() string {
	return fmt.Sprintf("%013d-0000-kit", k.Clock.Read().UnixMilli())
}

// handClock is the time in a kit; it moves by hand.
type handClock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *handClock) Read() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *handClock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}
