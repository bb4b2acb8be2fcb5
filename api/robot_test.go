package api_test

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

// chat is a real HTTP server that answers as the services of robots do.
type chat struct {
	*httptest.Server
	mu     sync.Mutex
	got    []said
	answer string
}

type said struct {
	query url.Values
	text  string
}

func newChat(t *testing.T) *chat {
	t.Helper()
	c := &chat{answer: `{"errcode":0,"errmsg":"ok"}`}
	c.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		var m struct {
			Type string `json:"msgtype"`
			Text struct{ Content string }
		}
		if json.Unmarshal(body, &m) != nil || m.Type != "text" {
			m.Text.Content = "not understood: " + string(body)
		}
		c.mu.Lock()
		defer c.mu.Unlock()
		c.got = append(c.got, said{r.URL.Query(), m.Text.Content})
		_, _ = io.WriteString(w, c.answer)
	}))
	t.Cleanup(c.Close)
	return c
}

func (c *chat) says(answer string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.answer = answer
}

func (c *chat) heard() []said {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]said{}, c.got...)
}

type robotSeen struct {
	ID, Host        string
	Signed, Enabled bool
	Revision        int
}

func (k *kit) addRobot(kind, address, secret string, topics ...string) (r robotSeen) {
	k.t.Helper()
	k.signIn("supervisor")
	k.want(http.StatusCreated, "POST", "/api/v1/robots", object{"name": "督查群" + kind, "kind": kind,
		"address": address, "secret": secret, "topics": topics}, &r)
	return r
}

// TestRobots lets two robots say what supervisors are told, once, and nothing of what is for halls and
// inspectors alone.
func TestRobots(t *testing.T) {
	t.Parallel()
	k, c := newKit(t), newChat(t)
	k.config.BaseURL = "https://hall.example"
	k.forget()
	k.addRobot("wecom", c.URL+"/cgi-bin/webhook/send?key=693a91f6", "", "audits", "campaigns", "rectifications")
	k.addRobot("dingtalk", c.URL+"/robot/send?access_token=566cc69d", "SEC000", "appeals")
	id := k.approvedAudit()
	k.signIn("head")
	k.want(201, "POST", "/api/v1/audits/"+id+"/appeals", object{"clause": "HS044", "ground": "清单当日更新"}, nil)
	b := k.browse("supervisor")
	k.stepCampaign(b, b.post("/campaigns", planFields(nil)).header.Get("Location"))
	k.pass()
	k.restart()
	k.pass()
	got := c.heard()
	if len(got) != 2 {
		t.Fatalf("%d said: %+v", len(got), got)
	}
	for _, m := range got {
		link := "https://hall.example/appeals/" + id + "-HS044"
		if m.query.Get("key") != "" {
			link = "https://hall.example/audits/" + id + "/score"
		} else if !signedForDingTalk(m.query, "SEC000", k.clock.read()) {
			t.Errorf("the signature is wrong: %v", m.query)
		}
		if !strings.HasSuffix(m.text, "\n"+link) {
			t.Errorf("%v: %s", m.query, m.text)
		}
	}
}

// signedForDingTalk is the check of the service's documentation, written a second time.
func signedForDingTalk(q url.Values, secret string, at time.Time) bool {
	mac := hmac.New(sha256.New, []byte(secret))
	fmt.Fprintf(mac, "%d\n%s", at.UnixMilli(), secret)
	return q.Get("access_token") != "" && q.Get("timestamp") == fmt.Sprint(at.UnixMilli()) &&
		q.Get("sign") == base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// TestRobotFails answers 200 with an error, or with what is no answer, and is tried again.
func TestRobotFails(t *testing.T) {
	t.Parallel()
	k, c := newKit(t), newChat(t)
	r := k.addRobot("wecom", c.URL+"/?key=k", "", "audits")
	for answer, code := range map[string]string{`{"errcode":45009,"errmsg":"limit"}`: "robot",
		`<html>`: "robot-answer", `{}`: "robot-answer"} {
		c.says(answer)
		var d struct{ State, LastError, Detail string }
		k.want(200, "POST", "/api/v1/robots/"+r.ID+"/test", nil, &d)
		if d.State != "pending" || d.LastError != code ||
			strings.Contains(answer, "45009") != strings.Contains(d.Detail, "45009") {
			t.Errorf("%s: %+v", answer, d)
		}
	}
	c.says(`{"errcode":0}`)
	before := len(c.heard())
	k.clock.advance(6 * time.Second)
	k.pass()
	if n := len(c.heard()) - before; n != 3 {
		t.Errorf("%d tried again", n)
	}
	for _, d := range k.deliveries() {
		if d.State != "delivered" || d.Attempts != 2 {
			t.Errorf("%+v", d)
		}
	}
}

// TestRobotKeyStaysSecret looks for key and secret in everything that people and programs can read.
func TestRobotKeyStaysSecret(t *testing.T) {
	t.Parallel()
	k, c := newKit(t), newChat(t)
	var log bytes.Buffer
	k.config.Log = slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	k.forget()
	c.Close() // every attempt fails, with an error that holds the address
	r := k.addRobot("dingtalk", c.URL+"/robot/send?access_token=verysecrettoken", "SECverysecret", "audits")
	k.want(200, "POST", "/api/v1/robots/"+r.ID+"/test", nil, nil)
	k.approvedAudit()
	k.pass()
	seen := log.String()
	for _, at := range []string{"/api/v1/robots", "/api/v1/outbox", "/api/v1/events", "/robots", "/outbox",
		"/events"} {
		k.signIn("admin")
		status, _, body := k.call("GET", at, nil)
		if status != 200 {
			t.Errorf("%s: %d", at, status)
		}
		seen += string(body)
	}
	k.signIn("supervisor")
	status, _, body := k.call("POST", "/api/v1/robots", object{"name": "x", "kind": "wecom",
		"address": "https://example.org/?access_token=verysecrettoken", "topics": []string{"audits"}})
	if seen += string(body); status != 422 {
		t.Errorf("an address without a key: %d", status)
	}
	if strings.Contains(seen, "verysecret") || !strings.Contains(seen, "督查群dingtalk") {
		t.Error("the key or the secret is shown, or the robot is not")
	}
	inventory, err := json.Marshal(k.deliveries())
	k.must(err)
	if strings.Contains(string(inventory), "verysecret") {
		t.Error("a delivery holds the key")
	}
}

// TestRobotForms adds, tries, switches and deletes a robot by the page alone.
func TestRobotForms(t *testing.T) {
	t.Parallel()
	k, c := newKit(t), newChat(t)
	b := k.browse("supervisor")
	if p := b.get("/robots"); p.status != 200 || !strings.Contains(p.body, "还没有群机器人") {
		t.Errorf("none: %d %s", p.status, p.main())
	}
	form := url.Values{"name": {"督查群"}, "kind": {"wecom"}, "address": {c.URL + "/?key=k"},
		"topic": {"audits", "appeals"}}
	for field, wrong := range map[string]url.Values{"name": {"name": {"a\nb"}}, "kind": {"kind": {"qq"}},
		"address": {"address": {"https://example.org/"}}, "secret": {"secret": {"s"}},
		"topics": {"topic": nil}} {
		sent := url.Values{}
		for name := range form {
			sent[name] = form[name]
		}
		for name := range wrong {
			sent[name] = wrong[name]
		}
		p := b.post("/robots", sent)
		if p.status != 422 || !strings.Contains(p.body, `href="#`+field+`"`) {
			t.Errorf("%s: %d %s", field, p.status, p.main())
		}
		if strings.Contains(p.body, "key=k") {
			t.Error("the page gives the address back")
		}
	}
	if p := b.post("/robots", form); p.status != 303 {
		t.Fatalf("added: %d %s", p.status, p.main())
	}
	var list struct{ Items []robotSeen }
	k.signIn("supervisor")
	k.want(200, "GET", "/api/v1/robots", nil, &list)
	one := "/robots/" + list.Items[0].ID
	step := func(do string) string { return b.post(one, url.Values{"do": {do}}).header.Get("Location") }
	if to := step("test"); to != "/robots?done=test" || len(c.heard()) != 1 {
		t.Errorf("tried: %s", to)
	}
	c.says(`{"errcode":93000}`)
	if to := step("test"); to != "/robots?done=test-failed" ||
		!strings.Contains(b.get("/robots").body, "93000") {
		t.Errorf("tried in vain: %s", to)
	}
	step("disable")
	if p := b.post(one, url.Values{"do": {"test"}}); p.status != 409 {
		t.Errorf("tried while it is off: %d", p.status)
	}
	step("enable")
	if to := step("delete"); to != "/robots?done=delete" {
		t.Errorf("deleted: %s", to)
	}
	k.clock.advance(time.Minute)
	k.must(k.server.Deliver(context.Background()))
	if n := len(c.heard()); n != 2 {
		t.Errorf("a robot that is gone has said %d things", n)
	}
}
