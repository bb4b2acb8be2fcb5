package pdf_test

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"hallmark/checklists"
	"hallmark/checklists/bulletin"
	"hallmark/pdf"
	"hallmark/pdf/docx"
	"hallmark/pdf/manuscript"
	"hallmark/standard"
)

// TestOnePunctuation: a clause reads the same, to its last sign, in every paper that quotes it, and
// so do the reasons and notes of people.
func TestOnePunctuation(t *testing.T) {
	r := sample(t, 0)
	n := notice(t)
	var file bytes.Buffer
	if err := pdf.WriteNotice(&file, n, nil); err != nil {
		t.Fatal(err)
	}
	papers := map[string]string{"report": rawText(t, report(t, r)), "record": rawText(t, record(t, r)),
		"notice":   rawText(t, file.Bytes()),
		"edition":  rawText(t, wholeStandard(t, manuscript.Standard{Edition: r.Edition})),
		"sheet":    rawText(t, amendmentSheet(t, sheetXG1(t))),
		"bulletin": rawText(t, bulletinPDF(t, bulletinOf(t, bulletin.Quarterly)))}
	quoted := func(paper, words string) {
		t.Helper()
		want := dense(manuscript.Typeset(words))
		head := regexp.MustCompile(`—\d+—GS-S03-20180112-4F2A9C第\d+页共\d+页DB330105/T999—2017.{0,60}条款摘要[0-9a-f]+`)
		if !strings.Contains(head.ReplaceAllString(papers[paper], ""), want) {
			t.Errorf("%s: no %q", paper, want)
		}
		if raw := dense(words); raw != want && strings.Contains(papers[paper], raw) {
			t.Errorf("%s: %q", paper, raw)
		}
	}
	half := 0
	for _, item := range n.Items {
		c, _ := r.Edition.Clause(item.Clause)
		if manuscript.Typeset(c.Title) != c.Title || manuscript.Typeset(r.Answers[c.UID].Note) != r.Answers[c.UID].Note {
			half++
		}
		for _, paper := range []string{"report", "record", "notice", "edition"} {
			quoted(paper, c.Title)
			if paper != "edition" && item.Holder == standard.DutyHall {
				quoted(paper, r.Answers[c.UID].Note)
			}
		}
	}
	for _, text := range []string{"。", "；"} { // what the report sets in its own words ends as they do
		if strings.Contains(papers["report"], text+text) {
			t.Errorf("the report has %q twice", text)
		}
	}
	if half == 0 {
		t.Error("no clause tells the two apart")
	}
	const name = "敏(大厅负责人)" // of a signer: it stands as it was typed
	for _, raw := range []string{`\p{Han},\p{Han}`, `\p{Han};\p{Han}`, `\p{Han}\([^()]*\p{Han}\)`} {
		for paper, text := range papers {
			text = strings.ReplaceAll(text, name, "")
			if found := regexp.MustCompile(raw).FindAllString(text, -1); len(found) > 0 {
				t.Errorf("%s has %q", paper, found)
			}
		}
	}
	if !strings.Contains(papers["record"], name) {
		t.Error("the name of a signer is printed in another way than it was typed")
	}
}

const longIssuer = "中国（浙江）自由贸易试验区杭州片区拱墅区块行政审批和政务服务管理办公室暨拱墅区" +
	"人民政府深化营商环境改革与数字政府建设工作领导小组办公室（公共资源交易管理委员会）"

// onPaper checks that every word stands between the edges of its page, at least 10 mm from them.
func onPaper(t *testing.T, file []byte) {
	t.Helper()
	word := regexp.MustCompile(`<word xMin="([0-9.-]+)" yMin="([0-9.-]+)" xMax="([0-9.-]+)" yMax="([0-9.-]+)">(.*)</word>`)
	edges := [4]float64{28, 28, 595.3 - 28, 841.9 - 20}
	for _, m := range word.FindAllStringSubmatch(tool(t, file, "pdftotext", "-bbox", "FILE", "-"), -1) {
		for i, edge := range edges {
			at, err := strconv.ParseFloat(m[i+1], 64)
			if err != nil {
				t.Fatal(err)
			}
			if i < 2 && at < edge || i >= 2 && at > edge {
				t.Errorf("%q stands beyond the edge: %v", m[5], m[1:5])
				break
			}
		}
	}
}

// TestLongIssuer: the name of an issuer of 80 characters stays on the paper, in head, signature and
// seal, whole, in every paper.
func TestLongIssuer(t *testing.T) {
	if n := len([]rune(longIssuer)); n != 80 {
		t.Fatalf("%d characters", n)
	}
	r := sample(t, 0)
	r.Office, r.Signature.Signer, r.Signature.Issuer = longIssuer, longIssuer, longIssuer
	firm := r
	firm.Firm = longIssuer
	n := notice(t)
	n.Office = longIssuer
	var noticeFile, poster bytes.Buffer
	if err := pdf.WriteNotice(&noticeFile, n, nil); err != nil {
		t.Fatal(err)
	}
	if err := pdf.WritePoster(&poster, pdf.Poster{HallName: longIssuer, URL: "https://hall.example/f/1"},
		nil); err != nil {
		t.Fatal(err)
	}
	b := bulletinOf(t, bulletin.Quarterly)
	b.Issuer = longIssuer
	s := sheetXG1(t)
	base := *s.Base
	base.Standard.IssuingBody = longIssuer
	s.Base = &base
	for name, paper := range map[string]struct {
		file  []byte
		times int
	}{"report": {report(t, r), 4}, "report of a firm": {report(t, firm), 6},
		"record of a firm": {record(t, firm), 1}, "notice": {noticeFile.Bytes(), 3},
		"bulletin": {bulletinPDF(t, b), 3}, "sheet": {amendmentSheet(t, s), 1},
		"edition": {wholeStandard(t, manuscript.Standard{Edition: &base}), 2},
		"poster":  {poster.Bytes(), 1}} {
		t.Run(name, func(t *testing.T) {
			onPaper(t, paper.file)
			if got := strings.Count(rawText(t, paper.file), dense(longIssuer)); got < paper.times {
				t.Errorf("the name stands there %d times, want %d", got, paper.times)
			}
		})
	}
	if pages := pagesOf(t, report(t, firm), "-raw"); !strings.Contains(pages[0], "4F2A-9C31-77B0") {
		t.Error("the seal left the cover")
	}
}

// TestSheetThatIsNotPublished says on every page what it is, and bears no day on which nobody
// signed; a published one bears the day of its signature.
func TestSheetThatIsNotPublished(t *testing.T) {
	for stage, mark := range map[manuscript.Stage]string{manuscript.Drafted: "草案",
		manuscript.ForApproval: "报批稿"} {
		s := sheetXG1(t)
		s.Stage, s.Approver = stage, ""
		for i, page := range pagesOf(t, amendmentSheet(t, s), "-raw") {
			if !strings.Contains(dense(page), mark) {
				t.Errorf("page %d does not say %s", i+1, mark)
			}
			if strings.Contains(dense(page), "批准人：2022年5月20日") {
				t.Errorf("page %d bears the day of an approval that was not given", i+1)
			}
		}
		var word bytes.Buffer
		if err := docx.WriteSheet(&word, s); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(partOf(t, word.Bytes(), "word/header1.xml"), mark) {
			t.Errorf("the text document does not say %s", mark)
		}
	}
	s := sheetXG1(t)
	s.Signed = time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)
	text := rawText(t, amendmentSheet(t, s))
	if !strings.Contains(text, "批准人：何以安2026年11月30日") || strings.Contains(text, "草案") ||
		strings.Contains(text, "报批稿") {
		t.Error("a published sheet does not bear the day of its signature alone")
	}
	b := bulletinOf(t, bulletin.Weekly)
	b.State = bulletin.Draft
	for i, page := range pagesOf(t, bulletinPDF(t, b), "-raw") {
		if !strings.Contains(dense(page), "草稿") {
			t.Errorf("page %d of a bulletin does not say that it is a draft", i+1)
		}
	}
}

// TestClosingTexts: the closing remark, the hall's opinion and the summary stand in report and
// record, whole, however long they are; a box left empty at the signing on a tablet says so.
func TestClosingTexts(t *testing.T) {
	r := sample(t, 0)
	r.Facts = "大厅秩序正常" + strings.Repeat("，各窗口按时开放", 200) + "，综述至此。"
	r.Statement = "第一条：无异议。\n第二条：将于月底前整改。"
	r.Remark = "另：3号窗口设备当日已报修。"
	for name, file := range map[string][]byte{"report": report(t, r), "record": record(t, r)} {
		onPaper(t, file)
		text := rawText(t, file)
		for _, want := range []string{"检查情况综述", "综述至此。", "被检查大厅意见", "第二条：将于月底前整改。",
			"检查人员备注", r.Remark} {
			if !strings.Contains(text, want) {
				t.Errorf("the %s lacks %q", name, want)
			}
		}
	}
	r = sample(t, 0)
	r.Heard = pdf.Heard{}
	if text := rawText(t, record(t, r)); strings.Contains(text, "未填写") {
		t.Error("a form to be signed by hand has no room for words")
	}
	r.Audit.Transitions[0].Signatures = []checklists.Signature{{Role: checklists.SignedByPresent,
		Name: "周敏", Refused: "对得分有异议"}}
	if got := strings.Count(rawText(t, record(t, r)), "（未填写）"); got != 2 {
		t.Errorf("%d boxes say that they were left empty, want 2", got)
	}
}
