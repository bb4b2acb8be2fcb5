package robots_test

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"testing"
	"time"

	"hallmark/api/apitest"
)

// TestRobots has two robots post what supervisors are told, once, and nothing of what only halls
// and inspectors are told.
func TestRobots(t *testing.T) {
	t.Parallel()
	k, c := apitest.New(t), apitest.NewChat(t)
	k.Config.BaseURL = "https://hall.example"
	k.Forget()
	k.AddRobot("wecom", c.URL+"/cgi-bin/webhook/send?key=693a91f6", "", "audits", "campaigns", "rectifications")
	k.AddRobot("dingtalk", c.URL+"/robot/send?access_token=566cc69d", "SEC000", "appeals")
	id := k.ApprovedAudit()
	k.SignIn("head")
	k.Want(201, "POST", "/api/v1/audits/"+id+"/appeals", apitest.Object{"clause": "HS044", "ground": "清单当日更新"}, nil)
	b := k.Browse("supervisor")
	k.StepCampaign(b, b.Post("/campaigns", apitest.PlanFields(nil)).Header.Get("Location"))
	k.Pass()
	k.Restart()
	k.Pass()
	got := c.Heard()
	if len(got) != 2 {
		t.Fatalf("%d said: %+v", len(got), got)
	}
	for _, m := range got {
		link := "https://hall.example/appeals/" + id + "-HS044"
		if m.Query.Get("key") != "" {
			link = "https://hall.example/audits/" + id + "/score"
		} else if !signedForDingTalk(m.Query, "SEC000", k.Clock.Read()) {
			t.Errorf("the signature is wrong: %v", m.Query)
		}
		if !strings.HasSuffix(m.Text, "\n"+link) {
			t.Errorf("%v: %s", m.Query, m.Text)
		}
	}
}

// signedForDingTalk checks a signature by the service's documentation; it shares no code with the
// program.
func signedForDingTalk(q url.Values, secret string, at time.Time) bool {
	mac := hmac.New(sha256.New, []byte(secret))
	fmt.Fprintf(mac, "%d\n%s", at.UnixMilli(), secret)
	return q.Get("access_token") != "" && q.Get("timestamp") == fmt.Sprint(at.UnixMilli()) &&
		q.Get("sign") == base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// TestRobotFails has the service answer 200 with an error, or not in its form: the robot tries
// again.
func TestRobotFails(t *testing.T) {
	t.Parallel()
	k, c := apitest.New(t), apitest.NewChat(t)
	r := k.AddRobot("wecom", c.URL+"/?key=k", "", "audits")
	for answer, code := range map[string]string{`{"errcode":45009,"errmsg":"limit"}`: "robot",
		`<html>`: "robot-answer", `{}`: "robot-answer"} {
		c.Says(answer)
		var d struct{ State, LastError, Detail string }
		k.Want(200, "POST", "/api/v1/robots/"+r.ID+"/test", nil, &d)
		if d.State != "pending" || d.LastError != code ||
			strings.Contains(answer, "45009") != strings.Contains(d.Detail, "45009") {
			t.Errorf("%s: %+v", answer, d)
		}
	}
	c.Says(`{"errcode":0}`)
	before := len(c.Heard())
	k.Clock.Advance(6 * time.Second)
	k.Pass()
	if n := len(c.Heard()) - before; n != 3 {
		t.Errorf("%d tried again", n)
	}
	for _, d := range k.Deliveries() {
		if d.State != "delivered" || d.Attempts != 2 {
			t.Errorf("%+v", d)
		}
	}
}

// TestRobotKeyStaysSecret looks for key and secret in everything that people and programs can read.
func TestRobotKeyStaysSecret(t *testing.T) {
	t.Parallel()
	k, c := apitest.New(t), apitest.NewChat(t)
	var log bytes.Buffer
	k.Config.Log = slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	k.Forget()
	c.Close() // every attempt fails, with an error that holds the address
	r := k.AddRobot("dingtalk", c.URL+"/robot/send?access_token=verysecrettoken", "SECverysecret", "audits")
	k.Want(200, "POST", "/api/v1/robots/"+r.ID+"/test", nil, nil)
	k.ApprovedAudit()
	k.Pass()
	seen := log.String()
	for _, at := range []string{"/api/v1/robots", "/api/v1/outbox", "/api/v1/events", "/robots", "/outbox",
		"/events"} {
		k.SignIn("admin")
		status, _, body := k.Call("GET", at, nil)
		if status != 200 {
			t.Errorf("%s: %d", at, status)
		}
		seen += string(body)
	}
	k.SignIn("supervisor")
	status, _, body := k.Call("POST", "/api/v1/robots", apitest.Object{"name": "x", "kind": "wecom",
		"address": "https://example.org/?access_token=verysecrettoken", "topics": []string{"audits"}})
	if seen += string(body); status != 422 {
		t.Errorf("an address without a key: %d", status)
	}
	if strings.Contains(seen, "verysecret") || !strings.Contains(seen, "督查群dingtalk") {
		t.Error("the key or the secret is shown, or the robot is not")
	}
	inventory, err := json.Marshal(k.Deliveries())
	k.Must(err)
	if strings.Contains(string(inventory), "verysecret") {
		t.Error("a delivery holds the key")
	}
}

// TestRobotForms adds, tries, switches and deletes a robot by the page alone.
func TestRobotForms(t *testing.T) {
	t.Parallel()
	k, c := apitest.New(t), apitest.NewChat(t)
	b := k.Browse("supervisor")
	if p := b.Get("/robots"); p.Status != 200 || !strings.Contains(p.Body, "还没有群机器人") {
		t.Errorf("none: %d %s", p.Status, p.Main())
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
		p := b.Post("/robots", sent)
		if p.Status != 422 || !strings.Contains(p.Body, `href="#`+field+`"`) {
			t.Errorf("%s: %d %s", field, p.Status, p.Main())
		}
		if strings.Contains(p.Body, "key=k") {
			t.Error("the page gives the address back")
		}
	}
	if p := b.Post("/robots", form); p.Status != 303 {
		t.Fatalf("added: %d %s", p.Status, p.Main())
	}
	var list struct{ Items []apitest.RobotSeen }
	k.SignIn("supervisor")
	k.Want(200, "GET", "/api/v1/robots", nil, &list)
	one := "/robots/" + list.Items[0].ID
	step := func(do string) string {
		return b.Post(one, url.Values{"do": {do}, "confirmed": {"true"}}).Header.Get("Location")
	}
	if to := step("test"); to != "/robots?done=test" || len(c.Heard()) != 1 {
		t.Errorf("tried: %s", to)
	}
	c.Says(`{"errcode":93000}`)
	if to := step("test"); to != "/robots?done=test-failed" ||
		!strings.Contains(b.Get("/robots").Body, "93000") {
		t.Errorf("tried in vain: %s", to)
	}
	step("disable")
	if p := b.Post(one, url.Values{"do": {"test"}}); p.Status != 409 {
		t.Errorf("tried while it is off: %d", p.Status)
	}
	step("enable")
	if to := step("delete"); to != "/robots?done=delete" {
		t.Errorf("deleted: %s", to)
	}
	k.Clock.Advance(time.Minute)
	k.Must(k.Server.Deliver(context.Background()))
	if n := len(c.Heard()); n != 2 {
		t.Errorf("a robot that is gone has said %d things", n)
	}
}
