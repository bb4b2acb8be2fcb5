package standard

import (
	"archive/zip"
	"bytes"
	"regexp"
	"strings"
	"unicode/utf16"
)

// ForeignFile tells by its content a file that no import reads: it returns the key of the sentence
// that says what the file is and what to save it as, or "". A name says nothing about a file; many
// systems give a page of HTML the name of a workbook.
func ForeignFile(content []byte) string {
	head := bytes.TrimLeft(bytes.TrimPrefix(content, []byte("\ufeff")), " \t\r\n")
	for _, known := range []struct{ begin, code string }{
		{"%PDF", "file.pdf"},
		{`{\rtf`, "file.rtf"},
		{"\xff\xd8\xff", "file.picture"},
		{"\x89PNG", "file.picture"},
		{"GIF8", "file.picture"},
		{"Rar!", "file.archive"},
		{"7z\xbc\xaf", "file.archive"},
		{"\x1f\x8b", "file.archive"},
	} {
		if bytes.HasPrefix(head, []byte(known.begin)) {
			return known.code
		}
	}
	switch {
	case bytes.HasPrefix(content, []byte("\xd0\xcf\x11\xe0")):
		return compoundFile(content)
	case bytes.HasPrefix(content, []byte("PK\x03\x04")):
		return zippedFile(content)
	case htmlStart.Match(head):
		return "file.html"
	}
	return ""
}

var htmlStart = regexp.MustCompile(`(?i)^(<!--.*?-->\s*)?<(!doctype html|html|head|body|table|meta)\b`)

// compoundFile tells the old files of office programs apart by the names of their streams, which
// stand in the directory in UTF-16.
func compoundFile(content []byte) string {
	for _, known := range []struct{ stream, code string }{
		{"EncryptedPackage", "file.encrypted"},
		{"WordDocument", "file.doc"},
		{"PowerPoint Document", "file.slides"},
		{"Workbook", "file.xls"},
		{"Book", "file.xls"},
	} {
		var name []byte
		for _, u := range utf16.Encode([]rune(known.stream)) {
			name = append(name, byte(u), byte(u>>8)) //nolint:gosec // the two bytes of a unit
		}
		if bytes.Contains(content, name) {
			return known.code
		}
	}
	return "file.xls"
}

// zippedFile tells documents of office programs from workbooks, for which it returns "".
func zippedFile(content []byte) string {
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return "" // the reader of workbooks says that it is damaged
	}
	code := "file.archive"
	for _, f := range z.File {
		name := strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/"))
		switch {
		case name == "mimetype":
			return openDocument(f)
		case strings.HasPrefix(name, "word/"):
			return "file.docx"
		case strings.HasPrefix(name, "ppt/"):
			return "file.slides"
		case strings.HasSuffix(name, "xl/workbook.bin"):
			return "file.xlsb"
		case name == "[content_types].xml", strings.HasPrefix(name, "xl/"):
			code = ""
		}
	}
	return code
}

func openDocument(f *zip.File) string {
	body, err := f.Open()
	if err != nil {
		return "file.archive"
	}
	defer body.Close()
	kind := make([]byte, 128)
	n, _ := body.Read(kind) // what was read decides
	switch kind := string(kind[:n]); {
	case strings.Contains(kind, "opendocument.spreadsheet"):
		return "file.ods"
	case strings.Contains(kind, "opendocument.text"):
		return "file.odt"
	}
	return "file.archive"
}
