package api_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// textOf is the text of a PDF without white space.
func (k *kit) textOf(path string) string {
	k.t.Helper()
	status, _, file := k.call("GET", path, nil)
	if status != http.StatusOK {
		k.t.Fatalf("%s: %d %s", path, status, file)
	}
	program, err := exec.LookPath("pdftotext")
	if err != nil {
		k.t.Skip("poppler's pdftotext is not installed")
	}
	command := exec.Command(program, "-raw", "-", "-")
	command.Stdin = bytes.NewReader(file)
	out, err := command.Output()
	k.must(err)
	return strings.Join(strings.Fields(string(out)), "")
}

// TestPrintedAfterAppeals appeals against two clauses of an audit that was approved on 1 March 2018.
// The day after somebody else upholds one and dismisses the other. The report still names who
// approved, and both decisions; the notice keeps what was issued and remarks what fell away.
func TestPrintedAfterAppeals(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	at := "/api/v1/audits/" + k.approvedAudit()
	k.must(k.addSupervisor("supervisor2"))
	issued := k.textOf(at + "/rectification-notice.pdf")
	plain := k.report(strings.TrimPrefix(at, "/api/v1/audits/"))
	k.signIn("head")
	for clause, ground := range map[string]string{"HS044": "清单当日更新", "HS079": "台账当日送审"} {
		k.want(http.StatusCreated, "POST", at+"/appeals", object{"clause": clause, "ground": ground}, nil)
	}
	k.clock.advance(24 * time.Hour)
	k.signIn("supervisor2")
	decide := func(clause string, how object) (d struct {
		Decision struct{ Before, After struct{ Total json.Number } }
	}) {
		k.want(http.StatusOK, "POST", strings.Replace(at, "audits", "appeals", 1)+"-"+clause+"/decide", how, &d)
		return d
	}
	decide("HS079", object{"uphold": false, "reason": "台账无日期"})
	dismissed := k.report(strings.TrimPrefix(at, "/api/v1/audits/"))
	k.wantVerified(plain, dismissed)
	k.signIn("supervisor2")
	d := decide("HS044", object{"uphold": true, "reason": "材料属实", "answer": object{"level": 3}}).Decision
	report := k.textOf(at + "/report.pdf")
	cover, rest, _ := strings.Cut(report, "一、评价结果")
	if !strings.Contains(cover, "审定时间2018年3月1日") || strings.Contains(cover, "另一位督查") {
		t.Errorf("approver on the cover: %s", cover)
	}
	_, decisions, _ := strings.Cut(rest, "申诉与复核决定")
	decisions, _, _ = strings.Cut(decisions, "二、逐条评价")
	for _, want := range []string{"清单当日更新2018年3月1日已采纳材料属实另一位督查(虚构)2018年3月2日", "未采纳，维持原评分台账无日期",
		"大厅：" + d.Before.Total.String() + "→" + d.After.Total.String()} {
		if !strings.Contains(decisions, want) {
			t.Errorf("the report lacks %q: %s", want, decisions)
		}
	}
	before, remark, _ := strings.Cut(k.textOf(at+"/rectification-notice.pdf"), "附注：")
	if !strings.HasPrefix(issued, before) || !strings.Contains(before, "得分"+d.Before.Total.String()) {
		t.Errorf("the notice differs from what was issued: %s", before)
	}
	want := "材料属实）。得分由" + d.Before.Total.String() + "改为" + d.After.Total.String() + "。"
	if !strings.Contains(remark, "2018年3月2日决定：采纳对") || !strings.Contains(remark, want) ||
		strings.Contains(remark, "台账无日期") {
		t.Errorf("the remark lacks %q: %s", want, remark)
	}
}
