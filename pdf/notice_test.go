package pdf_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"hallmark/checklists"
	"hallmark/pdf"
	"hallmark/pdf/docx"
	"hallmark/pdf/manuscript"
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
		Deadlines: checklists.DefaultDeadlines(), AppealDue: "2018-01-22", AppealUncertain: true}
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
		"小河街道便民服务中心：", "于2018年1月18日（节假日安排尚未公布，暂只扣除周末）前提交整改计划",
		"可于2018年1月22日（节假日安排尚未公布，暂只扣除周末）前逐条申诉",
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
	uncertain := len(n.Items) + 2 // each deadline, the plan, the appeal
	if got := strings.Count(text, dense("（节假日安排尚未公布，暂只扣除周末）")); got != uncertain {
		t.Errorf("%d days are said to be uncertain, want %d", got, uncertain)
	}
	if got := strings.Count(text, "整改期限："); got != hall {
		t.Errorf("%d deadlines, want %d", got, hall)
	}
}

// What an appeal has taken away stands in the notice as it was issued; a remark below the date says
// what became of it.
func TestNoticeAfterAppeal(t *testing.T) {
	n := notice(t)
	write := func() string {
		var file bytes.Buffer
		if err := pdf.WriteNotice(&file, n, nil); err != nil {
			t.Fatal(err)
		}
		return rawText(t, file.Bytes())
	}
	issued := write()
	list, _ := appealed(t)
	first, last := n.Items[0], n.Items[len(n.Items)-1]
	list[0].Clause, list[0].Code, list[0].Title = first.Clause, first.Code, first.Title
	list[0].Max = list[0].Decision.Earned // all points
	list[1].Clause, list[1].Code, list[1].Title = last.Clause, last.Code, last.Title
	n.Items[0].State, n.Appeals = checklists.Revoked, list
	before, remark, ok := strings.Cut(write(), "附注：")
	if !ok || !strings.HasPrefix(issued, before) {
		t.Errorf("the text differs from what was issued: %s", before)
	}
	want := dense("2018年1月29日决定：采纳对" + first.Code + "“" + first.Title +
		"”的申诉，该问题撤销，不再要求整改（失分1.50改为0.00；理由：台账原件当日已建立）。得分由91.7改为93.2。")
	if !strings.Contains(remark, want) {
		t.Errorf("no %q in %s", want, remark)
	}
	if strings.Contains(remark, "采纳对"+last.Code) || strings.Contains(remark, "标识已增补") {
		t.Errorf("what was dismissed or waits changes nothing: %s", remark)
	}
	if got := n.Made(); !got.Equal(list[0].Decision.At.Time) {
		t.Errorf("made at %v", got)
	}
}

// The seal never stands on a page without text (GB/T 9704, 7.3.5.5).
func TestSignatureStaysWithText(t *testing.T) {
	signature := manuscript.Block{Kind: manuscript.Signature, Text: "拱墅区行政审批办\n2018年3月14日"}
	back := manuscript.Block{Kind: manuscript.Back, Text: "拱墅区行政审批办　　2018年3月14日印发"}
	table := &manuscript.Table{Columns: []manuscript.Column{{Head: "条款", Width: 1}}}
	for range 3 {
		table.Rows = append(table.Rows, manuscript.Row{Cells: []string{"末行"}})
	}
	ends := map[string][]manuscript.Block{
		"long":  {{Text: strings.Repeat("末行文字", 25)}},
		"lines": {{Text: "末行"}, {Text: "末行"}},
		"table": {{Kind: manuscript.TableBlock, Table: table}},
	}
	for name, end := range ends {
		for _, form := range []manuscript.Form{manuscript.OfficialForm, manuscript.NoticeForm} {
			for before := 10; before < 26; before++ {
				m := &manuscript.Manuscript{Form: form, Title: "通知"}
				for range before {
					m.Body = append(m.Body, manuscript.Block{Text: "正文"})
				}
				m.Body = append(append(m.Body, end...), signature, back)
				var file bytes.Buffer
				if err := pdf.WriteManuscript(&file, m, nil); err != nil {
					t.Fatal(err)
				}
				for _, page := range pagesOf(t, file.Bytes(), "-layout") {
					text, _, signed := strings.Cut(page, "拱墅区行政审批办\n")
					want := 2
					if name == "table" {
						want = 1
					}
					got := 0
					for line := range strings.Lines(text) {
						if strings.Contains(line, "末行") {
							got++
						}
					}
					if signed && got < want {
						t.Errorf("%s, form %d, after %d lines: %d lines beside the seal", name, form, before, got)
					}
				}
			}
		}
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

// TestNoticeTexts compares the texts of the notice with those that it uses, both ways.
func TestNoticeTexts(t *testing.T) { holdTexts(t, "notice.", "notice.go") }
