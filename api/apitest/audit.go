package apitest

import (
	"encoding/json"
	"net/http"
	"testing"
)

// ChangeResult is what became of one change.
type ChangeResult struct{ ID, Status, Code, Detail string }

// Reply is the answer to changes.
type Reply struct {
	Revision int
	Results  []ChangeResult
	Since    []struct {
		ID, Clause, At, By, Claimed string
		Revision                    int
	}
}

// Send records changes as a device that has seen a revision does.
func (k *Kit) Send(audit string, revision int, changes ...Object) (r Reply) {
	k.T.Helper()
	if changes == nil {
		changes = []Object{}
	}
	k.Want(http.StatusOK, "POST", "/api/v1/audits/"+audit+"/changes",
		Object{"revision": revision, "changes": changes}, &r)
	return r
}

// Record sends changes and returns what became of them.
func (k *Kit) Record(audit string, changes ...Object) []ChangeResult {
	k.T.Helper()
	return k.Send(audit, 1, changes...).Results
}

// CodeOf reads the code of a problem.
func CodeOf(t *testing.T, body []byte) string {
	t.Helper()
	var p struct{ Code string }
	if err := json.Unmarshal(body, &p); err != nil {
		t.Fatalf("no problem document: %s", body)
	}
	return p.Code
}

// AuditSeen is an audit as the API shows it.
type AuditSeen struct {
	ID, Number, Hall, Tier, State, Edition, Digest string
	Revision, Answered, Asked                      int
	Inspectors                                     []string
	Result                                         *struct{ Total json.Number }
	Answers                                        map[string]answerSeen
	Transitions                                    []struct{ To, By, Comment string }
}

type answerSeen struct {
	Value    json.RawMessage
	Note     string
	Evidence []string
	By, At   string
	Change   string
	Heads    []string
	Conflict []struct {
		Value      json.RawMessage
		By, Change string
	}
}

// Audit reads an audit in the name of the person who is signed in.
func (k *Kit) Audit(id string) (a AuditSeen) {
	k.T.Helper()
	k.Want(200, "GET", "/api/v1/audits/"+id, nil, &a)
	return a
}
