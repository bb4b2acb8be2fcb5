package pdf_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

	"hallmark/checklists"
	"hallmark/checklists/bulletin"
	"hallmark/fixtures"
	"hallmark/pdf"
	"hallmark/pdf/docx"
	"hallmark/pdf/manuscript"
	"hallmark/standard"
	"hallmark/standard/message"
)

// bulletinOf is a bulletin about the reference halls in the first quarter of 2018, or in its first
// week, issued in April.
func bulletinOf(t testing.TB, kind bulletin.Kind) *bulletin.Bulletin {
	t.Helper()
	halls, err := fixtures.Halls()
	if err != nil {
		t.Fatal(err)
	}
	from := bulletin.Sources{Halls: halls}
	at := instant(t, "2018-01-03T02:00:00Z")
	for i, h := range halls {
		o := checklists.Outcome{Audit: checklists.AuditID(h.ID), Number: "GS-" + string(h.ID), Hall: h.ID,
			HallName: h.Name, Tier: h.Tier, Kind: checklists.Unannounced, Approved: at,
			Result:   checklists.Result{Total: standard.NewDecimal(int64(950-37*i), 1), Grade: "良好"},
			Findings: map[checklists.Severity]int{checklists.Minor: i % 3, checklists.Advice: 4}}
		o.Released = o.Result
		if i == 2 {
			o.Restated, o.Released.Total = true, standard.MustDecimal("80.1")
		}
		before := o
		before.Approved = checklists.At(at.AddDate(0, -1, 0))
		before.Result.Total = standard.NewDecimal(int64(600+37*i), 1)
		from.Outcomes = append(from.Outcomes, o, before)
		for k := range i % 3 {
			from.Rectifications = append(from.Rectifications, checklists.Rectification{
				ID: checklists.RectificationID(fmt.Sprint(h.ID, k)), Hall: h.ID, HallName: h.Name,
				Tier: h.Tier, Code: fmt.Sprintf("%d.%d.1", 5+k, i+1), Title: "窗口服务评价器完好率",
				Severity: checklists.Major, Repeats: k, State: checklists.AwaitingPlan, Opened: at,
				FirstDue: "2018-01-04", Due: "2018-01-04"})
		}
	}
	p, err := bulletin.PeriodOf(kind, "2018-01-03")
	if err != nil {
		t.Fatal(err)
	}
	_, end := p.Bounds()
	data := bulletin.DataOf(kind, p, end, from)
	for i := range 12 {
		data.Clauses = append(data.Clauses, bulletin.Clause{UID: "HS001",
			Code: fmt.Sprintf("5.1.%d", i+1), Title: "工作人员着装规范(统一工装)", Asked: 12, Failed: 12 - i,
			Rate: standard.NewDecimal(int64(10000-800*i), 4)})
	}
	b, err := bulletin.New(data, message.Chinese, nil, bulletin.Words{
		Issuer: "拱墅区行政审批服务管理办公室", Addressees: "各街道办事处、各有关部门、各社区公共服务站",
		Copies: "区政府督查室，区政府办公室，区纪委，区委组织部，区人力社保局，区民政局，区住建局，区城管局，区市场监管局，区残联"}, "du", end)
	if err == nil {
		err = b.Seal("du", end)
	}
	if err == nil {
		err = b.Issue(bulletin.Number{Kind: kind, Year: 2018, Serial: 3})
	}
	if err != nil {
		t.Fatal(err)
	}
	return &b
}

func bulletinPDF(t testing.TB, b *bulletin.Bulletin) []byte {
	t.Helper()
	var file bytes.Buffer
	if err := pdf.WriteBulletin(&file, pdf.BulletinSheet{Bulletin: b}, nil); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// A bulletin says its number, its text, its annexes and who gets copies, in PDF and in DOCX.
func TestBulletinSaysEverything(t *testing.T) {
	for kind, number := range map[bulletin.Kind]string{
		bulletin.Weekly: "厅评周报〔2018〕3号", bulletin.Quarterly: "厅评季报〔2018〕3号"} {
		b := bulletinOf(t, kind)
		file := bulletinPDF(t, b)
		tool(t, file, "qpdf", "--check", "FILE")
		wants := []string{number, b.Title, "各社区公共服务站：", "一、检查情况", "附件：1．", "附件1", "附件2",
			string(b.DataDigest), "抄送：区政府督查室"}
		for _, s := range b.Sections {
			wants = append(wants, strings.Split(s.Text, "\n")...)
		}
		var word bytes.Buffer
		if err := docx.Write(&word, (pdf.BulletinSheet{Bulletin: b}).Manuscript()); err != nil {
			t.Fatal(err)
		}
		doc := plainText(t, word.Bytes())
		text := regexp.MustCompile(`—\d+—`).ReplaceAllString(unbroken(t, file), "") // numbers of pages
		for _, want := range wants {
			want = manuscript.Typeset(want)
			if !strings.Contains(text, dense(want)) {
				t.Errorf("%s: the PDF does not say %q", kind, want)
			}
			if !strings.Contains(doc, dense(want)) {
				t.Errorf("%s: the DOCX does not say %q", kind, want)
			}
		}
		for _, h := range b.Data.Checks {
			if !strings.Contains(text, dense(h.HallName)) {
				t.Errorf("%s: %s is missing", kind, h.HallName)
			}
		}
	}
}

// Dates in annexes are written as in the text, and a single annex has no number.
func TestAnnexesOfBulletin(t *testing.T) {
	b := bulletinOf(t, bulletin.Weekly)
	text := unbroken(t, bulletinPDF(t, b))
	_, annexes, _ := strings.Cut(text, "附件1检查结果一览表")
	if !strings.Contains(annexes, "暗访2018年1月3日") || !strings.Contains(annexes, "严重不符合2018年1月4日") ||
		regexp.MustCompile(`2018-\d\d-\d\d`).MatchString(annexes) {
		t.Errorf("dates of the annexes: %s", annexes)
	}
	b.Data.Mending = nil
	text = unbroken(t, bulletinPDF(t, b))
	if !strings.Contains(text, "附件：检查结果一览表") || !strings.Contains(text, "附件检查结果一览表") ||
		strings.Contains(text, "附件1") {
		t.Errorf("a single annex: %s", text)
	}
}

// plainText is the text of a DOCX without blanks.
func plainText(t *testing.T, file []byte) string {
	t.Helper()
	return dense(partOf(t, file, "word/document.xml"))
}

// partOf is the text of a part of a DOCX.
func partOf(t *testing.T, file []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	r, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for i, piece := range strings.Split(string(body), "<") {
		if _, words, ok := strings.Cut(piece, ">"); ok && i > 0 {
			text.WriteString(words)
		}
	}
	return text.String()
}

func TestDraftOfBulletin(t *testing.T) {
	b := bulletinOf(t, bulletin.Weekly)
	b.State, b.Number, b.Issuer = bulletin.Draft, bulletin.Number{}, ""
	text := unbroken(t, bulletinPDF(t, b))
	for _, want := range []string{"草稿，未编号", "（发文机关未填写）", "起草"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q", want)
		}
	}
	var file bytes.Buffer
	if err := pdf.WriteBulletin(&file, pdf.BulletinSheet{}, nil); !errors.Is(err, pdf.ErrIncomplete) {
		t.Error(err)
	}
}
