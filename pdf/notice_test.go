package pdf_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"hallmark/checklists"
	"hallmark/pdf"
	"hallmark/pdf/docx"
	"hallmark/standard"
	"hallmark/standard/message"
)

// notice is that of the sample, with what it opens.
func notice(t testing.TB) pdf.Notice {
	t.Helper()
	r := sample(t, 0)
	approved := instant(t, "2018-01-15T02:00:00Z")
	r.Audit.Transitions = append(r.Audit.Transitions, checklists.Transition{From: checklists.Submitted,
		To: checklists.Approved, By: "supervisor", At: approved})
	findings := checklists.FindingsOf(r.Edition, r.Score, r.Answers, approved.Time, checklists.Calendar{})
	items, err := checklists.OpenRectifications(r.Edition, r.Audit, findings,
		map[standard.ClauseUID]int{findings[0].Clause: 2}, approved.Time, checklists.Calendar{},
		checklists.DefaultDeadlines())
	if err != nil {
		t.Fatal(err)
	}
	for i := range items {
		items[i].Found = r.Answers[items[i].Clause].Note
	}
	return pdf.Notice{Edition: r.Edition, Audit: r.Audit, Items: items, Office: "区行政审批办",
		Result:    checklists.Result{Total: r.Score.Total, Grade: r.Score.Grade},
		Deadlines: checklists.DefaultDeadlines(), AppealDue: "2018-01-22"}
}

// The notice has a red head, a paragraph for every finding of the hall with the clause as it read
// and its deadline, a row for those of others, the requirements, the seal and a receipt.
func TestNoticeSaysEverything(t *testing.T) {
	n := notice(t)
	var file bytes.Buffer
	if err := pdf.WriteNotice(&file, n, nil); err != nil {
		t.Fatal(err)
	}
	tool(t, file.Bytes(), "qpdf", "--check", "FILE")
	text := rawText(t, file.Bytes())
	for _, want := range []string{"区行政审批办", "编号：GS-S03-20180112-4F2A9C-ZG", "整改通知书",
		"小河街道便民服务中心：", "于2018年1月18日前提交整改计划", "可于2018年1月22日前逐条申诉",
		"区行政审批办（印章）", "2018年1月15日", "抄送", "送达回执", "此前已2次失分"} {
		if !strings.Contains(text, dense(want)) {
			t.Errorf("%q is missing", want)
		}
	}
	hall := 0
	for _, r := range n.Items {
		want := dense(r.Code + " " + r.Title)
		if !strings.Contains(text, want) {
			t.Errorf("finding %q is missing", want)
		}
		if r.Holder == standard.DutyHall {
			hall++
		}
	}
	if got := strings.Count(text, "条款要求："); got != hall || hall == len(n.Items) {
		t.Errorf("%d clauses are set out, want the hall's %d of %d", got, hall, len(n.Items))
	}
	if got := strings.Count(text, "整改期限："); got != hall {
		t.Errorf("%d deadlines, want %d", got, hall)
	}
}

func TestNoticeForWord(t *testing.T) {
	n := notice(t)
	n.Language = message.English
	var file bytes.Buffer
	if err := docx.Write(&file, n.Manuscript()); err != nil || file.Len() == 0 {
		t.Error(err)
	}
}

func TestNoticeIncomplete(t *testing.T) {
	if err := pdf.WriteNotice(&bytes.Buffer{}, pdf.Notice{}, nil); !errors.Is(err, pdf.ErrIncomplete) {
		t.Errorf("error %v", err)
	}
}

// TestNoticeTexts holds the texts of the notice against those that it uses, both ways.
func TestNoticeTexts(t *testing.T) { holdTexts(t, "notice.", "notice.go") }
