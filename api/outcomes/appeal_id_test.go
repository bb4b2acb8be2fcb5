package outcomes_test

import (
	"net/http"
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
