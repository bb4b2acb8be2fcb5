package api_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"hallmark/api"
	"hallmark/checklists"
)

// openCampaign plans a campaign and opens it; it returns the halls that were drawn.
func (k *kit) openCampaign(plan object) (halls []string) {
	k.t.Helper()
	k.signIn("supervisor")
	var m struct {
		ID     string
		Visits []struct{ Hall string }
	}
	k.want(201, "POST", "/api/v1/campaigns", campaignPlan(plan), &m)
	for _, step := range []string{"seal", "draw", "open"} {
		k.want(200, "POST", "/api/v1/campaigns/"+m.ID+"/"+step, object{}, &m)
	}
	for _, v := range m.Visits {
		halls = append(halls, v.Hall)
	}
	return halls
}

// headsOfAll adds an account to every hall of a tier but the one that has it, and returns the accounts
// by hall.
func (k *kit) headsOfAll(tier string) map[string]string {
	k.t.Helper()
	k.signIn("supervisor")
	var page struct{ Items []struct{ ID string } }
	k.want(200, "GET", "/api/v1/halls?limit=200&tier="+tier, nil, &page)
	accounts := map[string]string{}
	for _, h := range page.Items {
		name := "head"
		if h.ID != "GS-S03" {
			name = "of-" + strings.ToLower(h.ID)
			k.must(k.server.AddUser(context.Background(), "admin", api.NewUser{
				Username: checklists.Username(name), Role: checklists.HallHead, Hall: checklists.HallID(h.ID),
				Password: password}))
		}
		accounts[h.ID] = name
	}
	return accounts
}

// TestHallsOfAnAnnouncedCampaign opens an announced campaign and an unannounced one: the halls that
// were drawn for the first are told once, with its last day and the way to their own page; the others
// and those of the second are told nothing.
func TestHallsOfAnAnnouncedCampaign(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	accounts := k.headsOfAll("subdistrict")
	drawn := k.openCampaign(object{"name": "第一季度明察", "kind": "announced",
		"quota": object{"subdistrict": 2}})
	k.openCampaign(object{"quota": object{}})
	k.pass()
	k.restart()
	k.pass()
	if len(drawn) != 2 || len(accounts) < 4 {
		t.Fatalf("%d of %d halls drawn", len(drawn), len(accounts))
	}
	for hall, account := range accounts {
		told := k.told(account)
		if !slices.Contains(drawn, hall) {
			if len(told) != 0 {
				t.Errorf("%s was not drawn and is told %q", hall, told[0].Text)
			}
			continue
		}
		if len(told) != 1 {
			t.Fatalf("%s was told %d times", hall, len(told))
		}
		n := told[0]
		if n.Kind != "visit-announced" || n.Topic != "campaigns" || n.URL != "/halls/"+hall ||
			!strings.Contains(n.Text, "第一季度明察") || !strings.Contains(n.Text, "2018年3月31日") {
			t.Errorf("%s is told %+v", hall, n)
		}
	}
	k.wantKinds(map[string]string{"auditor": "campaign-opened campaign-opened", "supervisor": ""})
}

// TestHallsAskedToCheckThemselves opens a campaign of self-checks: the halls that were drawn are told.
func TestHallsAskedToCheckThemselves(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	accounts := k.headsOfAll("subdistrict")
	drawn := k.openCampaign(object{"name": "第一季度自查", "kind": "self", "team": 0,
		"inspectors": []string{}, "quota": object{"subdistrict": 2}})
	k.pass()
	if len(drawn) != 2 || len(accounts) < 4 {
		t.Fatalf("%d of %d halls drawn", len(drawn), len(accounts))
	}
	for hall, account := range accounts {
		told := k.told(account)
		if !slices.Contains(drawn, hall) {
			if len(told) != 0 {
				t.Errorf("%s was not drawn and is told %q", hall, told[0].Text)
			}
			continue
		}
		if len(told) != 1 || told[0].Kind != "self-check-asked" || told[0].URL != "/halls/"+hall ||
			!strings.Contains(told[0].Text, "“第一季度自查”已经开始，请在 2018年3月31日 前完成本大厅的自查") {
			t.Errorf("%s is told %+v", hall, told)
		}
	}
}

// TestAnnouncedOverCrashes lets the process die at every call to the storage in turn while it tells of
// an announced campaign: hall and inspectors are told once, and the hall's mail is one mail.
func TestAnnouncedOverCrashes(t *testing.T) {
	t.Parallel()
	k, f, _ := newFaultyKit(t)
	k.config.Engine, k.config.Blobs = f, f
	server := k.mails()
	k.reached(server, "head", object{"campaigns": "now"})
	before := len(server.Mails())
	k.openCampaign(object{"kind": "announced", "quota": object{}})
	ctx, deaths := context.Background(), 0
	for at, calls := 1, 1; at <= calls; at++ {
		for _, late := range []bool{false, true} {
			f.plan(at, late)
			if k.server.Deliver(ctx) != nil { // dies
				deaths++
			}
			calls = max(calls, f.count())
			f.plan(0, false)
			k.restart()
		}
	}
	k.clock.advance(time.Minute) // a lease of the dead ends
	k.pass()
	k.wantKinds(map[string]string{"head": "visit-announced", "auditor": "campaign-opened"})
	ids := map[string]bool{}
	for _, m := range server.Mails()[before:] {
		ids[m.Header.Get("Message-Id")] = true
	}
	if len(ids) != 1 || deaths < 10 {
		t.Errorf("%d mails of one thing told, after %d deaths", len(ids), deaths)
	}
}
