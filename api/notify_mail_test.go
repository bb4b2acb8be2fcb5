package api_test

import (
	"context"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"hallmark/api/mail"
	"hallmark/api/mail/mailtest"
)

// mails gives the kit a server for mail.
func (k *kit) mails() *mailtest.Server {
	k.t.Helper()
	server := mailtest.New(k.t)
	var err error
	k.config.Mail, err = mail.New(mail.Settings{Host: server.Host, Port: server.Port, TLS: mail.Plain,
		From: "noreply@hall.example"})
	k.must(err)
	k.config.BaseURL = "https://hall.example"
	k.forget()
	return server
}

var codeForm = regexp.MustCompile(`\b\d{8}\b`)

// reached gives a person a confirmed address and choices.
func (k *kit) reached(server *mailtest.Server, user string, choices object) {
	k.t.Helper()
	k.signIn(user)
	var have struct{ Revision int }
	k.want(200, "GET", "/api/v1/notifications/settings", nil, &have)
	k.want(200, "PUT", "/api/v1/notifications/settings", object{"revision": have.Revision,
		"address": user + "@hall.example", "choices": choices}, nil)
	k.pass()
	sent := server.Mails()
	code := codeForm.FindString(sent[len(sent)-1].Text)
	k.want(200, "POST", "/api/v1/notifications/confirm", object{"code": code}, nil)
}

// TestMailAtOnce sends what a person wants to have at once, once, and nothing else.
func TestMailAtOnce(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	server := k.mails()
	k.reached(server, "head", object{"rectifications": "now", "audits": "never"})
	k.reached(server, "supervisor", object{"audits": "daily"})
	codes := len(server.Mails())
	k.approvedAudit()
	k.pass()
	k.restart()
	k.pass()
	got := server.Mails()[codes:]
	if len(got) != 1 || got[0].To != "head@hall.example" || !strings.Contains(got[0].Subject, "整改通知书") {
		t.Fatalf("%d mails: %+v", len(got), got)
	}
	list := k.told("head")
	link := "https://hall.example/notifications/"
	if !strings.Contains(got[0].Text, link+list[0].ID) && !strings.Contains(got[0].Text, link+list[1].ID) {
		t.Errorf("no way to the notification: %s", got[0].Text)
	}
	if page := k.deliveries(); page[0].State != "delivered" {
		t.Errorf("%+v", page[0])
	}
	b := k.browse("admin")
	if p := b.get("/outbox"); !strings.Contains(p.body, "通知邮件") || strings.Contains(p.body, "head@hall") {
		t.Errorf("the list of deliveries: %s", p.main())
	}
}

// TestMailAgain lets the server fail, the process die between sending and its record, and the server
// refuse for good.
func TestMailAgain(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	server := k.mails()
	k.reached(server, "head", object{"feedback": "now", "rectifications": "now", "audits": "now"})
	codes := len(server.Mails())
	k.rated()
	server.Refuse("451 later")
	k.clock.advance(time.Second)
	k.shown()
	k.pass()
	if d := k.deliveries()[0]; d.State != "pending" || d.Attempts != 1 || d.LastError == "" {
		t.Errorf("the server is busy: %+v", d)
	}
	server.Refuse("")
	k.pass()
	if n := len(server.Mails()) - codes; n != 0 {
		t.Errorf("%d mails before the pause is over", n)
	}
	k.clock.advance(6 * time.Second)
	ctx, die := context.WithCancel(context.Background())
	server.WhenTaken(die)
	_ = k.server.Deliver(ctx) // dies before it has written down what it did
	server.WhenTaken(nil)
	k.restart()
	k.pass()
	k.clock.advance(time.Minute)
	k.pass()
	k.pass()
	got := server.Mails()[codes:]
	if len(got) != 2 || got[0].Header.Get("Message-Id") != got[1].Header.Get("Message-Id") ||
		got[0].Header.Get("Message-Id") == "" || got[0].Text != got[1].Text {
		t.Fatalf("a repetition cannot be known: %+v", got)
	}
	server.Refuse("550 no such user")
	k.approvedAudit()
	k.pass()
	failed := 0
	for _, d := range k.deliveries() {
		if d.State == "failed" && d.Attempts == 1 && strings.Contains(d.Detail, "550") {
			failed++
		}
	}
	if failed != 2 {
		t.Errorf("%d deliveries have failed for good: %+v", failed, k.deliveries())
	}
	server.Refuse("")
	b := k.browse("admin")
	failures := b.get("/outbox?state=failed")
	retries := regexp.MustCompile(`action="(/outbox/msg_[0-9a-f]+)"`).FindAllStringSubmatch(failures.body, -1)
	for _, retry := range retries {
		b.post(retry[1], url.Values{"do": {"retry"}})
	}
	k.pass()
	if n := len(server.Mails()) - codes - len(got); n != 2 || len(retries) != 2 {
		t.Errorf("%d of 2 went out when an admin tried again: %s", n, failures.main())
	}
}

// shown releases the feedback that [kit.rated] has given.
func (k *kit) shown() {
	k.t.Helper()
	k.signIn("supervisor")
	k.want(200, "POST", "/api/v1/feedback/"+waitingID+"/moderate", object{"show": true}, nil)
}

// TestMailAddress sends nothing to an address but a code, before the code came back.
func TestMailAddress(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	b := k.browse("head")
	if p := b.get("/notifications/settings"); !strings.Contains(p.body, "没有配置邮件服务器") {
		t.Errorf("without a server: %s", p.main())
	}
	server := k.mails()
	b = k.browse("head")
	form := url.Values{"revision": {"0"}, "address": {"zhou@hall.example"}}
	for _, topic := range strings.Fields("audits campaigns rectifications appeals feedback trainings " +
		"bulletins standards") {
		form.Set(topic, "now")
	}
	post := func(address, revision string) page {
		form.Set("address", address)
		form.Set("revision", revision)
		return b.post("/notifications/settings", form)
	}
	if p := post("zhou@hall.example\r\nBcc: x@y", "0"); p.status != 422 ||
		!strings.Contains(p.body, `href="#address"`) {
		t.Errorf("no address: %d %s", p.status, p.main())
	}
	if p := post("zhou@hall.example", "0"); p.status != 303 {
		t.Fatalf("%d %s", p.status, p.main())
	}
	k.approvedAudit()
	k.pass()
	got := server.Mails()
	if len(got) != 1 || got[0].To != "zhou@hall.example" || codeForm.FindString(got[0].Text) == "" {
		t.Fatalf("before it is confirmed: %+v", got)
	}
	if p := b.post("/notifications/confirm", url.Values{"code": {"00000000"}}); p.status != 422 ||
		!strings.Contains(p.body, `href="#code"`) {
		t.Errorf("a wrong code: %d %s", p.status, p.main())
	}
	if p := post("other@hall.example", "2"); p.status != 429 {
		t.Errorf("two codes in one minute: %d", p.status)
	}
	k.clock.advance(2 * time.Minute)
	if p := post("other@hall.example", "2"); p.status != 303 {
		t.Errorf("another address: %d %s", p.status, p.main())
	}
	old := codeForm.FindString(got[0].Text)
	if p := b.post("/notifications/confirm", url.Values{"code": {old}}); p.status != 422 {
		t.Errorf("the code for the address before: %d", p.status)
	}
	for range 4 {
		b.post("/notifications/confirm", url.Values{"code": {"00000000"}})
	}
	k.pass()
	got = server.Mails()
	code := codeForm.FindString(got[len(got)-1].Text)
	if p := b.post("/notifications/confirm", url.Values{"code": {code}}); p.status != 409 {
		t.Errorf("the right code after five wrong ones: %d", p.status)
	}
	k.signIn("admin")
	_, _, log := k.call("GET", "/api/v1/events", nil)
	for _, secret := range []string{"zhou@", "other@", code, old} {
		if strings.Contains(string(log), secret) {
			t.Errorf("the event log tells %s", secret)
		}
	}
}

// TestDigest sends one mail on a working day: Friday, 2 March 2018, then Monday.
func TestDigest(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	server := k.mails()
	k.reached(server, "head", object{"audits": "now"}) // the rest daily, by default
	k.reached(server, "supervisor", object{})
	k.approvedAudit()
	k.pass()
	before := len(server.Mails())
	minute := func() []mailtest.Mail {
		k.must(k.server.DueByTime(context.Background()))
		k.pass()
		return server.Mails()[before:]
	}
	if got := minute(); len(got) != 0 {
		t.Errorf("on the same day: %+v", got)
	}
	k.clock.advance(23 * time.Hour) // 8:00
	if got := minute(); len(got) != 0 {
		t.Errorf("at eight sharp: %+v", got)
	}
	k.clock.advance(2 * time.Minute)
	got := minute()
	minute()
	k.restart()
	if got = minute(); len(got) != 2 {
		t.Fatalf("%d digests: %+v", len(got), got)
	}
	for _, m := range got {
		want := map[string]string{"head@hall.example": "整改通知书", "supervisor@hall.example": "请审核"}[m.To]
		if want == "" || !strings.Contains(m.Text, want) || !strings.Contains(m.Subject, "2018年3月2日") ||
			!strings.Contains(m.Subject, "1 条") {
			t.Errorf("%s: %s\n%s", m.To, m.Subject, m.Text)
		}
	}
	k.approvedAudit()
	k.pass()
	read := k.told("supervisor")
	k.want(200, "POST", "/api/v1/notifications/read", object{"ids": []string{read[0].ID}}, nil)
	before = len(server.Mails())
	for day := range 2 {
		k.clock.advance(24 * time.Hour)
		if got := minute(); len(got) != 0 {
			t.Errorf("on day %d of the weekend: %+v", day+1, got)
		}
	}
	k.clock.advance(24 * time.Hour)
	if got := minute(); len(got) != 1 || got[0].To != "head@hall.example" {
		t.Errorf("on Monday, where the supervisor has read all: %+v", got)
	}
}
