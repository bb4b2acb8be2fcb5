package api_test

import (
	"encoding/json"
	"net/http"
	"testing"
)

// changeResult is what became of one change.
type changeResult struct{ ID, Status, Code, Detail string }

// reply is the answer to changes.
type reply struct {
	Revision int
	Results  []changeResult
	Since    []struct {
		ID, Clause, At, By, Claimed string
		Revision                    int
	}
}

// send records changes as a device does that has seen a revision.
func (k *kit) send(audit string, revision int, changes ...object) (r reply) {
	k.t.Helper()
	if changes == nil {
		changes = []object{}
	}
	k.want(http.StatusOK, "POST", "/api/v1/audits/"+audit+"/changes",
		object{"revision": revision, "changes": changes}, &r)
	return r
}

// record sends changes and returns what became of them.
func (k *kit) record(audit string, changes ...object) []changeResult {
	k.t.Helper()
	return k.send(audit, 1, changes...).Results
}

// codeOf reads the code of a problem.
func codeOf(t *testing.T, body []byte) string {
	t.Helper()
	var p struct{ Code string }
	if err := json.Unmarshal(body, &p); err != nil {
		t.Fatalf("no problem document: %s", body)
	}
	return p.Code
}
