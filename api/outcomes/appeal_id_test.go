package outcomes_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"hallmark/api/apitest"
)

// TestDecisionCannotBeForestalled sends an answer under the ID that the decision on a later appeal
// had in former versions. The answer is refused, and the decision changes the score in the name of
// the person who decided.
func TestDecisionCannotBeForestalled(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.Must(k.AddSupervisor("supervisor2"))
	audit := k.ReadyAudit()
	early := k.Change("HS044", apitest.Object{"level": 2})
	early["id"] = uuid.NewSHA1(uuid.NameSpaceOID, []byte("appeal/"+audit+"-HS044")).String()
	if r := k.Record(audit, early)[0]; r.Status != "rejected" || r.Code != "id" {
		t.Errorf("an answer under the decision's ID: %s %s", r.Status, r.Code)
	}
	at := "/api/v1/audits/" + audit
	k.Want(http.StatusOK, "POST", at+"/submit", nil, nil)
	k.SignIn("supervisor")
	k.Want(http.StatusOK, "POST", at+"/approve", nil, nil)
	before := k.Audit(audit).Result.Total
	k.SignIn("head")
	k.Want(http.StatusCreated, "POST", at+"/appeals",
		apitest.Object{"clause": "HS044", "ground": "清单当日更新"}, nil)
	decide := "/api/v1/appeals/" + audit + "-HS044/decide"
	body := apitest.Object{"uphold": true, "reason": "材料属实", "answer": apitest.Object{"level": 3}}
	k.SignIn("supervisor") // who approved the audit
	k.Want(http.StatusForbidden, "POST", decide, body, nil)
	k.SignIn("supervisor2")
	var decided struct {
		State    string
		Decision struct{ By string }
	}
	k.Want(http.StatusOK, "POST", decide, body, &decided)
	after := k.Audit(audit)
	if decided.State != "upheld" || decided.Decision.By != "supervisor2" || after.Result.Total == before {
		t.Errorf("%+v, total %s after %s", decided, after.Result.Total, before)
	}
	if s := after.Answers["HS044"]; s.By != "supervisor2" || uuid.MustParse(s.Change).Version() != 8 {
		t.Errorf("the answer that stands is by %s under %s", s.By, s.Change)
	}
}

// TestOneDecisionOnAClause: who decided on an appeal decides on another clause of the audit, but not
// on the same clause of a re-check, and is told why by API and page.
func TestOneDecisionOnAClause(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.Must(k.AddSupervisor("judge"))
	k.Must(k.AddSupervisor("other"))
	audit := k.ApprovedAudit()
	dismissed := apitest.Object{"uphold": false, "reason": "维持"}
	appeal := func(audit, clause string) string {
		k.SignIn("head")
		k.Want(http.StatusCreated, "POST", "/api/v1/audits/"+audit+"/appeals",
			apitest.Object{"clause": clause, "ground": "清单当日更新"}, nil)
		return "/appeals/" + audit + "-" + clause
	}
	for _, clause := range []string{"HS044", "HS079"} {
		at := appeal(audit, clause)
		k.SignIn("judge")
		k.Want(http.StatusOK, "POST", "/api/v1"+at+"/decide", dismissed, nil)
	}
	k.SignIn("auditor")
	var visit struct{ ID string }
	k.Want(http.StatusCreated, "POST", "/api/v1/audits", apitest.Object{"hall": "GS-S03",
		"kind": "recheck", "origin": audit, "only": []string{"HS044"}}, &visit)
	k.Record(visit.ID, k.Change("HS044", apitest.Object{"level": 1}))
	k.Want(http.StatusOK, "POST", "/api/v1/audits/"+visit.ID+"/submit", nil, nil)
	k.SignIn("supervisor")
	k.Want(http.StatusOK, "POST", "/api/v1/audits/"+visit.ID+"/approve", nil, nil)
	at := appeal(visit.ID, "HS044")
	k.SignIn("judge")
	status, _, body := k.Call("POST", "/api/v1"+at+"/decide", dismissed)
	if status != http.StatusForbidden || apitest.CodeOf(t, body) != "appeal-involved" ||
		!strings.Contains(string(body), "您已就同一条款的申诉作过复核决定") {
		t.Errorf("a second decision: %d %s", status, body)
	}
	p := k.Browse("judge").Get(at)
	p.Want(t, http.StatusOK, "您已就同一条款的申诉作过复核决定")
	if strings.Contains(p.Body, at+"/decide") {
		t.Error("there is a form all the same")
	}
	k.SignIn("other")
	k.Want(http.StatusOK, "POST", "/api/v1"+at+"/decide", dismissed, nil)
}

// TestPagesSayWhyNot: where somebody works in the hall, its pages have no form for what would be
// refused, and say why.
func TestPagesSayWhyNot(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.Must(k.AddSupervisor("mole"))
	k.Rated()
	audit := k.ApprovedAudit()
	k.SignIn("head")
	k.Want(http.StatusCreated, "POST", "/api/v1/audits/"+audit+"/appeals",
		apitest.Object{"clause": "HS044", "ground": "清单当日更新"}, nil)
	k.SignIn("auditor")
	waits := k.ReadyAudit()
	k.Want(http.StatusOK, "POST", "/api/v1/audits/"+waits+"/submit", nil, nil)
	k.SignIn("supervisor")
	var m struct{ ID string }
	k.Want(http.StatusCreated, "POST", "/api/v1/campaigns", apitest.CampaignPlan(nil), &m)
	k.Place("mole", "GS-S03", "")
	mole := k.Browse("mole")
	for path, form := range map[string]string{
		"/audits/" + waits + "/review":        `name="do"`,
		"/audits/" + waits + "/approve":       `action="/audits/` + waits + `/approve"`,
		"/audits/" + waits + "/return":        `action="/audits/` + waits + `/return"`,
		"/appeals/" + audit + "-HS044":        "/decide",
		"/rectifications/" + audit + "-HS079": "/extend",
		"/campaigns/" + m.ID:                  "/seal",
		"/feedback?hall=GS-S03":               "/moderate",
	} {
		p := mole.Get(path)
		p.Want(t, http.StatusOK, "只能办理大厅自己的事项")
		if strings.Contains(p.Body, form) {
			t.Errorf("%s: there is a form all the same", path)
		}
		if p := k.Browse("supervisor").Get(path); strings.Contains(p.Body, "只能办理大厅自己的事项") {
			t.Errorf("%s: somebody else is told, too", path)
		}
	}
}
