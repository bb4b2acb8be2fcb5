package api_test

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"hallmark/api/apitest"
)

// bystanding lists the calls that change something and decide nothing about a hall: what everybody
// does for themselves, the standards, the register as a whole, bulletins, settings, and the hall's
// own steps. What a call inspects is held by TestOwnHall of api/audits.
const bystanding = `
	DELETE /api/v1/bulletins/{id}; DELETE /api/v1/campaigns/{id}/archive
	DELETE /api/v1/drafts/{id}; DELETE /api/v1/robots/{id}; DELETE /api/v1/sessions/current
	DELETE /api/v1/webhooks/{id}; PATCH /api/v1/bulletins/{id}; PATCH /api/v1/drafts/{id}
	PATCH /api/v1/robots/{id}; PATCH /api/v1/webhooks/{id}; POST /amendments
	POST /amendments/{id}/approve; POST /amendments/{id}/publish; POST /amendments/{id}/reject
	POST /amendments/{id}/withdraw; POST /api/v1/amendments
	POST /api/v1/amendments/{id}/approve; POST /api/v1/amendments/{id}/dry-run
	POST /api/v1/amendments/{id}/publish; POST /api/v1/amendments/{id}/reject
	POST /api/v1/amendments/{id}/withdraw; POST /api/v1/audits; POST /api/v1/audits/{id}/appeals
	POST /api/v1/audits/{id}/changes; POST /api/v1/audits/{id}/confirm
	POST /api/v1/audits/{id}/presence; POST /api/v1/audits/{id}/submit; POST /api/v1/bulletins
	POST /api/v1/bulletins/{id}/issue; POST /api/v1/bulletins/{id}/redraft
	POST /api/v1/campaigns/{id}/archive; POST /api/v1/comments/{id}/answer
	POST /api/v1/consultations/{id}/comments; POST /api/v1/drafts; POST /api/v1/drafts/import
	POST /api/v1/drafts/{id}/consultation; POST /api/v1/drafts/{id}/edits
	POST /api/v1/drafts/{id}/submit; POST /api/v1/feedback/{id}/answer; POST /api/v1/halls
	POST /api/v1/hand-ins
	POST /api/v1/halls/import; POST /api/v1/notifications/confirm
	POST /api/v1/notifications/read; POST /api/v1/outbox/{id}/retry; POST /api/v1/phone-checks
	POST /api/v1/proposals; POST /api/v1/proposals/{id}/answer
	POST /api/v1/rectifications/{id}/plan; POST /api/v1/rectifications/{id}/reply
	POST /api/v1/robots; POST /api/v1/robots/{id}/test; POST /api/v1/score
	POST /api/v1/sessions; POST /api/v1/steps/again; POST /api/v1/trainings; POST /api/v1/trainings/{id}/practice
	POST /api/v1/verify; POST /api/v1/webhooks; POST /api/v1/webhooks/{id}/rotate
	POST /api/v1/webhooks/{id}/test; POST /audits; POST /audits/{id}/appeals
	POST /audits/{id}/carry; POST /audits/{id}/clauses/{uid}; POST /audits/{id}/confirm
	POST /audits/{id}/submit; POST /bulletins; POST /bulletins/{id}
	POST /campaigns/{id}/reports; POST /comments/{id}/answer; POST /consultations
	POST /consultations/{id}/comments; POST /drafts; POST /drafts/import
	POST /drafts/{id}/clauses/{uid}; POST /drafts/{id}/frame; POST /drafts/{id}/notes
	POST /drafts/{id}/sheet; POST /drafts/{id}/state; POST /drafts/{id}/steps; POST /f/{code}
	POST /feedback/{id}/answer; POST /halls; POST /halls/import; POST /halls/import/confirm
	POST /language; POST /notifications/confirm; POST /notifications/read
	POST /notifications/settings; POST /outbox/{id}; POST /outbox/steps; POST /password; POST /phone-checks/form
	POST /phone-checks/halls/{id}; POST /proposals; POST /proposals/{id}/answer
	POST /rectifications/{id}/plan; POST /rectifications/{id}/reply; POST /robots
	POST /robots/{id}; POST /settings; POST /sign-in; POST /sign-out; POST /training
	POST /training/{id}; POST /training/{id}/practice; POST /users/{id}; POST /verify
	POST /webhooks; POST /webhooks/{id}; PUT /api/v1/evidence/{sha256}
	PUT /api/v1/notifications/settings; PUT /api/v1/phone-checks/form; PUT /api/v1/settings
	PUT /api/v1/settings/calendar; PUT /api/v1/editions/{id}/aids; POST /editions/{id}/aids; POST /settings/calendar
	PUT /api/v1/trainings/{id}; PUT /api/v1/users/{id}/place`

// decision is a call that decides about a hall, and who is refused it: by the code of the refusal.
type decision struct {
	path    string
	body    apitest.Object // nil for a form
	form    url.Values
	refused map[string][]string // usernames
}

// matter is what the decisions of the test are about: GS-S03, in which the supervisor "mole" and the
// inspector "mole2" work.
type matter struct {
	k                           *apitest.Kit
	submitted, mine, approved   string // audits; the supervisor "boss" inspects mine
	appeal, waiting, recheck    string // the head's reply waits; the re-check is of boss's reply
	draft, drawn, feedback, day string
	handIn                      string // undecided
	replied, open               string // clauses: boss replied; nobody has planned or replied
}

// TestInvolvedDecideNothing walks every call that decides about a hall with everybody who is
// involved, and then with somebody who is not. A new call that changes something stands in
// bystanding or has a decision here.
func TestInvolvedDecideNothing(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.Stay()
	m := makeMatter(k)
	decisions := m.decisions()
	calls := k.Server.Calls()
	var standsBy []string
	for _, call := range strings.FieldsFunc(bystanding, func(r rune) bool { return r == ';' || r == '\n' }) {
		standsBy = append(standsBy, strings.TrimSpace(call))
	}
	for _, call := range calls {
		known := decisions[call].path != "" || slices.Contains(standsBy, call)
		if !strings.HasPrefix(call, "GET ") && !known {
			t.Errorf("%s: nobody wrote down whether it decides about a hall", call)
		}
	}
	for _, call := range standsBy {
		if !slices.Contains(calls, call) {
			t.Errorf("%s: no such call", call)
		}
	}
	for call, d := range decisions {
		if !slices.Contains(calls, call) {
			t.Errorf("%s: no such call", call)
			continue
		}
		for code, people := range d.refused {
			for _, person := range people {
				m.wantRefused(t, person, call, d, code)
			}
		}
	}
	for _, call := range []string{ // they change nothing that the others need
		"POST /api/v1/feedback/{id}/moderate", "POST /api/v1/appeals/{id}/decide",
		"POST /api/v1/rectifications/{id}/extend", "POST /api/v1/rectifications/{id}/verify",
		"POST /api/v1/audits/{id}/approve", "PATCH /api/v1/halls/{id}", "POST /api/v1/campaigns",
		"POST /api/v1/campaigns/{id}/seal",
	} {
		k.SignIn("judge")
		method, _, _ := strings.Cut(call, " ")
		path := decisions[call].path
		if status, _, body := k.Call(method, path, decisions[call].body); status >= 300 {
			t.Errorf("%s by somebody who is not involved: %d %s", call, status, body)
		}
	}
}

// wantRefused makes a call that is refused, by the API with a code, on a page with its sentence.
func (m *matter) wantRefused(t *testing.T, person, call string, d decision, code string) {
	t.Helper()
	k := m.k
	k.SignIn(person)
	method, _, _ := strings.Cut(call, " ")
	if d.form != nil {
		sentence := map[string]string{"own-hall": "只能办理大厅自己的事项", "own-audit": "您是这次检查的检查员",
			"own-reply": "您回复了这项整改", "appeal-involved": "不能作复核决定。您"}[code]
		form := maps.Clone(d.form)
		form["revision"] = []string{m.revision(d.path)}
		status, _, body := k.SendForm(d.path, form)
		if status != http.StatusForbidden || !strings.Contains(body, sentence) {
			t.Errorf("%s by %s: %d, want the page with %q", call, person, status, sentence)
		}
		return
	}
	status, _, body := k.Call(method, d.path, d.body)
	if status != http.StatusForbidden || apitest.CodeOf(t, body) != code {
		t.Errorf("%s by %s: %d %s, want %s", call, person, status, body, code)
	}
}

// revision is that of the document to which a form is sent.
func (m *matter) revision(path string) string {
	parts := strings.Split(path, "/") // "", "audits", id, step
	if parts[1] == "feedback" || len(parts) < 3 {
		return "1"
	}
	var doc struct{ Revision int }
	m.k.Want(200, "GET", "/api/v1/"+parts[1]+"/"+parts[2], nil, &doc)
	return strconv.Itoa(doc.Revision)
}

func makeMatter(k *apitest.Kit) *matter {
	k.T.Helper()
	for _, name := range []string{"boss", "judge", "mole"} {
		k.Must(k.AddSupervisor(name))
	}
	k.Rated()
	m := &matter{k: k, feedback: apitest.WaitingID, day: "2018-12-03", approved: k.ApprovedAudit()}
	k.SignIn("head")
	photo := k.Upload(7)
	at := "/api/v1/rectifications/" + m.approved + "-HS079"
	k.Want(200, "POST", at+"/plan", apitest.Object{"text": "专人补齐", "finish": "2018-03-09"}, nil)
	k.Want(200, "POST", at+"/reply", apitest.Object{"text": "已补齐", "evidence": []string{photo}}, nil)
	m.waiting = at
	var list struct{ Items []struct{ Clause string } }
	k.Want(200, "GET", "/api/v1/rectifications?limit=200&audit="+m.approved, nil, &list)
	for _, r := range list.Items {
		if r.Clause != "HS079" && r.Clause != "HS044" {
			m.replied, m.open = m.open, r.Clause
		}
	}
	k.SignIn("boss") // who enters an appeal that was made on paper, and a plan and a reply
	m.appeal = "/api/v1/appeals/" + m.approved + "-HS044"
	k.Want(201, "POST", "/api/v1/audits/"+m.approved+"/appeals",
		apitest.Object{"clause": "HS044", "ground": "清单当日更新"}, nil)
	k.Want(200, "POST", "/api/v1/rectifications/"+m.approved+"-"+m.replied+"/reply",
		apitest.Object{"text": "已督促", "evidence": []string{k.Upload(8)}}, nil)
	var a struct{ ID string }
	k.Want(201, "POST", "/api/v1/audits", apitest.Object{"hall": "GS-S03", "kind": "comprehensive"}, &a)
	m.mine = a.ID
	k.Record(m.mine, k.Answers("subdistrict")...)
	k.Want(200, "POST", "/api/v1/audits/"+m.mine+"/submit", nil, nil)
	m.submitted = k.ReadyAudit()
	k.Want(200, "POST", "/api/v1/audits/"+m.submitted+"/submit", nil, nil)
	k.Want(201, "POST", "/api/v1/audits", apitest.Object{"hall": "GS-S03", "kind": "recheck",
		"origin": m.approved, "only": []string{m.replied}}, &a)
	m.recheck = a.ID
	for _, c := range k.Answers("subdistrict") {
		if c["clause"] == m.replied {
			k.Record(m.recheck, c)
		}
	}
	k.Want(200, "POST", "/api/v1/audits/"+m.recheck+"/submit", nil, nil)
	m.handIn = apitest.HandIn(k, "auditor2", "GS-S03", "01890a5d-ac96-774b-bcce-b302099a8058")
	k.SignIn("supervisor")
	for _, one := range []*string{&m.draft, &m.drawn} {
		k.Want(201, "POST", "/api/v1/campaigns", apitest.CampaignPlan(nil), &a)
		*one = "/api/v1/campaigns/" + a.ID
	}
	k.Want(200, "POST", m.drawn+"/seal", apitest.Object{}, nil)
	k.Want(200, "POST", m.drawn+"/draw", apitest.Object{}, nil)
	k.Place("mole", "GS-S03", "")
	k.Place("auditor", "GS-S03", "") // who inspected before
	return m
}

func (m *matter) decisions() map[string]decision {
	hall := map[string][]string{"own-hall": {"mole"}}
	page := func(path string) string { return strings.TrimPrefix(path, "/api/v1") }
	mine := "/audits/" + m.mine
	reviews := map[string][]string{"own-audit": {"boss"}, "own-hall": {"mole"}}
	judges := map[string][]string{"own-hall": {"mole"}, "appeal-involved": {"boss", "supervisor"}}
	verifies := map[string][]string{"own-hall": {"mole", "auditor"}}
	full := apitest.Object{"answer": apitest.Object{"level": 3}, "comment": "现场核实"}
	deadline := apitest.Object{"until": m.day, "reason": "采购"}
	visit := apitest.Object{"hall": "GS-S03", "day": "2018-03-05"}
	decide := apitest.Object{"uphold": true, "reason": "属实", "answer": apitest.Object{"level": 3}}
	day := url.Values{"until": {m.day}, "reason": {"采购"}}
	return map[string]decision{
		"POST /api/v1/audits/{id}/approve": {path: "/api/v1" + mine + "/approve",
			body: apitest.Object{}, refused: reviews},
		"POST /api/v1/audits/{id}/return": {path: "/api/v1" + mine + "/return",
			body: apitest.Object{"comment": "请补充"}, refused: reviews},
		"POST /api/v1/audits/{id}/void": {path: "/api/v1" + mine + "/void",
			body: apitest.Object{"comment": "选错了大厅"}, refused: hall},
		"POST /audits/{id}/void": {path: mine + "/void", form: url.Values{"comment": {"选错了大厅"}},
			refused: hall},
		"POST /api/v1/hand-ins/{id}/take": {path: "/api/v1/hand-ins/" + m.handIn + "/take",
			body: apitest.Object{"revision": 1}, refused: hall},
		"POST /api/v1/hand-ins/{id}/refuse": {path: "/api/v1/hand-ins/" + m.handIn + "/refuse",
			body: apitest.Object{"revision": 1, "comment": "不收"}, refused: hall},
		"POST /hand-ins/{id}": {path: "/hand-ins/" + m.handIn,
			form: url.Values{"do": {"refuse"}, "comment": {"不收"}}, refused: hall},
		"POST /audits/{id}/approve": {path: "/audits/" + m.recheck + "/approve", form: url.Values{},
			refused: map[string][]string{"own-reply": {"boss"}, "own-hall": {"mole"}}},
		"POST /audits/{id}/return": {path: mine + "/return", form: url.Values{"comment": {"请补充"}},
			refused: reviews},
		"POST /audits/{id}/review": {path: mine + "/review",
			form: url.Values{"do": {"return"}, "comment": {"请补充"}}, refused: reviews},
		"POST /api/v1/appeals/{id}/decide": {path: m.appeal + "/decide", body: decide, refused: judges},
		"POST /appeals/{id}/decide": {path: page(m.appeal) + "/decide",
			form: url.Values{"uphold": {"0"}, "reason": {"维持"}}, refused: judges},
		"POST /api/v1/rectifications/{id}/verify": {path: m.waiting + "/verify", body: full,
			refused: verifies},
		"POST /api/v1/rectifications/{id}/return": {path: m.waiting + "/return",
			body: apitest.Object{"comment": "看不清"}, refused: verifies},
		"POST /rectifications/{id}/verify": {path: page(m.waiting) + "/verify",
			form: url.Values{"level": {"3"}, "comment": {"现场核实"}}, refused: verifies},
		"POST /rectifications/{id}/return": {path: "/rectifications/" + m.approved + "-" + m.replied + "/return",
			form:    url.Values{"comment": {"看不清"}},
			refused: map[string][]string{"own-reply": {"boss"}, "own-hall": {"mole", "auditor"}}},
		"POST /api/v1/rectifications/{id}/extend": {path: "/api/v1/rectifications/" + m.approved +
			"-" + m.open + "/extend", body: deadline, refused: hall},
		"POST /rectifications/{id}/extend": {path: "/rectifications/" + m.approved + "-" + m.open + "/extend",
			form: day, refused: hall},
		"POST /api/v1/feedback/{id}/moderate": {path: "/api/v1/feedback/" + m.feedback + "/moderate",
			body: apitest.Object{"show": true}, refused: hall},
		"POST /feedback/{id}/moderate": {path: "/feedback/" + apitest.RudeID + "/moderate",
			form: url.Values{"do": {"withhold"}, "reason": {"x"}}, refused: hall},
		"POST /api/v1/campaigns": {path: "/api/v1/campaigns", body: apitest.CampaignPlan(nil),
			refused: hall},
		"PATCH /api/v1/campaigns/{id}": {path: m.draft, body: apitest.CampaignPlan(nil), refused: hall},
		"POST /api/v1/campaigns/{id}/seal": {path: m.draft + "/seal", body: apitest.Object{},
			refused: hall},
		"POST /api/v1/campaigns/{id}/draw": {path: m.drawn + "/draw",
			body: apitest.Object{"comment": "重抽"}, refused: hall},
		"POST /api/v1/campaigns/{id}/open": {path: m.drawn + "/open", body: apitest.Object{},
			refused: hall},
		"POST /api/v1/campaigns/{id}/close": {path: m.drawn + "/close", body: apitest.Object{},
			refused: hall},
		"POST /api/v1/campaigns/{id}/visits": {path: m.drawn + "/visits", body: visit, refused: hall},
		"POST /campaigns":                    {path: "/campaigns", form: apitest.PlanFields(nil), refused: hall},
		"POST /campaigns/{id}/plan": {path: page(m.draft) + "/plan", form: apitest.PlanFields(nil),
			refused: hall},
		"POST /campaigns/{id}/seal":  {path: page(m.draft) + "/seal", form: url.Values{}, refused: hall},
		"POST /campaigns/{id}/draw":  {path: page(m.drawn) + "/draw", form: url.Values{}, refused: hall},
		"POST /campaigns/{id}/open":  {path: page(m.drawn) + "/open", form: url.Values{}, refused: hall},
		"POST /campaigns/{id}/close": {path: page(m.drawn) + "/close", form: url.Values{}, refused: hall},
		"POST /campaigns/{id}/visits": {path: page(m.drawn) + "/visits",
			form: url.Values{"hall": {"GS-S03"}}, refused: hall},
		"PATCH /api/v1/halls/{id}": {path: "/api/v1/halls/GS-S03",
			body: apitest.Object{"revision": 1, "status": "closed"}, refused: hall},
		"POST /halls/{id}": {path: "/halls/GS-S03", form: url.Values{"revision": {"1"}}, refused: hall},
	}
}
