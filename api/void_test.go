package api_test

import (
	"net/url"
	"strings"
	"testing"

	"hallmark/api/apitest"
	"hallmark/checklists"
	"hallmark/checklists/campaign"
)

// TestVoidVisit voids the visit of a campaign that was begun by mistake: by whoever began it or a
// supervisor, with a reason, never once something stands in it. It is in no list that does not ask for
// it, and the visit begins anew under another ID.
func TestVoidVisit(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("supervisor")
	var m struct {
		ID     string
		Begun  int
		Visits []struct{ Hall, Audit string }
	}
	k.Want(201, "POST", "/api/v1/campaigns", apitest.CampaignPlan(nil), &m)
	for _, step := range []string{"seal", "draw", "open"} {
		k.Want(200, "POST", "/api/v1/campaigns/"+m.ID+"/"+step, apitest.Object{}, &m)
	}
	hall := m.Visits[0].Hall
	id := func(voided int) string {
		return string(campaign.VisitID(campaign.ID(m.ID), checklists.HallID(hall), voided))
	}
	begin := func(status int, id string) {
		t.Helper()
		k.Want(status, "POST", "/api/v1/audits", apitest.Object{"id": id, "hall": hall,
			"kind": "unannounced", "campaign": m.ID}, nil)
	}
	void := func(status int, id, reason string) {
		t.Helper()
		k.Want(status, "POST", "/api/v1/audits/"+id+"/void", apitest.Object{"comment": reason}, nil)
	}
	k.SignIn("auditor")
	begin(422, id(1)) // the first one was not voided
	begin(201, id(0))
	void(422, id(0), " ")
	k.Record(id(0), k.Change("HS006", apitest.Object{"verdict": "pass"}))
	void(409, id(0), "选错了大厅")
	undone := k.Operation("HS006", "clear", nil)
	undone["saw"] = k.Audit(id(0)).Answers["HS006"].Heads
	k.Record(id(0), undone)
	k.SignIn("auditor2")
	void(403, id(0), "选错了大厅")
	k.SignIn("auditor")
	void(200, id(0), "选错了大厅")
	void(409, id(0), "再来一次")
	begin(422, id(0))
	begin(201, id(1))
	k.SignIn("supervisor")
	k.Want(200, "GET", "/api/v1/campaigns/"+m.ID, nil, &m)
	if m.Visits[0].Audit != id(1) {
		t.Errorf("the visit is %q, want the one that was begun anew", m.Visits[0].Audit)
	}
	listed := func(query string) (ids string) {
		var list struct{ Items []struct{ ID string } }
		k.Want(200, "GET", "/api/v1/audits"+query, nil, &list)
		for _, a := range list.Items {
			ids += " " + a.ID
		}
		return ids
	}
	if strings.Contains(listed(""), id(0)) || !strings.Contains(listed("?status=voided"), id(0)) {
		t.Errorf("%s is listed:%s; voided:%s", id(0), listed(""), listed("?status=voided"))
	}
	page := k.Browse("supervisor").Get("/audits/" + id(1))
	if !strings.Contains(page.Body, "/audits/"+id(1)+"/void") {
		t.Error("the page of an empty audit does not offer to void it")
	}
	b := k.Browse("supervisor")
	if p := b.Get("/audits/" + id(1) + "/void"); p.Status != 200 || !strings.Contains(p.Body, "作废原因") {
		t.Errorf("asked: %d %s", p.Status, p.Main())
	}
	form := url.Values{"revision": {"1"}, "comment": {"人员调整"}}
	if p := b.Post("/audits/"+id(1)+"/void", form); p.Status != 303 {
		t.Errorf("voided by page: %d %s", p.Status, p.Main())
	}
	if log := k.Browse("admin").Get("/events").Body; strings.Count(log, "作废检查") != 2 {
		t.Error("the event log does not say so twice")
	}
}
