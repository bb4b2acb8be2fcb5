package notifications_test

import (
	"context"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"hallmark/api/apitest"
	"hallmark/api/mail"
	"hallmark/api/mail/mailtest"
)

// mails gives the kit a mail server.
func mails(k *apitest.Kit) *mailtest.Server {
	k.T.Helper()
	server := mailtest.New(k.T)
	var err error
	k.Config.Mail, err = mail.New(mail.Settings{Host: server.Host, Port: server.Port, TLS: mail.Plain,
		From: "noreply@hall.example"})
	k.Must(err)
	k.Config.BaseURL = "https://hall.example"
	k.Forget()
	return server
}

var codeForm = regexp.MustCompile(`\b\d{8}\b`)

// reached gives a person a confirmed address, and makes their choices.
func reached(k *apitest.Kit, server *mailtest.Server, user string, choices apitest.Object) {
	k.T.Helper()
	k.SignIn(user)
	var have struct{ Revision int }
	k.Want(200, "GET", "/api/v1/notifications/settings", nil, &have)
	k.Want(200, "PUT", "/api/v1/notifications/settings", apitest.Object{"revision": have.Revision,
		"address": user + "@hall.example", "choices": choices}, nil)
	k.Pass()
	sent := server.Mails()
	code := codeForm.FindString(sent[len(sent)-1].Text)
	k.Want(200, "POST", "/api/v1/notifications/confirm", apitest.Object{"code": code}, nil)
}

// TestMailAtOnce mails what a person wants at once, once each, and nothing else.
func TestMailAtOnce(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	server := mails(k)
	reached(k, server, "head", apitest.Object{"rectifications": "now", "audits": "never"})
	reached(k, server, "supervisor", apitest.Object{"audits": "daily"})
	codes := len(server.Mails())
	k.ApprovedAudit()
	k.Pass()
	k.Restart()
	k.Pass()
	got := server.Mails()[codes:]
	if len(got) != 1 || got[0].To != "head@hall.example" || !strings.Contains(got[0].Subject, "整改通知书") {
		t.Fatalf("%d mails: %+v", len(got), got)
	}
	list := k.Told("head")
	link := "https://hall.example/notifications/"
	if !strings.Contains(got[0].Text, link+list[0].ID) && !strings.Contains(got[0].Text, link+list[1].ID) {
		t.Errorf("no way to the notification: %s", got[0].Text)
	}
	if page := k.Deliveries(); page[0].State != "delivered" {
		t.Errorf("%+v", page[0])
	}
	b := k.Browse("admin")
	if p := b.Get("/outbox"); !strings.Contains(p.Body, "通知邮件") || strings.Contains(p.Body, "head@hall") {
		t.Errorf("the list of deliveries: %s", p.Main())
	}
}

// TestMailAgain lets the server fail, the process die between sending and its record, and the
// server refuse for good.
func TestMailAgain(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	server := mails(k)
	reached(k, server, "head", apitest.Object{"feedback": "now", "rectifications": "now", "audits": "now"})
	codes := len(server.Mails())
	k.Rated()
	server.Refuse("451 4.7.1 greylisted")
	k.Clock.Advance(time.Second)
	shown(k)
	k.Pass()
	if d := k.Deliveries()[0]; d.State != "pending" || d.Attempts != 1 || d.LastError != "mail-later" ||
		!strings.Contains(d.Detail, "451") {
		t.Errorf("the server is busy: %+v", d)
	}
	if p := k.Browse("admin").Get("/outbox"); !strings.Contains(p.Body, "邮件服务器要求稍后再试（451）") {
		t.Errorf("the page does not say why: %s", p.Main())
	}
	k.SignIn("supervisor")
	server.Refuse("")
	k.Pass()
	if n := len(server.Mails()) - codes; n != 0 {
		t.Errorf("%d mails before the pause is over", n)
	}
	k.Clock.Advance(5 * time.Minute)
	k.Pass()
	if n := len(server.Mails()) - codes; n != 0 {
		t.Errorf("%d mails sooner than a server that greylists takes them", n)
	}
	k.Clock.Advance(2 * time.Minute)
	ctx, die := context.WithCancel(context.Background())
	server.WhenTaken(die)
	_ = k.Server.Deliver(ctx) // dies before it has written down what it did
	server.WhenTaken(nil)
	k.Restart()
	k.Pass()
	k.Clock.Advance(time.Minute)
	k.Pass()
	k.Pass()
	got := server.Mails()[codes:]
	if len(got) != 2 || got[0].Header.Get("Message-Id") != got[1].Header.Get("Message-Id") ||
		got[0].Header.Get("Message-Id") == "" || got[0].Text != got[1].Text {
		t.Fatalf("a repetition cannot be known: %+v", got)
	}
	server.Refuse("550 no such user")
	k.ApprovedAudit()
	k.Pass()
	failed := 0
	for _, d := range k.Deliveries() {
		if d.State == "failed" && d.Attempts == 1 && strings.Contains(d.Detail, "550") {
			failed++
		}
	}
	if failed != 2 {
		t.Errorf("%d deliveries have failed for good: %+v", failed, k.Deliveries())
	}
	server.Refuse("")
	b := k.Browse("admin")
	failures := b.Get("/outbox?state=failed")
	retries := regexp.MustCompile(`action="(/outbox/msg_[0-9a-f]+)"`).FindAllStringSubmatch(failures.Body, -1)
	for _, retry := range retries {
		b.Post(retry[1], url.Values{"do": {"retry"}})
	}
	k.Pass()
	if n := len(server.Mails()) - codes - len(got); n != 2 || len(retries) != 2 {
		t.Errorf("%d of 2 went out when an admin tried again: %s", n, failures.Main())
	}
}

// shown releases the feedback that waits for moderation.
func shown(k *apitest.Kit) {
	k.T.Helper()
	k.SignIn("supervisor")
	k.Want(200, "POST", "/api/v1/feedback/"+apitest.WaitingID+"/moderate", apitest.Object{"show": true}, nil)
}

// TestMailAddress gives addresses: nothing but a code is sent to one before the code was typed in.
func TestMailAddress(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	b := k.Browse("head")
	if p := b.Get("/notifications/settings"); !strings.Contains(p.Body, "没有配置邮件服务器") {
		t.Errorf("without a server: %s", p.Main())
	}
	server := mails(k)
	b = k.Browse("head")
	form := url.Values{"revision": {"0"}, "address": {"zhou@hall.example"}}
	for _, topic := range strings.Fields("audits campaigns rectifications appeals feedback trainings " +
		"bulletins standards") {
		form.Set(topic, "now")
	}
	post := func(address, revision string) apitest.Page {
		form.Set("address", address)
		form.Set("revision", revision)
		return b.Post("/notifications/settings", form)
	}
	if p := post("zhou@hall.example\r\nBcc: x@y", "0"); p.Status != 422 ||
		!strings.Contains(p.Body, `href="#address"`) {
		t.Errorf("no address: %d %s", p.Status, p.Main())
	}
	if p := post("zhou@hall.example", "0"); p.Status != 303 {
		t.Fatalf("%d %s", p.Status, p.Main())
	}
	k.ApprovedAudit()
	k.Pass()
	got := server.Mails()
	if len(got) != 1 || got[0].To != "zhou@hall.example" || codeForm.FindString(got[0].Text) == "" {
		t.Fatalf("before it is confirmed: %+v", got)
	}
	if p := b.Post("/notifications/confirm", url.Values{"code": {"00000000"}}); p.Status != 422 ||
		!strings.Contains(p.Body, `href="#code"`) {
		t.Errorf("a wrong code: %d %s", p.Status, p.Main())
	}
	if p := post("other@hall.example", "2"); p.Status != 429 {
		t.Errorf("two codes in one minute: %d", p.Status)
	}
	k.Clock.Advance(2 * time.Minute)
	if p := post("other@hall.example", "2"); p.Status != 303 {
		t.Errorf("another address: %d %s", p.Status, p.Main())
	}
	old := codeForm.FindString(got[0].Text)
	if p := b.Post("/notifications/confirm", url.Values{"code": {old}}); p.Status != 422 {
		t.Errorf("the code for the address before: %d", p.Status)
	}
	for range 4 {
		b.Post("/notifications/confirm", url.Values{"code": {"00000000"}})
	}
	k.Pass()
	got = server.Mails()
	code := codeForm.FindString(got[len(got)-1].Text)
	if p := b.Post("/notifications/confirm", url.Values{"code": {code}}); p.Status != 409 {
		t.Errorf("the right code after five wrong ones: %d", p.Status)
	}
	k.SignIn("admin")
	_, _, log := k.Call("GET", "/api/v1/events", nil)
	for _, secret := range []string{"zhou@", "other@", code, old} {
		if strings.Contains(string(log), secret) {
			t.Errorf("the event log tells %s", secret)
		}
	}
}

// TestDigest sends one mail on a working day: Friday, 2 March 2018, then Monday.
func TestDigest(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	server := mails(k)
	reached(k, server, "head", apitest.Object{"audits": "now"}) // the others daily, by default
	reached(k, server, "supervisor", apitest.Object{})
	k.ApprovedAudit()
	k.Pass()
	before := len(server.Mails())
	minute := func() []mailtest.Mail {
		k.Must(k.Server.DueByTime(context.Background()))
		k.Pass()
		return server.Mails()[before:]
	}
	if got := minute(); len(got) != 0 {
		t.Errorf("on the same day: %+v", got)
	}
	k.Clock.Advance(23 * time.Hour) // 8:00
	if got := minute(); len(got) != 0 {
		t.Errorf("at eight sharp: %+v", got)
	}
	k.Clock.Advance(2 * time.Minute)
	minute()
	minute()
	k.Restart()
	got := minute()
	if len(got) != 2 {
		t.Fatalf("%d digests: %+v", len(got), got)
	}
	for _, m := range got {
		want := map[string]string{"head@hall.example": "整改通知书", "supervisor@hall.example": "请审核"}[m.To]
		if want == "" || !strings.Contains(m.Text, want) || !strings.Contains(m.Subject, "2018年3月2日") ||
			!strings.Contains(m.Subject, "1 条") {
			t.Errorf("%s: %s\n%s", m.To, m.Subject, m.Text)
		}
	}
	k.ApprovedAudit()
	k.Pass()
	read := k.Told("supervisor")
	k.Want(200, "POST", "/api/v1/notifications/read", apitest.Object{"ids": []string{read[0].ID}}, nil)
	before = len(server.Mails())
	for day := range 2 {
		k.Clock.Advance(24 * time.Hour)
		if got := minute(); len(got) != 0 {
			t.Errorf("on day %d of the weekend: %+v", day+1, got)
		}
	}
	k.Clock.Advance(24 * time.Hour)
	if got := minute(); len(got) != 1 || got[0].To != "head@hall.example" {
		t.Errorf("on Monday, where the supervisor has read all: %+v", got)
	}
}
