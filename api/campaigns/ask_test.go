package campaigns_test

import (
	"net/url"
	"strconv"
	"strings"
	"testing"

	"hallmark/api/apitest"
)

// TestCloseAsksFirst ends a campaign whose halls were not all visited: by page and by API it is said
// which, and nothing happens before that is confirmed.
func TestCloseAsksFirst(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("supervisor")
	var m struct {
		ID, State string
		Revision  int
		Visits    []struct{ Hall, HallName string }
	}
	k.Want(201, "POST", "/api/v1/campaigns", apitest.CampaignPlan(apitest.Object{"quota": apitest.Object{}}), &m)
	one := "/api/v1/campaigns/" + m.ID
	for _, step := range []string{"seal", "draw", "open"} {
		k.Want(200, "POST", one+"/"+step, apitest.Object{}, &m)
	}
	k.SignIn("auditor")
	k.Call("POST", "/api/v1/audits", apitest.Object{"hall": m.Visits[0].Hall, "kind": "unannounced",
		"campaign": m.ID})
	k.SignIn("supervisor")
	k.Want(200, "GET", one, nil, &m)
	status, _, body := k.Call("POST", one+"/close", apitest.Object{})
	if status != 409 || !strings.Contains(string(body), `"unconfirmed"`) ||
		!strings.Contains(string(body), m.Visits[len(m.Visits)-1].HallName) {
		t.Errorf("by API: %d %s", status, body)
	}
	b := k.Browse("supervisor")
	form := url.Values{"revision": {strconv.Itoa(m.Revision)}}
	p := b.Post("/campaigns/"+m.ID+"/close", form)
	for _, want := range []string{"结束活动？", m.Visits[len(m.Visits)-1].HallName, "尚未检查",
		`name="confirmed" value="true"`, `name="revision" value="` + strconv.Itoa(m.Revision) + `"`} {
		if p.Status != 200 || !strings.Contains(p.Body, want) {
			t.Errorf("asked: %d, no %q in %s", p.Status, want, p.Main())
		}
	}
	if k.Want(200, "GET", one, nil, &m); m.State != "open" {
		t.Fatalf("the campaign is %s before anybody confirmed", m.State)
	}
	form.Set("confirmed", "true")
	if p := b.Post("/campaigns/"+m.ID+"/close", form); p.Status != 303 {
		t.Errorf("confirmed: %d %s", p.Status, p.Main())
	}
}

// TestDrawAgainAsksFirst says that planned days are lost when a draw is made again.
func TestDrawAgainAsksFirst(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("supervisor")
	var m struct {
		ID       string
		Revision int
		Visits   []struct{ Hall string }
	}
	k.Want(201, "POST", "/api/v1/campaigns", apitest.CampaignPlan(nil), &m)
	one := "/api/v1/campaigns/" + m.ID
	b := k.Browse("supervisor")
	ask := func(step, want string) {
		t.Helper()
		p := b.Post("/campaigns/"+m.ID+"/"+step, url.Values{"revision": {strconv.Itoa(m.Revision)},
			"comment": {"一名检查员生病"}})
		if p.Status != 200 || !strings.Contains(p.Body, want) {
			t.Errorf("%s: %d, no %q in %s", step, p.Status, want, p.Main())
		}
	}
	k.Want(200, "GET", one, nil, &m)
	ask("seal", "不能再改")
	k.Want(200, "POST", one+"/seal", apitest.Object{}, &m)
	ask("draw", "留在记录中")
	k.Want(200, "POST", one+"/draw", apitest.Object{}, &m)
	k.Want(200, "POST", one+"/visits", apitest.Object{"hall": m.Visits[0].Hall, "day": "2018-03-05"}, &m)
	k.Want(200, "GET", one, nil, &m)
	ask("draw", "已填写的 1 个计划检查日期不再保留")
	ask("open", "种子公开")
}
