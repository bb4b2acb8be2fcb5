package csv_test

import (
	stdcsv "encoding/csv"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding/simplifiedchinese"

	"hallmark/standard/csv"
	"hallmark/standard/message"
)

// utf16Of writes a text in UTF-16 with its high bytes first or last.
func utf16Of(text string, highFirst bool) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(text)) {
		if pair := []byte{byte(u >> 8), byte(u)}; highFirst {
			b.Write(pair)
		} else {
			b.Write([]byte{pair[1], pair[0]})
		}
	}
	return b.String()
}

// separated writes the records of a file with another separator between the cells.
func separated(t *testing.T, text string, separator rune) string {
	t.Helper()
	records, err := stdcsv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	w := stdcsv.NewWriter(&b)
	w.Comma, w.UseCRLF = separator, true
	if err := w.WriteAll(records); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestEverydayFiles reads the clauses of the reference edition in the encodings, with the
// separators and line ends of other programs: the edition is the same, and how it was read is said.
func TestEverydayFiles(t *testing.T) {
	base, _ := editions(t)
	text := write(t, base, message.Chinese)
	bare := strings.TrimPrefix(text, "\ufeff")
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(bare)
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct{ file, said string }{
		"as written":        {text, ""},
		"no mark":           {bare, ""},
		"LF":                {strings.ReplaceAll(text, "\r\n", "\n"), ""},
		"CR":                {strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\r"), "\n", "\r"), "回车符"},
		"GB 18030":          {gb, "GB 18030"},
		"UTF-16 LE":         {"\xff\xfe" + utf16Of(bare, false), "UTF-16 LE"},
		"UTF-16 BE":         {"\xfe\xff" + utf16Of(bare, true), "UTF-16 BE"},
		"UTF-16 LE no mark": {utf16Of(bare, false), "UTF-16 LE"},
		"UTF-16 BE no mark": {utf16Of(bare, true), "UTF-16 BE"},
		"UTF-16 LE tabs":    {"\xff\xfe" + utf16Of(separated(t, bare, '\t'), false), "制表符"},
		"semicolons":        {separated(t, bare, ';'), "分号"},
		"declared":          {"sep=;\r\n" + separated(t, bare, ';'), "分号"},
		"tabs":              {separated(t, bare, '\t'), "制表符"},
		"wide commas":       {separated(t, bare, '，'), "全角逗号"},
		"bars":              {separated(t, bare, '|'), "竖线"},
		"blank rows":        {text + strings.Repeat(" ,　,\u00a0\r\n", 12_000), ""},
		"spaces before":     {strings.ReplaceAll(text, `,"`, `, "`), ""},
	} {
		e, losses, err := csv.Read(strings.NewReader(test.file), base)
		switch {
		case err != nil:
			t.Errorf("%s: %.300v", name, err)
			continue
		case e.Digest() != base.Digest():
			t.Errorf("%s: another edition", name)
		case test.said == "" && len(losses) > 0:
			t.Errorf("%s: %v", name, losses)
		}
		if test.said != "" && (len(losses) != 1 ||
			!strings.Contains(losses[0].Text(message.Chinese), test.said)) {
			t.Errorf("%s: said %v", name, losses)
		}
	}
}
