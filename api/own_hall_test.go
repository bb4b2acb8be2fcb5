package api_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"hallmark/api"
	"hallmark/checklists"
)

// place says where an account works.
func (k *kit) place(user, hall, firm string) {
	k.t.Helper()
	k.signIn("admin")
	k.want(200, "PUT", "/api/v1/users/"+user+"/place", object{"hall": hall, "firm": firm}, nil)
}

// TestOwnHall: who works in a hall inspects it in no way, and is not sent there.
func TestOwnHall(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	k.place("auditor", "GS-S03", "")
	k.place("supervisor", "GS-S04", "")
	const audits, calls = "/api/v1/audits", "/api/v1/phone-checks"
	refused := func(user, path string, body object, field string) {
		t.Helper()
		k.signIn(user)
		status, _, answer := k.call("POST", path, body)
		if status != 422 || !strings.Contains(string(answer), `"name":"`+field+`"`) ||
			!strings.Contains(string(answer), "不能检查自己工作的大厅") {
			t.Errorf("%s, %s %v: %d %s", user, path, body, status, answer)
		}
	}
	for _, kind := range []string{"comprehensive", "announced", "unannounced", "phone", "third-party"} {
		refused("auditor", audits, object{"hall": "GS-S03", "kind": kind}, "hall")
	}
	refused("supervisor", audits, object{"hall": "GS-S04", "kind": "comprehensive"}, "hall")
	refused("auditor2", audits, object{"hall": "GS-S03", "kind": "comprehensive",
		"inspectors": []string{"auditor"}}, "inspectors[0]")
	refused("auditor", calls, object{"hall": "GS-S03", "answers": object{}}, "hall")
	k.signIn("auditor")
	k.startAudit("GS-S04")
	k.signIn("auditor2")
	k.want(201, "POST", audits, object{"hall": "GS-S03", "kind": "self",
		"inspectors": []string{"auditor"}}, nil)

	k.signIn("supervisor")
	plan := campaignPlan(object{"tiers": []string{"subdistrict"}, "quota": object{}})
	var m struct {
		ID     string
		Visits []struct {
			Hall       string
			Inspectors []string
		}
	}
	k.want(201, "POST", "/api/v1/campaigns", plan, &m)
	one := "/api/v1/campaigns/" + m.ID
	k.want(200, "POST", one+"/seal", object{}, nil)
	k.want(200, "POST", one+"/draw", object{}, nil)
	k.want(200, "GET", one, nil, &m)
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

// TestPlaceGivesNoRight: the hall in which somebody works is not one that he answers for.
func TestPlaceGivesNoRight(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	k.place("auditor", "GS-S03", "")
	k.signIn("auditor2")
	id := k.startAudit("GS-S03")
	k.signIn("auditor")
	k.want(404, "GET", "/api/v1/audits/"+id, nil, nil)
	k.want(403, "GET", "/api/v1/appeals", nil, nil)
	k.want(403, "GET", "/api/v1/halls/GS-S03/trend", nil, nil)
	_, _, page := k.call("GET", "/halls/GS-S03", nil)
	if strings.Contains(string(page), "/audits/new?hall=GS-S03") || strings.Contains(string(page), "周予安") {
		t.Errorf("%s", page)
	}
	k.signIn("supervisor")
	status, _, body := k.call("PATCH", "/api/v1/halls/GS-S03", object{"revision": 1, "head": "auditor"})
	if status != 422 {
		t.Errorf("an auditor is the head: %d %s", status, body)
	}
	err := k.server.AddUser(context.Background(), "admin", api.NewUser{Username: "guest",
		Role: checklists.Editor, Hall: "GS-S03", Password: password})
	if err == nil {
		t.Error("an editor works in a hall")
	}
	k.must(k.server.AddUser(context.Background(), "admin", api.NewUser{Username: "guest",
		Role: checklists.Supervisor, Hall: "GS-S03", Password: password}))
}

// TestPlaceForm changes where somebody works on the page of accounts.
func TestPlaceForm(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	k.stay()
	k.signIn("admin")
	send := func(user string, form url.Values) (int, string) {
		r := k.request("POST", "/users/"+user, form.Encode())
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		status, _, body := k.do(r)
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
	_, _, page := k.call("GET", "/users", nil)
	if !strings.Contains(string(page), `name="hall" maxlength="32" autocomplete="off" value="GS-S03"`) {
		t.Errorf("%s", page)
	}
}
