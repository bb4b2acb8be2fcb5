package docx_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"hallmark/fixtures"
	"hallmark/pdf/docx"
	"hallmark/pdf/manuscript"
	"hallmark/standard"
)

func sheet(t testing.TB) manuscript.Sheet {
	t.Helper()
	e, err := fixtures.Edition2017()
	if err != nil {
		t.Fatal(err)
	}
	a, err := fixtures.AmendmentXG1()
	if err != nil {
		t.Fatal(err)
	}
	return manuscript.Sheet{Amendment: a, Base: e, Notes: true}
}

func whole(t testing.TB) manuscript.Standard {
	t.Helper()
	s := sheet(t)
	e, err := standard.Apply(s.Base, s.Amendment)
	if err != nil {
		t.Fatal(err)
	}
	return manuscript.Standard{Edition: e, Base: s.Base, Sheets: []*standard.Amendment{s.Amendment}}
}

func written(t testing.TB, m *manuscript.Manuscript) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := docx.Write(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// parts reads the package; every part must be well-formed and hold no name twice.
func parts(t testing.TB, file []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		for d := xml.NewDecoder(bytes.NewReader(text)); ; {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
		}
		if _, twice := all[f.Name]; twice {
			t.Errorf("%s stands twice", f.Name)
		}
		all[f.Name] = string(text)
	}
	return all
}

// paragraphs returns the texts of the main part with their styles, "Heading1|1  范围".
func paragraphs(t testing.TB, document string) []string {
	t.Helper()
	var list []string
	var style, text string
	inText := false
	for d := xml.NewDecoder(strings.NewReader(document)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return list
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "p":
				style, text = "", ""
			case "pStyle":
				style = e.Attr[0].Value
			}
			inText = e.Name.Local == "t"
		case xml.CharData:
			if inText {
				text += string(e)
			}
		case xml.EndElement:
			inText = false
			if e.Name.Local == "p" {
				list = append(list, style+"|"+text)
			}
		}
	}
}

func TestStandard(t *testing.T) {
	s := whole(t)
	all := parts(t, written(t, s.Manuscript()))
	list := "\n" + strings.Join(paragraphs(t, all["word/document.xml"]), "\n") + "\n"
	for i := range s.Edition.Clauses {
		c := &s.Edition.Clauses[i]
		level := map[int]string{1: "Heading2", 2: "Heading3"}[strings.Count(c.Code, ".")]
		want := "\n" + level + "|" + c.Code + "  " + manuscript.Typeset(c.Title) + "\nBody|" +
			manuscript.Typeset(c.Text) + "\n"
		if !strings.Contains(list, want) {
			t.Errorf("no %q", want)
		}
	}
	for _, want := range []string{"\nCoverMark|DB330105\n", "\nFrontHeading|前言\n", "\nHeading1|1  范围\n",
		"\nItem|联网计算机；\n", "\nCaption|表A.2  第5章  场所与空间\n", "\nTOC1|1  范围\n", "\nCoverStatement|参考文本："} {
		if !strings.Contains(list, want) {
			t.Errorf("no %q", want)
		}
	}
	for part, want := range map[string]string{
		"word/settings.xml":   `<w:updateFields w:val="true"/>`,
		"word/styles.xml":     `<w:style w:type="paragraph" w:styleId="Heading5"><w:name w:val="heading 5"/>`,
		"word/footer1.xml":    ` PAGE `,
		"word/header1.xml":    `DB330105/T 999—2017`,
		"word/numbering.xml":  `<w:numFmt w:val="lowerLetter"/>`,
		"word/fontTable.xml":  `方正小标宋简体`,
		"docProps/core.xml":   `2022-07-01T00:00:00Z`,
		"word/document.xml":   `<w:left w:val="double"`,
		"[Content_Types].xml": `/word/numbering.xml`,
	} {
		if !strings.Contains(all[part], want) {
			t.Errorf("%s: no %q", part, want)
		}
	}
	if !strings.Contains(all["word/document.xml"], `w:fmt="upperRoman" w:start="1"`) {
		t.Error("the front matter has no roman numbers")
	}
}

// Every style, list, bookmark and relation that is named is there.
func TestNamesResolve(t *testing.T) {
	for name, m := range map[string]*manuscript.Manuscript{"standard": whole(t).Manuscript(),
		"sheet": sheet(t).Manuscript(), "hostile": hostile()} {
		all := parts(t, written(t, m))
		document := all["word/document.xml"]
		for _, ref := range []struct{ from, in, part, to string }{
			{`<w:pStyle w:val="`, document, "word/styles.xml", `w:styleId="`},
			{`<w:numId w:val="`, document, "word/numbering.xml", `<w:num w:numId="`},
			{`w:anchor="`, document, "word/document.xml", `w:name="`},
			{` r:id="`, document, "word/_rels/document.xml.rels", ` Id="`},
			{` Target="`, all["word/_rels/document.xml.rels"], "[Content_Types].xml", `PartName="/word/`},
		} {
			for _, rest := range strings.Split(ref.in, ref.from)[1:] {
				id, _, _ := strings.Cut(rest, `"`)
				if !strings.Contains(all[ref.part], ref.to+id+`"`) {
					t.Errorf("%s: %s%s leads nowhere", name, ref.from, id)
				}
			}
		}
	}
}

func TestSheet(t *testing.T) {
	s := sheet(t)
	all := parts(t, written(t, s.Manuscript()))
	list := strings.Join(paragraphs(t, all["word/document.xml"]), "\n")
	for _, item := range s.Amendment.Items {
		if want := "Body|" + item.Label + manuscript.Typeset(item.SheetText); !strings.Contains(list, want) {
			t.Errorf("no %q", want)
		}
	}
	for _, want := range []string{"仿宋_GB2312", "方正小标宋简体", "楷体_GB2312", "黑体"} {
		if !strings.Contains(all["word/styles.xml"], want) {
			t.Errorf("no typeface %s", want)
		}
	}
}

func hostile() *manuscript.Manuscript {
	text := "始<w:p>&amp;\"'\x00\x0b\xff\ufffe😀]]>%s\n终"
	m := &manuscript.Manuscript{Title: text, Author: text, Header: text, Contents: true,
		Cover: &manuscript.Cover{Name: text, Record: text, Amended: text, Statement: text},
		Form:  manuscript.OfficialForm}
	for kind := manuscript.Paragraph; kind <= manuscript.End; kind++ {
		b := manuscript.Block{Kind: kind, Level: int(kind), Number: text, Extra: text, Text: text,
			Changed: true}
		if kind == manuscript.TableBlock {
			b.Table = &manuscript.Table{Columns: []manuscript.Column{{Head: text, Width: 1, Center: true}},
				Rows: []manuscript.Row{{Cells: []string{text, "beyond"}}, {Strong: true}}}
		}
		m.Body = append(m.Body, b)
	}
	return m
}

// Markup, control characters and broken UTF-8 in a text spoil no part, and no neighbour is lost.
func TestHostileTexts(t *testing.T) {
	document := parts(t, written(t, hostile()))["word/document.xml"]
	list := strings.Join(paragraphs(t, document), "\n")
	if !strings.Contains(list, "始<w:p>&amp;\"'〓〓〓〓😀]]>%s终") {
		t.Errorf("%q", list[:200])
	}
}

// Items that do not run a) b) c) keep the labels that they were given.
func TestLabelsAreKept(t *testing.T) {
	item := func(label, text string) manuscript.Block {
		return manuscript.Block{Kind: manuscript.Item, Level: 1, Number: label, Text: text}
	}
	m := &manuscript.Manuscript{Body: []manuscript.Block{item("a)", "甲"), item("b)", "乙"),
		{Text: "段"}, item("a)", "丙"), item("c)", "丁"), {Text: "段"}, item("a)", "戊")}}
	list := strings.Join(paragraphs(t, parts(t, written(t, m))["word/document.xml"]), "\n")
	if want := "Item|甲\nItem|乙\nBody|段\nItem|a)丙\nItem|c)丁\nBody|段\nItem|戊"; !strings.Contains(list, want) {
		t.Errorf("%s", list)
	}
}

func TestEqualFiles(t *testing.T) {
	a, b := written(t, whole(t).Manuscript()), written(t, whole(t).Manuscript())
	if !bytes.Equal(a, b) {
		t.Error("two files differ")
	}
	later := whole(t)
	later.Printed = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	if bytes.Equal(a, written(t, later.Manuscript())) {
		t.Error("the time is not written")
	}
}

// failing refuses what is written to it.
type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestErrors(t *testing.T) {
	if err := docx.WriteSheet(failing{}, sheet(t)); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("%v", err)
	}
	var b bytes.Buffer
	for _, err := range []error{docx.WriteStandard(&b, manuscript.Standard{}),
		docx.WriteSheet(&b, manuscript.Sheet{})} {
		if !errors.Is(err, docx.ErrIncomplete) || b.Len() > 0 {
			t.Errorf("%v", err)
		}
	}
}

func BenchmarkWriteStandard(b *testing.B) {
	m := whole(b).Manuscript()
	for b.Loop() {
		written(b, m)
	}
}
