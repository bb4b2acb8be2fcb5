package api_test

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hallmark/api"
	"hallmark/checklists"
	texts "hallmark/standard/message"
)

type told struct {
	ID, Kind, Topic, Text, URL string
	Read                       bool
}

// told lists what somebody was told, the latest first.
func (k *kit) told(user string) []told {
	k.t.Helper()
	k.signIn(user)
	var page struct{ Items []told }
	k.want(http.StatusOK, "GET", "/api/v1/notifications", nil, &page)
	return page.Items
}

// kinds lists what somebody was told in the order of the alphabet, for two things told in one pass
// have no order.
func (k *kit) kinds(user string) string {
	k.t.Helper()
	var kinds []string
	for _, n := range k.told(user) {
		kinds = append(kinds, n.Kind)
	}
	slices.Sort(kinds)
	return strings.Join(kinds, " ")
}

func (k *kit) wantKinds(want map[string]string) {
	k.t.Helper()
	for user, kinds := range want {
		if got := k.kinds(user); got != kinds {
			k.t.Errorf("%s was told %q, want %q", user, got, kinds)
		}
	}
}

// TestNotifications takes an audit through the loop and looks who is told what, once, and where it
// leads.
func TestNotifications(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	k.must(k.server.AddUser(context.Background(), "admin", api.NewUser{Username: "neighbour",
		Name: "另一大厅负责人(虚构)", Role: checklists.HallHead, Hall: "GS-D00", Password: password}))
	id := k.approvedAudit()
	k.pass()
	k.pass()
	k.restart()
	k.pass() // a process that remembers nothing reads the last minutes again
	k.wantKinds(map[string]string{
		"supervisor": "audit-submitted", "auditor": "", "auditor2": "", "neighbour": "", "editor": "",
		"head": "audit-approved rectification-opened",
	})
	for _, n := range k.told("head") {
		want := map[string]string{"audit-approved": "/audits/" + id + "/score",
			"rectification-opened": "/rectifications?audit=" + id}[n.Kind]
		if n.URL != want || !strings.Contains(n.Text, "JC-") && !strings.Contains(n.Text, "2018") {
			t.Errorf("%s: %q leads to %s, want %s", n.Kind, n.Text, n.URL, want)
		}
	}
	k.signIn("head")
	k.want(200, "POST", "/api/v1/rectifications/"+id+"-HS079/plan",
		object{"text": "增开窗口", "finish": "2018-03-05"}, nil)
	k.want(200, "POST", "/api/v1/rectifications/"+id+"-HS079/reply",
		object{"text": "已增开窗口", "evidence": []string{k.upload(7)}}, nil)
	k.want(201, "POST", "/api/v1/audits/"+id+"/appeals",
		object{"clause": "HS044", "ground": "清单当日更新"}, nil)
	k.pass()
	k.wantKinds(map[string]string{
		"supervisor": "appeal-made audit-submitted rectification-replied",
		"auditor":    "rectification-replied", "auditor2": "", "neighbour": "",
		"head": "audit-approved rectification-opened",
	})
}

// restart puts a server that remembers nothing in the place of the kit's.
func (k *kit) restart() {
	k.t.Helper()
	var err error
	k.server, err = api.New(context.Background(), k.config)
	k.must(err)
}

// TestNotificationsOfLostRaces has events in the log whose change was never made, or is not made yet.
func TestNotificationsOfLostRaces(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	ctx := context.Background()
	k.rated()
	k.must(k.server.NoteForTest(ctx, api.Event{Actor: "head", Action: "feedback-answered",
		Subject: "feedback/" + feedbackID, Before: "0", After: "lost"}))
	k.must(k.server.NoteForTest(ctx, api.Event{Actor: "head", Action: "appeal-made",
		Subject: "appeal/nowhere", After: "lost"}))
	k.pass()
	k.wantKinds(map[string]string{"supervisor": ""})
	k.must(k.server.NoteForTest(ctx, api.Event{Actor: "head", Action: "feedback-answered",
		Subject: "feedback/" + feedbackID, Before: "lost", After: "later"}))
	k.pass() // what a later change has replaced was made
	k.wantKinds(map[string]string{"supervisor": "feedback-answered"})
}

// TestNotificationsOfVisits opens an unannounced campaign: those who are sent are told, the hall is not
// before the visit is over.
func TestNotificationsOfVisits(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	b := k.browse("supervisor")
	p := b.post("/campaigns", planFields(nil))
	k.stepCampaign(b, p.header.Get("Location"))
	k.pass()
	k.wantKinds(map[string]string{"auditor": "campaign-opened", "auditor2": "campaign-opened",
		"head": "", "supervisor": "", "admin": ""})
}

// TestNotificationsPage reads them one by one and all at once, as forms do.
func TestNotificationsPage(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	id := k.approvedAudit()
	b := k.browse("head")
	if p := b.get("/notifications"); !strings.Contains(p.body, "还没有通知") ||
		strings.Contains(p.body, `class="count"`) {
		t.Errorf("nothing told: %s", p.main())
	}
	k.pass()
	if p := b.get("/halls/GS-S03"); !strings.Contains(p.body, `<span class="count">2<`) {
		t.Error("the bar does not say that two are unread")
	}
	list := k.told("head")
	p := b.get("/notifications/" + list[0].ID)
	if to := p.header.Get("Location"); p.status != 303 || to != list[0].URL ||
		b.get(to).status != 200 {
		t.Errorf("opened: %d %s", p.status, to)
	}
	if p := b.get("/notifications?unread=true"); strings.Contains(p.main(), list[0].ID) ||
		!strings.Contains(p.main(), list[1].ID) || !strings.Contains(p.body, `<span class="count">1<`) {
		t.Errorf("one is read: %s", p.main())
	}
	other := k.browse("supervisor")
	if p := other.get("/notifications/" + list[1].ID); p.status != 404 {
		t.Errorf("what somebody else was told: %d", p.status)
	}
	if p := other.post("/notifications/read", url.Values{"id": {list[1].ID}}); p.status != 303 ||
		k.told("head")[1].Read {
		t.Errorf("somebody else marks it as read: %d", p.status)
	}
	p = b.post("/notifications/read", url.Values{"id": {list[1].ID}, "back": {"//evil.example"}})
	if p.status != 303 || p.header.Get("Location") != "/notifications" {
		t.Errorf("marked: %d %s", p.status, p.header.Get("Location"))
	}
	if p := b.get("/notifications?unread=true"); !strings.Contains(p.body, "没有未读通知") {
		t.Errorf("all is read: %s", p.main())
	}
	if n := len(k.told("head")); n != 2 || id == "" {
		t.Errorf("%d stay in the list", n)
	}
}

// TestTellings holds the table against the catalogue: every kind and topic has its words.
func TestTellings(t *testing.T) {
	t.Parallel()
	for _, l := range texts.Languages() {
		for kind, topic := range api.TellingsForTest() {
			if !texts.Has(l, "notification.kind-"+kind) || !texts.Has(l, "notification.topic-"+topic) {
				t.Errorf("%s: no words for %s of %s", l, kind, topic)
			}
		}
		for key := range texts.Keys(l) {
			kind, ok := strings.CutPrefix(key, "notification.kind-")
			if ok && api.TellingsForTest()[kind] == "" {
				t.Errorf("%s: nobody is told %s", l, kind)
			}
		}
	}
	if d := cmp.Diff(8, len(api.Topics())); d != "" {
		t.Error(d)
	}
}
