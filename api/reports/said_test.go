package reports_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"hallmark/api/apitest"
)

// TestSaidIsPrinted: what was written at the end, by tablet or page, stands in report and record and
// on the pages of the audit.
func TestSaidIsPrinted(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("auditor")
	said := apitest.Object{"comment": "3号窗口设备已报修。", "summary": "大厅秩序正常。", "opinion": "无异议，月底前整改。"}
	first := k.ReadyAudit()
	k.Want(http.StatusOK, "POST", "/api/v1/audits/"+first+"/submit", said, nil)
	second := k.ReadyAudit()
	form := url.Values{"revision": {"2"}}
	for name, text := range said {
		form.Set(name, text.(string))
	}
	if status, _, body := k.SendForm("/audits/"+second+"/submit", form); status != http.StatusOK {
		t.Fatalf("the form is answered %d: %s", status, body)
	}
	for _, id := range []string{first, second} {
		for _, paper := range []string{"report.pdf", "record.pdf"} {
			text := k.TextOf("/api/v1/audits/" + id + "/" + paper)
			for _, want := range said {
				if !strings.Contains(text, want.(string)) {
					t.Errorf("%s lacks %q", paper, want)
				}
			}
		}
		for _, page := range []string{"", "/score"} {
			_, _, body := k.Call("GET", "/audits/"+id+page, nil)
			for _, want := range said {
				if !strings.Contains(string(body), want.(string)) {
					t.Errorf("/audits/%s%s lacks %q", id, page, want)
				}
			}
		}
	}
}
