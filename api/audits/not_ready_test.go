package audits_test

import (
	"net/http"
	"strings"
	"testing"

	"hallmark/api/apitest"
)

// TestSubmissionNamesClauses: a refused submission names each clause by number and title in the
// language of the reader, and the same does a score of answers that cannot be.
func TestSubmissionNamesClauses(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("auditor")
	id := k.StartAudit("GS-S03", "auditor", "auditor2")
	for who, value := range map[string]int{"auditor": 180, "auditor2": 190} { // neither has seen the other
		k.SignIn(who)
		k.Record(id, k.Change("HS001", apitest.Object{"value": value}))
	}
	k.SignIn("auditor")
	details := func(language string) string {
		r := k.Request("POST", "/api/v1/audits/"+id+"/submit", nil)
		r.Header.Set("Accept-Language", language)
		status, _, body := k.Do(r)
		if status != http.StatusConflict {
			t.Errorf("%d %s", status, body)
		}
		return string(body)
	}
	zh, en := details("zh"), details("en")
	for _, want := range []string{"5.1.1 大厅使用面积：存在冲突，须先选定其一。", "：尚未作答。"} {
		if !strings.Contains(zh, want) {
			t.Errorf("%q is missing in %.600s", want, zh)
		}
	}
	if !strings.Contains(en, ": is in conflict; choose one value first.") || !strings.Contains(en, `"detail":"5.1.1 `) {
		t.Errorf("%.600s", en)
	}
	status, _, body := k.Call("POST", "/api/v1/score", apitest.Object{"edition": "2017", "tier": "subdistrict",
		"answers": apitest.Object{"HS005": apitest.Object{"numerator": 9, "denominator": 5}}})
	if status != http.StatusUnprocessableEntity || !strings.Contains(string(body), "HS005：") {
		t.Errorf("%d %s", status, body)
	}
}
