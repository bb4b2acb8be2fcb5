package mongodb_test

import (
	"net/http"
	"os"
	"slices"
	"testing"
	"time"

	"hallmark/api/apitest"
)

// TestJourney walks the whole program on MongoDB from the start of an audit to the corrected report:
// answers, submission, approval, a rectification with its photograph, an appeal that is upheld. The
// same use cases run on SQLite in every other test of the program. It belongs to make test-long.
func TestJourney(t *testing.T) {
	if os.Getenv("HALLMARK_LONG") != "1" {
		t.Skip("walks the whole program: make test-long, or HALLMARK_LONG=1")
	}
	engine := open(t, database(t, base))
	k := apitest.NewOn(t, engine, engine.Blobs(), engine.Shelf())
	k.Must(k.AddSupervisor("boss"))
	id := k.ApprovedAudit()
	at := "/api/v1/audits/" + id
	before := k.Audit(id)
	first := k.Report(id)

	k.SignIn("head")
	one := "/api/v1/rectifications/" + id + "-HS079"
	k.Want(http.StatusOK, "POST", one+"/plan", apitest.Object{"text": "专人补齐", "finish": "2018-03-09"}, nil)
	k.Want(http.StatusOK, "POST", one+"/reply",
		apitest.Object{"text": "已补齐", "evidence": []string{k.Upload(7)}}, nil)
	k.Want(http.StatusCreated, "POST", at+"/appeals",
		apitest.Object{"clause": "HS044", "ground": "清单当日更新"}, nil)
	k.SignIn("boss")
	k.Clock.Advance(time.Minute)
	k.Want(http.StatusOK, "POST", "/api/v1/appeals/"+id+"-HS044/decide",
		apitest.Object{"uphold": true, "reason": "属实", "answer": apitest.Object{"level": 3}}, nil)

	after := k.Audit(id)
	if before.Digest == after.Digest {
		t.Error("an appeal that is upheld leaves the audit as it was")
	}
	k.SignIn("supervisor")
	corrected := k.Report(id)
	k.WantVerified(first, corrected)
	k.SignIn("admin")
	actions := k.WantChain(id, after.Digest)
	if !slices.Contains(actions, "audit-restated boss") {
		t.Errorf("events %v", actions)
	}
	k.Pass()
}
