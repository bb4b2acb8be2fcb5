package pdf_test

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"hallmark/fixtures"
	"hallmark/pdf"
	"hallmark/pdf/manuscript"
	"hallmark/standard"
	"hallmark/standard/message"
)

// sheetXG1 is the first amendment with everything that can be printed of it.
func sheetXG1(t testing.TB) manuscript.Sheet {
	t.Helper()
	e, err := fixtures.Edition2017()
	if err != nil {
		t.Fatal(err)
	}
	a, err := fixtures.AmendmentXG1()
	if err != nil {
		t.Fatal(err)
	}
	return manuscript.Sheet{Amendment: a, Base: e, Notes: true, Stage: manuscript.Published,
		Approver: "何以安"}
}

// consolidated is the edition after its first amendment, with marks.
func consolidated(t testing.TB) manuscript.Standard {
	t.Helper()
	s := sheetXG1(t)
	e, err := standard.Apply(s.Base, s.Amendment)
	if err != nil {
		t.Fatal(err)
	}
	return manuscript.Standard{Edition: e, Base: s.Base, Record: "00000-2018",
		Sheets: []*standard.Amendment{s.Amendment}}
}

func wholeStandard(t testing.TB, s manuscript.Standard) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := pdf.WriteStandard(&b, s, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func amendmentSheet(t testing.TB, s manuscript.Sheet) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := pdf.WriteSheet(&b, s, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Every clause stands in the text with number, title and wording, and in the annex with its points.
func TestStandardSaysEverything(t *testing.T) {
	s := consolidated(t)
	file := wholeStandard(t, s)
	tool(t, file, "qpdf", "--check", "FILE")
	text, annex, ok := strings.Cut(unbroken(t, file), "附录A（资料性）分值与检查方法A.1")
	if !ok {
		t.Fatal("no annex")
	}
	for i := range s.Edition.Clauses {
		c := &s.Edition.Clauses[i]
		for _, want := range []string{c.Code + c.Title, c.Text} {
			if !strings.Contains(text, dense(manuscript.Typeset(want))) {
				t.Errorf("clause %s: no %q", c.Code, want)
			}
		}
		if c.Scored && !strings.Contains(annex, dense(c.Code+manuscript.Typeset(c.Title))) {
			t.Errorf("clause %s is not in the annex", c.Code)
		}
	}
	for _, want := range []string{"参考文本：", "备案号：00000-2018", "DB330105/T999—2017/XG1—2022",
		"6.1.2（条文已删除，编号保留不用）", string(s.Edition.Digest()), "2022年7月1日实施"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q", want)
		}
	}
}

// unbroken returns the text as it was drawn, without the head and the number that end each page.
func unbroken(t *testing.T, file []byte) string {
	t.Helper()
	head := regexp.MustCompile(`DB330105/T999—2017(\d+|[IVX]+)$`)
	var text strings.Builder
	for _, page := range pagesOf(t, file, "-raw") {
		text.WriteString(head.ReplaceAllString(dense(page), ""))
	}
	return text.String()
}

// What the contents say of each heading is the number on the page where it stands.
func TestContentsLeadToTheirPages(t *testing.T) {
	pages := pagesOf(t, wholeStandard(t, consolidated(t)), "-layout")
	front, n := 0, 0
	for i, page := range pages {
		if strings.Contains(dense(page), "下列文件中的内容通过文中") {
			front = i // page 1 of the body
		}
	}
	line := regexp.MustCompile(`(?m)^ *(\d[\d.]*|附录 A|A\.\d) +(\S+).*… *(\d+)$`)
	for _, page := range pages[1:3] {
		for _, m := range line.FindAllStringSubmatch(page, -1) {
			n++
			var number int
			if _, err := fmt.Sscan(m[3], &number); err != nil {
				t.Fatal(err)
			}
			want := strings.TrimPrefix(dense(m[1]+m[2]), "附录A") // 资料性 stands between them
			if !strings.Contains(dense(pages[front+number-1]), want) {
				t.Errorf("%s %s is not on page %d", m[1], m[2], number)
			}
		}
	}
	if n < 50 {
		t.Errorf("only %d lines of contents", n)
	}
}

// The sheet has each sentence of its drafter, and the wording that a sentence only announces.
func TestSheetSaysEverything(t *testing.T) {
	s := sheetXG1(t)
	file := amendmentSheet(t, s)
	tool(t, file, "qpdf", "--check", "FILE")
	text := rawText(t, file)
	for _, item := range s.Amendment.Items {
		want := dense(item.Label + manuscript.Typeset(item.SheetText))
		if !strings.Contains(text, want) {
			t.Errorf("item %d: no %q", item.Seq, want)
		}
	}
	for _, want := range []string{"（修改事项）", "铃响20s内接通", "公布的咨询电话在服务时间内应有人接听，",
		"受理办事人反映的未办成事项", "过渡期至2024年6月30日", "批准人：何以安", "2022年5月20日",
		string(s.Amendment.Sheet.Digest.Base), string(s.Amendment.Sheet.Digest.Result),
		"13.3.2评价真实性（一票否决）", "兜底解决群众反映的未办成事项", "表2（续）"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q", want)
		}
	}
}

// A sheet whose drafter wrote no sentences, and one in English, print those of the program.
func TestSheetWritesSentences(t *testing.T) {
	s := sheetXG1(t)
	for i := range s.Amendment.Items {
		s.Amendment.Items[i].SheetText, s.Amendment.Items[i].Label = "", ""
	}
	text := rawText(t, amendmentSheet(t, s))
	if !strings.Contains(text, "十六、将9.1.3“咨询电话接通率”中的") {
		t.Error("no sentence of the program")
	}
	s.Language = message.English
	if text := rawText(t, amendmentSheet(t, s)); !strings.Contains(text, "16.In9.1.3") {
		t.Error("no English sentence")
	}
}

func TestEditionWithoutAmendment(t *testing.T) {
	s := consolidated(t)
	plain := manuscript.Standard{Edition: s.Base, Language: message.English}
	text := rawText(t, wholeStandard(t, plain))
	for _, not := range []string{"‖", "XG1", "notused"} {
		if strings.Contains(text, not) {
			t.Errorf("%q is printed", not)
		}
	}
	for _, want := range []string{"LocalStandard", "Contents", "Referencetext", "Premisesandspace"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q", want)
		}
	}
}

// Whatever stands in the texts, there is a file that can be read.
func TestHostileManuscripts(t *testing.T) {
	hostile := "始😀𠮷\x00\xff\u202e(),%s{nb}" + strings.Repeat("长", 3000) + strings.Repeat("x", 500) + "终"
	m := &manuscript.Manuscript{Title: hostile, Header: hostile, Contents: true,
		Cover: &manuscript.Cover{Mark: hostile, Level: hostile, Number: hostile, Name: hostile,
			NameEN: hostile, Statement: hostile, Body: hostile},
		Front: []manuscript.Block{{Kind: manuscript.Front, Text: hostile}}}
	for kind := manuscript.Paragraph; kind <= manuscript.End; kind++ {
		b := manuscript.Block{Kind: kind, Level: int(kind), Number: "一、", Extra: hostile, Text: hostile}
		if kind == manuscript.TableBlock {
			b.Table = &manuscript.Table{Columns: []manuscript.Column{{Head: hostile, Width: 0.5}, {Width: 0.5}},
				Rows: []manuscript.Row{{Cells: []string{hostile, hostile, "beyond"}}, {Cells: nil},
					{Cells: []string{"1"}, Strong: true, Changed: true}}}
		}
		m.Body = append(m.Body, b)
	}
	for _, form := range []manuscript.Form{manuscript.StandardForm, manuscript.OfficialForm} {
		m.Form = form
		var b bytes.Buffer
		if err := pdf.WriteManuscript(&b, m, nil); err != nil {
			t.Fatal(err)
		}
		tool(t, b.Bytes(), "qpdf", "--check", "FILE")
	}
}

func TestNothingToPrint(t *testing.T) {
	var b bytes.Buffer
	for _, err := range []error{pdf.WriteStandard(&b, manuscript.Standard{}, nil),
		pdf.WriteSheet(&b, manuscript.Sheet{}, nil)} {
		if !errors.Is(err, pdf.ErrIncomplete) || b.Len() > 0 {
			t.Errorf("%v, %d bytes", err, b.Len())
		}
	}
}

// Equal documents are equal files, and every font is embedded.
func TestStandardIsDeterministic(t *testing.T) {
	a, b := wholeStandard(t, consolidated(t)), wholeStandard(t, consolidated(t))
	if !bytes.Equal(a, b) {
		t.Error("two files differ")
	}
	lines := strings.Split(strings.TrimSpace(tool(t, a, "pdffonts", "FILE")), "\n")[2:]
	for _, line := range lines {
		if !regexp.MustCompile(` yes +(yes|no) +yes `).MatchString(line) {
			t.Errorf("a font is not embedded: %s", line)
		}
	}
}

func BenchmarkWriteStandard(b *testing.B) {
	s := consolidated(b)
	for b.Loop() {
		wholeStandard(b, s)
	}
}
