package audits_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"hallmark/api/accounts"
	"hallmark/api/apitest"
	"hallmark/checklists"
)

// TestOwnHall: a person who works in a hall never inspects it, and is not sent there.
func TestOwnHall(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.Place("auditor", "GS-S03", "")
	k.Place("supervisor", "GS-S04", "")
	const audits, calls = "/api/v1/audits", "/api/v1/phone-checks"
	refused := func(user, path string, body apitest.Object, field string) {
		t.Helper()
		k.SignIn(user)
		status, _, answer := k.Call("POST", path, body)
		if status != 422 || !strings.Contains(string(answer), `"name":"`+field+`"`) ||
			!strings.Contains(string(answer), "不能检查自己工作的大厅") {
			t.Errorf("%s, %s %v: %d %s", user, path, body, status, answer)
		}
	}
	for _, kind := range []string{"comprehensive", "announced", "unannounced", "phone", "third-party"} {
		refused("auditor", audits, apitest.Object{"hall": "GS-S03", "kind": kind}, "hall")
	}
	refused("supervisor", audits, apitest.Object{"hall": "GS-S04", "kind": "comprehensive"}, "hall")
	refused("auditor2", audits, apitest.Object{"hall": "GS-S03", "kind": "comprehensive",
		"inspectors": []string{"auditor"}}, "inspectors[0]")
	refused("auditor", calls, apitest.Object{"hall": "GS-S03", "answers": apitest.Object{}}, "hall")
	k.SignIn("auditor")
	k.StartAudit("GS-S04")
	k.Want(201, "POST", audits, apitest.Object{"hall": "GS-S03", "kind": "self"}, nil)

	k.Place("supervisor", "", "") // who would otherwise not be allowed to run the campaign
	k.SignIn("supervisor")
	plan := apitest.CampaignPlan(apitest.Object{"tiers": []string{"subdistrict"}, "quota": apitest.Object{}})
	var m struct {
		ID     string
		Visits []struct {
			Hall       string
			Inspectors []string
		}
	}
	k.Want(201, "POST", "/api/v1/campaigns", plan, &m)
	one := "/api/v1/campaigns/" + m.ID
	k.Want(200, "POST", one+"/seal", apitest.Object{}, nil)
	k.Want(200, "POST", one+"/draw", apitest.Object{}, nil)
	k.Want(200, "GET", one, nil, &m)
	own := 0
	for _, v := range m.Visits {
		if strings.Contains(strings.Join(v.Inspectors, " ")+" ", "auditor ") == (v.Hall == "GS-S03") {
			t.Errorf("%s is visited by %v", v.Hall, v.Inspectors)
		}
		if v.Hall == "GS-S03" {
			own++
		}
	}
	if own != 1 || len(m.Visits) < 2 {
		t.Errorf("%d visits, %d of the own hall", len(m.Visits), own)
	}
}

// TestPlaceGivesNoRight: the hall in which somebody works is not one that they answer for.
func TestPlaceGivesNoRight(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.Place("auditor", "GS-S03", "")
	k.SignIn("auditor2")
	id := k.StartAudit("GS-S03")
	k.SignIn("auditor")
	k.Want(404, "GET", "/api/v1/audits/"+id, nil, nil)
	k.Want(403, "GET", "/api/v1/appeals", nil, nil)
	k.Want(403, "GET", "/api/v1/halls/GS-S03/trend", nil, nil)
	_, _, page := k.Call("GET", "/halls/GS-S03", nil)
	if strings.Contains(string(page), "/audits/new?hall=GS-S03") || strings.Contains(string(page), "周予安") {
		t.Errorf("%s", page)
	}
	k.SignIn("supervisor")
	status, _, body := k.Call("PATCH", "/api/v1/halls/GS-S03", apitest.Object{"revision": 1, "head": "auditor"})
	if status != 422 {
		t.Errorf("an auditor is the head: %d %s", status, body)
	}
	err := k.Server.Accounts.AddUser(context.Background(), "admin", accounts.NewUser{Username: "guest",
		Role: checklists.Editor, Hall: "GS-S03", Password: apitest.Password})
	if err == nil {
		t.Error("an editor works in a hall")
	}
	k.Must(k.Server.Accounts.AddUser(context.Background(), "admin", accounts.NewUser{Username: "guest",
		Role: checklists.Supervisor, Hall: "GS-S03", Password: apitest.Password}))
}

// TestPlaceForm changes where somebody works on the page of accounts.
func TestPlaceForm(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.Stay()
	k.SignIn("admin")
	send := func(user string, form url.Values) (int, string) {
		r := k.Request("POST", "/users/"+user, form.Encode())
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		status, _, body := k.Do(r)
		return status, string(body)
	}
	if status, body := send("auditor", url.Values{"hall": {"GS-X99"}, "revision": {"1"}}); status != 422 ||
		!strings.Contains(body, `id="auditor-hall-problem"`) || !strings.Contains(body, `value="GS-X99"`) {
		t.Errorf("%d %s", status, body)
	}
	if status, body := send("head", url.Values{}); status != 422 ||
		!strings.Contains(body, "只能更改检查员和督查人员的工作单位") {
		t.Errorf("%d %s", status, body)
	}
	if status, _ := send("nobody", url.Values{}); status != 404 {
		t.Errorf("%d", status)
	}
	if status, body := send("auditor", url.Values{"hall": {"GS-S03"}, "revision": {"1"}}); status != http.StatusSeeOther {
		t.Errorf("%d %s", status, body)
	}
	if status, _ := send("auditor", url.Values{"revision": {"1"}}); status != http.StatusConflict {
		t.Errorf("an old form: %d", status)
	}
	_, _, page := k.Call("GET", "/users", nil)
	if !strings.Contains(string(page), `name="hall" maxlength="32" autocomplete="off" value="GS-S03"`) {
		t.Errorf("%s", page)
	}
}
