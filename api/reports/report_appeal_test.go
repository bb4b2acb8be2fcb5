package reports_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"hallmark/api/apitest"
)

// TestPrintedAfterAppeals appeals against two clauses of an audit that was approved on 1 March 2018.
// The day after somebody else upholds one and dismisses the other. The report still names who
// approved, and both decisions; the notice keeps what was issued and remarks what fell away.
func TestPrintedAfterAppeals(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	at := "/api/v1/audits/" + k.ApprovedAudit()
	k.Must(k.AddSupervisor("supervisor2"))
	issued := k.TextOf(at + "/rectification-notice.pdf")
	plain := k.Report(strings.TrimPrefix(at, "/api/v1/audits/"))
	k.SignIn("head")
	for clause, ground := range map[string]string{"HS044": "清单当日更新", "HS079": "台账当日送审"} {
		k.Want(http.StatusCreated, "POST", at+"/appeals", apitest.Object{"clause": clause, "ground": ground}, nil)
	}
	k.Clock.Advance(24 * time.Hour)
	k.SignIn("supervisor2")
	decide := func(clause string, how apitest.Object) (d struct {
		Decision struct{ Before, After struct{ Total json.Number } }
	}) {
		k.Want(http.StatusOK, "POST", strings.Replace(at, "audits", "appeals", 1)+"-"+clause+"/decide", how, &d)
		return d
	}
	decide("HS079", apitest.Object{"uphold": false, "reason": "台账无日期"})
	dismissed := k.Report(strings.TrimPrefix(at, "/api/v1/audits/"))
	k.WantVerified(plain, dismissed)
	k.SignIn("supervisor2")
	d := decide("HS044", apitest.Object{"uphold": true, "reason": "材料属实", "answer": apitest.Object{"level": 3}}).Decision
	report := k.TextOf(at + "/report.pdf")
	cover, rest, _ := strings.Cut(report, "一、评价结果")
	if !strings.Contains(cover, "审定时间2018年3月1日") || strings.Contains(cover, "督查supervisor2") {
		t.Errorf("approver on the cover: %s", cover)
	}
	_, decisions, _ := strings.Cut(rest, "申诉与复核决定")
	decisions, _, _ = strings.Cut(decisions, "二、逐条评价")
	for _, want := range []string{"清单当日更新2018年3月1日已采纳材料属实督查supervisor2(虚构)2018年3月2日", "未采纳，维持原评分台账无日期",
		"大厅：" + d.Before.Total.String() + "→" + d.After.Total.String()} {
		if !strings.Contains(decisions, want) {
			t.Errorf("the report lacks %q: %s", want, decisions)
		}
	}
	before, remark, _ := strings.Cut(k.TextOf(at+"/rectification-notice.pdf"), "附注：")
	if !strings.HasPrefix(issued, before) || !strings.Contains(before, "得分"+d.Before.Total.String()) {
		t.Errorf("the notice differs from what was issued: %s", before)
	}
	want := "材料属实）。得分由" + d.Before.Total.String() + "改为" + d.After.Total.String() + "。"
	if !strings.Contains(remark, "2018年3月2日决定：采纳对") || !strings.Contains(remark, want) ||
		strings.Contains(remark, "台账无日期") {
		t.Errorf("the remark lacks %q: %s", want, remark)
	}
}
