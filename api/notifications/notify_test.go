package notifications_test

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hallmark/api/accounts"
	"hallmark/api/apitest"
	"hallmark/api/journal"
	"hallmark/api/notifications"
	"hallmark/api/outbox"
	"hallmark/checklists"
	texts "hallmark/standard/message"
)

// kinds lists the kinds of the notifications that a person got, sorted, for those of one pass have
// no order.
func kindsTold(k *apitest.Kit, user string) string {
	k.T.Helper()
	var kinds []string
	for _, n := range k.Told(user) {
		kinds = append(kinds, n.Kind)
	}
	slices.Sort(kinds)
	return strings.Join(kinds, " ")
}

func wantKinds(k *apitest.Kit, want map[string]string) {
	k.T.Helper()
	for user, kinds := range want {
		if got := kindsTold(k, user); got != kinds {
			k.T.Errorf("%s was told %q, want %q", user, got, kinds)
		}
	}
}

// TestNotifications takes an audit from its submission to the end of its rectification: each person
// is told once, and each notification leads to its page.
func TestNotifications(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.Must(k.Server.Accounts.AddUser(context.Background(), "admin", accounts.NewUser{Username: "neighbour",
		Name: "另一大厅负责人(虚构)", Role: checklists.HallHead, Hall: "GS-D00", Password: apitest.Password}))
	id := k.ApprovedAudit()
	k.Pass()
	k.Pass()
	k.Restart()
	k.Pass() // a process that remembers nothing reads the last minutes again
	wantKinds(k, map[string]string{
		"supervisor": "audit-submitted", "auditor": "", "auditor2": "", "neighbour": "", "editor": "",
		"head": "audit-approved rectification-opened",
	})
	for _, n := range k.Told("head") {
		want := map[string]string{"audit-approved": "/audits/" + id + "/score",
			"rectification-opened": "/rectifications?audit=" + id}[n.Kind]
		if n.URL != want || !strings.Contains(n.Text, "JC-") && !strings.Contains(n.Text, "2018") {
			t.Errorf("%s: %q leads to %s, want %s", n.Kind, n.Text, n.URL, want)
		}
	}
	k.SignIn("head")
	k.Want(200, "POST", "/api/v1/rectifications/"+id+"-HS079/plan",
		apitest.Object{"text": "增开窗口", "finish": "2018-03-05"}, nil)
	k.Want(200, "POST", "/api/v1/rectifications/"+id+"-HS079/reply",
		apitest.Object{"text": "已增开窗口", "evidence": []string{k.Upload(7)}}, nil)
	k.Want(201, "POST", "/api/v1/audits/"+id+"/appeals",
		apitest.Object{"clause": "HS044", "ground": "清单当日更新"}, nil)
	k.Pass()
	wantKinds(k, map[string]string{
		"supervisor": "appeal-made audit-submitted rectification-replied",
		"auditor":    "rectification-replied", "auditor2": "", "neighbour": "",
		"head": "audit-approved rectification-opened",
	})
}

// TestNotificationsOfLostRaces puts events into the log whose change was never made, or not yet:
// nobody is told of them.
func TestNotificationsOfLostRaces(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	ctx := context.Background()
	k.Rated()
	k.Must(k.Server.Journal.Note(ctx, journal.Event{Actor: "head", Action: "feedback-answered",
		Subject: "feedback/" + apitest.FeedbackID, Before: "0", After: "lost"}))
	k.Must(k.Server.Journal.Note(ctx, journal.Event{Actor: "head", Action: "appeal-made",
		Subject: "appeal/nowhere", After: "lost"}))
	k.Pass()
	wantKinds(k, map[string]string{"supervisor": ""})
	k.Must(k.Server.Journal.Note(ctx, journal.Event{Actor: "head", Action: "feedback-answered",
		Subject: "feedback/" + apitest.FeedbackID, Before: "lost", After: "later"}))
	k.Due()
	k.Pass() // what a later change has replaced was made
	wantKinds(k, map[string]string{"supervisor": "feedback-answered"})
}

// TestNotificationsOfVisits opens an unannounced campaign: the inspectors are told, also when a visit
// begins at once, the hall is not before the visit is over.
func TestNotificationsOfVisits(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	b := k.Browse("supervisor")
	p := b.Post("/campaigns", apitest.PlanFields(nil))
	one := p.Header.Get("Location")
	k.StepCampaign(b, one)
	k.SignIn("auditor")
	var m struct {
		ID     string
		Visits []struct{ Hall string }
	}
	k.Want(200, "GET", "/api/v1"+one, nil, &m)
	k.Want(201, "POST", "/api/v1/audits", apitest.Object{"hall": m.Visits[0].Hall, "kind": "unannounced",
		"campaign": m.ID}, nil)
	k.Pass()
	wantKinds(k, map[string]string{"auditor": "campaign-opened", "auditor2": "campaign-opened",
		"head": "", "supervisor": "", "admin": ""})
}

// TestNotificationsPage marks notifications as read one by one and all at once, by forms.
func TestNotificationsPage(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	id := k.ApprovedAudit()
	b := k.Browse("head")
	if p := b.Get("/notifications"); !strings.Contains(p.Body, "还没有通知") ||
		strings.Contains(p.Body, `class="count"`) {
		t.Errorf("nothing told: %s", p.Main())
	}
	k.Pass()
	if p := b.Get("/halls/GS-S03"); !strings.Contains(p.Body, `<span class="count">2<`) {
		t.Error("the bar does not say that two are unread")
	}
	list := k.Told("head")
	p := b.Get("/notifications/" + list[0].ID)
	if to := p.Header.Get("Location"); p.Status != 303 || to != list[0].URL ||
		b.Get(to).Status != 200 {
		t.Errorf("opened: %d %s", p.Status, to)
	}
	if p := b.Get("/notifications?unread=true"); strings.Contains(p.Main(), list[0].ID) ||
		!strings.Contains(p.Main(), list[1].ID) || !strings.Contains(p.Body, `<span class="count">1<`) {
		t.Errorf("one is read: %s", p.Main())
	}
	other := k.Browse("supervisor")
	if p := other.Get("/notifications/" + list[1].ID); p.Status != 404 {
		t.Errorf("what somebody else was told: %d", p.Status)
	}
	if p := other.Post("/notifications/read", url.Values{"id": {list[1].ID}}); p.Status != 303 ||
		k.Told("head")[1].Read {
		t.Errorf("somebody else marks it as read: %d", p.Status)
	}
	p = b.Post("/notifications/read", url.Values{"id": {list[1].ID}, "back": {"//evil.example"}})
	if p.Status != 303 || p.Header.Get("Location") != "/notifications" {
		t.Errorf("marked: %d %s", p.Status, p.Header.Get("Location"))
	}
	if p := b.Get("/notifications?unread=true"); !strings.Contains(p.Body, "没有未读通知") {
		t.Errorf("all is read: %s", p.Main())
	}
	if n := len(k.Told("head")); n != 2 || id == "" {
		t.Errorf("%d stay in the list", n)
	}
}

// TestRules finds the texts of every kind of notification and of every topic in the catalogue.
func TestRules(t *testing.T) {
	t.Parallel()
	for _, l := range texts.Languages() {
		for kind, topic := range notifications.Topics() {
			if !texts.Has(l, "notification.kind-"+kind) || !texts.Has(l, "notification.topic-"+string(topic)) {
				t.Errorf("%s: no words for %s of %s", l, kind, topic)
			}
		}
		for key := range texts.Keys(l) {
			kind, ok := strings.CutPrefix(key, "notification.kind-")
			if ok && notifications.Topics()[kind] == "" {
				t.Errorf("%s: nobody is told %s", l, kind)
			}
		}
	}
	if d := cmp.Diff(8, len(outbox.Topics())); d != "" {
		t.Error(d)
	}
}
