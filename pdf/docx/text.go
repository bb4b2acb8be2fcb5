package docx

import (
	"encoding/xml"
	"fmt"
	"strings"
	"unicode/utf8"
)

// escape makes a text fit for XML: markup is escaped, and what XML 1.0 does not allow (control
// characters, broken UTF-8, U+FFFE) becomes 〓, so that no neighbour is lost.
func escape(text string) string {
	var clean strings.Builder
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if r == utf8.RuneError && size <= 1 || !allowed(r) {
			r = '〓'
		}
		clean.WriteRune(r)
		i += size
	}
	var b strings.Builder
	if err := xml.EscapeText(&b, []byte(clean.String())); err != nil {
		return "" // a strings.Builder returns no error
	}
	return b.String()
}

func allowed(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= ' ' && r <= 0xD7FF ||
		r >= 0xE000 && r <= 0xFFFD || r >= 0x10000
}

// run sets a text with properties ("" for those of the style); line ends become line breaks.
func run(text, properties string) string {
	if text == "" {
		return ""
	}
	if properties != "" {
		properties = "<w:rPr>" + properties + "</w:rPr>"
	}
	var b strings.Builder
	for i, line := range strings.Split(text, "\n") {
		b.WriteString("<w:r>" + properties)
		if i > 0 {
			b.WriteString("<w:br/>")
		}
		b.WriteString(`<w:t xml:space="preserve">` + escape(line) + "</w:t></w:r>")
	}
	return b.String()
}

// field is a field with the result that it shows until it is brought up to date.
func field(code, result string) string {
	return `<w:r><w:fldChar w:fldCharType="begin"/></w:r>` +
		`<w:r><w:instrText xml:space="preserve"> ` + code + ` </w:instrText></w:r>` +
		`<w:r><w:fldChar w:fldCharType="separate"/></w:r>` + run(result, "") +
		`<w:r><w:fldChar w:fldCharType="end"/></w:r>`
}

// paragraph sets runs in a paragraph style, with further properties of the paragraph.
func paragraph(style, properties, runs string) string {
	return `<w:p><w:pPr><w:pStyle w:val="` + style + `"/>` + properties + `</w:pPr>` + runs + `</w:p>`
}

// bookmark encloses runs in a place that the contents lead to.
func bookmark(n int, runs string) string {
	return fmt.Sprintf(`<w:bookmarkStart w:id="%d" w:name="_Toc%06d"/>%s<w:bookmarkEnd w:id="%d"/>`,
		n, n, runs, n)
}

// twips are twentieths of a point.
func twips(mm float64) int { return int(mm*1440/25.4 + 0.5) }
