package evidence_test

import (
	"net/http"
	"strings"
	"testing"

	"hallmark/api/apitest"
	"hallmark/standard"
)

// What an audit shows is listed with what of it has arrived; the review names the clauses of which
// photographs are missing.
func TestShown(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("auditor")
	id := k.StartAudit("GS-S03")
	bytes := apitest.Photograph(t, 3)
	late := string(standard.DigestBytes(bytes))
	there := k.Upload(4)
	for _, d := range []string{there, late} {
		k.Record(id, k.Operation("HS006", "evidence.add", apitest.Object{"sha256": d}))
	}
	shown := func() map[string]bool {
		var list struct {
			Items []struct {
				Clause, SHA256 string
				There          bool
			}
		}
		k.Want(http.StatusOK, "GET", "/api/v1/audits/"+id+"/evidence", nil, &list)
		seen := map[string]bool{}
		for _, one := range list.Items {
			seen[one.Clause+" "+one.SHA256] = one.There
		}
		return seen
	}
	if got := shown(); len(got) != 2 || !got["HS006 "+there] || got["HS006 "+late] {
		t.Errorf("before: %v", got)
	}
	const sentence = "有照片没有到达服务器"
	review := func() string { return k.Browse("supervisor").Get("/audits/" + id + "/review").Body }
	if body := review(); !strings.Contains(body, sentence) || !strings.Contains(body, "缺 1 张") {
		t.Error("the review does not say what is missing")
	}
	k.Want(http.StatusCreated, "PUT", "/api/v1/evidence/"+late, bytes, nil)
	if got := shown(); len(got) != 2 || !got["HS006 "+late] {
		t.Errorf("after: %v", got)
	}
	if strings.Contains(review(), sentence) {
		t.Error("the review says that something is missing")
	}
	k.SignIn("head")
	if status, _, _ := k.Call("GET", "/api/v1/audits/"+id+"/evidence", nil); status != http.StatusNotFound {
		t.Errorf("somebody who may not read the audit: status %d", status)
	}
}
