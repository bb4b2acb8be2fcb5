package notifications_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"hallmark/api/accounts"
	"hallmark/api/apitest"
	"hallmark/checklists"
)

// openCampaign plans a campaign and opens it; it returns the halls that were drawn.
func openCampaign(k *apitest.Kit, plan apitest.Object) (halls []string) {
	k.T.Helper()
	k.SignIn("supervisor")
	var m struct {
		ID     string
		Visits []struct{ Hall string }
	}
	k.Want(201, "POST", "/api/v1/campaigns", apitest.CampaignPlan(plan), &m)
	for _, step := range []string{"seal", "draw", "open"} {
		k.Want(200, "POST", "/api/v1/campaigns/"+m.ID+"/"+step, apitest.Object{}, &m)
	}
	for _, v := range m.Visits {
		halls = append(halls, v.Hall)
	}
	return halls
}

// headsOfAll adds an account for a head to every hall of a tier that has none, and returns the
// accounts by hall.
func headsOfAll(k *apitest.Kit, tier string) map[string]string {
	k.T.Helper()
	k.SignIn("supervisor")
	var page struct{ Items []struct{ ID string } }
	k.Want(200, "GET", "/api/v1/halls?limit=200&tier="+tier, nil, &page)
	heads := map[string]string{}
	for _, h := range page.Items {
		name := "head"
		if h.ID != "GS-S03" {
			name = "of-" + strings.ToLower(h.ID)
			k.Must(k.Server.Accounts.AddUser(context.Background(), "admin", accounts.NewUser{
				Username: checklists.Username(name), Role: checklists.HallHead, Hall: checklists.HallID(h.ID),
				Password: apitest.Password}))
		}
		heads[h.ID] = name
	}
	return heads
}

// TestHallsOfAnAnnouncedCampaign opens an announced campaign and an unannounced one: the halls that
// were drawn for the first are told once, with its last day and the way to their own page; the
// others and those of the second are told nothing.
func TestHallsOfAnAnnouncedCampaign(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	heads := headsOfAll(k, "subdistrict")
	drawn := openCampaign(k, apitest.Object{"name": "第一季度明察", "kind": "announced",
		"quota": apitest.Object{"subdistrict": 2}})
	openCampaign(k, apitest.Object{"quota": apitest.Object{}})
	k.Pass()
	k.Restart()
	k.Pass()
	if len(drawn) != 2 || len(heads) < 4 {
		t.Fatalf("%d of %d halls drawn", len(drawn), len(heads))
	}
	for hall, account := range heads {
		told := k.Told(account)
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
	wantKinds(k, map[string]string{"auditor": "campaign-opened campaign-opened", "supervisor": ""})
}

// TestHallsAskedToCheckThemselves opens a campaign of self-checks: the halls that were drawn are
// told.
func TestHallsAskedToCheckThemselves(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	heads := headsOfAll(k, "subdistrict")
	drawn := openCampaign(k, apitest.Object{"name": "第一季度自查", "kind": "self", "team": 0,
		"inspectors": []string{}, "quota": apitest.Object{"subdistrict": 2}})
	k.Pass()
	if len(drawn) != 2 || len(heads) < 4 {
		t.Fatalf("%d of %d halls drawn", len(drawn), len(heads))
	}
	for hall, account := range heads {
		told := k.Told(account)
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

// TestAnnouncedOverCrashes lets the process die at every call to the storage in turn while it tells
// of an announced campaign: hall and inspectors are told once, and the hall's mail is one mail.
func TestAnnouncedOverCrashes(t *testing.T) {
	t.Parallel()
	k, f, _ := apitest.NewFaultyKit(t)
	k.Config.Engine, k.Config.Blobs = f, f
	server := mails(k)
	reached(k, server, "head", apitest.Object{"campaigns": "now"})
	before := len(server.Mails())
	openCampaign(k, apitest.Object{"kind": "announced", "quota": apitest.Object{}})
	ctx, deaths := context.Background(), 0
	for at, calls := 1, 1; at <= calls; at++ {
		for _, late := range []bool{false, true} {
			k.Due()
			f.Plan(at, late)
			if k.Server.Deliver(ctx) != nil { // dies
				deaths++
			}
			calls = max(calls, f.Count())
			f.Plan(0, false)
			k.Restart()
		}
	}
	k.Clock.Advance(time.Minute) // a lease of the dead ends
	k.Due()
	k.Pass()
	wantKinds(k, map[string]string{"head": "visit-announced", "auditor": "campaign-opened"})
	ids := map[string]bool{}
	for _, m := range server.Mails()[before:] {
		ids[m.Header.Get("Message-Id")] = true
	}
	if len(ids) != 1 || deaths < 5 {
		t.Errorf("%d mails of one thing told, after %d deaths", len(ids), deaths)
	}
}
