package docx

import (
	"fmt"
	"strings"

	"hallmark/pdf/manuscript"
)

// Typefaces that agencies use; see fontTable for what stands in for them.
const (
	song     = "宋体"
	hei      = "黑体"
	fangsong = "仿宋_GB2312"
	xiaobiao = "方正小标宋简体"
	kai      = "楷体_GB2312"
)

// style is a paragraph style. Sizes are in half-points, room and indents in twips, and line is the
// height of a line in twips (0: single).
type style struct {
	id, name, font string
	size           int
	above, below   int
	first, left    int // indents; a negative first hangs
	line           int
	align          string
	outline        int    // level in the outline, from 1; 0: none
	keep           bool   // with what follows
	page           bool   // starts a page
	color          string // "B01212"; "": black
	more           string // further properties of the paragraph: tabs, borders
}

// styles writes the style sheet of a form.
func styles(f manuscript.Form) string {
	list := standardStyles()
	base := style{font: song, size: 21}
	if f.Official() {
		list, base = officialStyles(f), style{font: fangsong, size: officialSize(f)}
	}
	var b strings.Builder
	b.WriteString(declaration + `<w:styles ` + namespaces + `><w:docDefaults><w:rPrDefault><w:rPr>` +
		base.character() + `<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault>` +
		`<w:pPrDefault/></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal">` +
		`<w:name w:val="Normal"/><w:qFormat/></w:style>`)
	for _, s := range list {
		b.WriteString(s.xml())
	}
	b.WriteString(`</w:styles>`)
	return b.String()
}

func (s style) character() string {
	text := `<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="` + s.font +
		`" w:cs="Times New Roman"/>`
	if s.color != "" {
		text += `<w:color w:val="` + s.color + `"/>`
	}
	return text + fmt.Sprintf(`<w:sz w:val="%d"/><w:szCs w:val="%[1]d"/>`, s.size)
}

// xml writes the style; the order of the properties is that of the schema.
func (s style) xml() string {
	var p strings.Builder
	if s.keep {
		p.WriteString(`<w:keepNext/><w:keepLines/>`)
	}
	if s.page {
		p.WriteString(`<w:pageBreakBefore/>`)
	}
	p.WriteString(s.more)
	fmt.Fprintf(&p, `<w:spacing w:before="%d" w:after="%d"`, s.above, s.below)
	if s.line > 0 {
		fmt.Fprintf(&p, ` w:line="%d" w:lineRule="exact"`, s.line)
	}
	p.WriteString(`/>`)
	switch {
	case s.first > 0:
		fmt.Fprintf(&p, `<w:ind w:left="%d" w:firstLine="%d"/>`, s.left, s.first)
	case s.first < 0:
		fmt.Fprintf(&p, `<w:ind w:left="%d" w:hanging="%d"/>`, s.left, -s.first)
	case s.left > 0:
		fmt.Fprintf(&p, `<w:ind w:left="%d"/>`, s.left)
	}
	if s.align != "" {
		p.WriteString(align(s.align))
	}
	if s.outline > 0 {
		fmt.Fprintf(&p, `<w:outlineLvl w:val="%d"/>`, s.outline-1)
	}
	return `<w:style w:type="paragraph" w:styleId="` + s.id + `"><w:name w:val="` + s.name +
		`"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>` + p.String() + `</w:pPr><w:rPr>` +
		s.character() + `</w:rPr></w:style>`
}

const bothEnds = "both"

// standardStyles follow GB/T 1.1: 黑体 for headings, 宋体 五号 (10.5 pt) for the text.
func standardStyles() []style {
	const em = 210 // of 五号
	list := []style{
		{id: "Body", name: "Body Text", font: song, size: 21, first: 2 * em, align: bothEnds, line: 320},
		{id: "Title", name: "Title", font: hei, size: 32, above: 240, below: 240, align: "center"},
		{id: "Subtitle", name: "Subtitle", font: song, size: 21, align: "center"},
		{id: "FrontHeading", name: "Front Heading", font: hei, size: 32, above: 340, below: 340,
			align: "center", outline: 1, keep: true, page: true},
		{id: "Annex", name: "Annex", font: hei, size: 21, above: 340, below: 340, align: "center",
			outline: 1, keep: true, page: true},
		{id: "ContentsTitle", name: "TOC Heading", font: hei, size: 32, above: 340, below: 340,
			align: "center"},
		{id: "Strong", name: "Strong Line", font: hei, size: 21, first: 2 * em, keep: true},
		{id: "Item", name: "List Paragraph", font: song, size: 21, left: 4 * em, first: -2 * em,
			align: bothEnds, line: 320},
		{id: "Quote", name: "Quote", font: song, size: 21, left: 2 * em, align: bothEnds, line: 320},
		{id: "Note", name: "Note", font: song, size: 18, first: 360, above: 60, below: 60},
		{id: "Caption", name: "caption", font: hei, size: 21, above: 160, below: 60, align: "center",
			keep: true},
		{id: "Cell", name: "Table Text", font: song, size: 18},
		{id: "CellHead", name: "Table Head", font: hei, size: 18, align: "center"},
		{id: "Header", name: "header", font: hei, size: 21},
		{id: "Footer", name: "footer", font: song, size: 18},
		{id: "Signature", name: "Signature", font: song, size: 21, align: "right", above: 60},
	}
	return append(list, shared(hei, hei, 21, 0, 9070)...)
}

// officialSize is that of the text, in half-points: 四号, in a notice 三号, as in the PDF.
func officialSize(f manuscript.Form) int {
	if f == manuscript.NoticeForm {
		return 32
	}
	return 28
}

// officialStyles follow GB/T 9704-2012.
func officialStyles(f manuscript.Form) []style {
	size := officialSize(f)
	em, line, title := 10*size, 510, 40
	if f == manuscript.NoticeForm {
		line, title = 580, 44 // 22 lines on a page, 二号
	}
	list := []style{
		{id: "Body", name: "Body Text", font: fangsong, size: size, first: 2 * em, align: bothEnds,
			line: line},
		{id: "Addressee", name: "Salutation", font: fangsong, size: size, align: bothEnds, line: line},
		{id: "Title", name: "Title", font: xiaobiao, size: title, above: 240, below: 240, align: "center"},
		{id: "Subtitle", name: "Subtitle", font: fangsong, size: size, align: "center", line: line},
		{id: "FrontHeading", name: "Front Heading", font: xiaobiao, size: title, above: 240, below: 240,
			align: "center", outline: 1, keep: true, page: true},
		{id: "Annex", name: "Annex", font: hei, size: size, below: 240, outline: 1, keep: true, page: true},
		{id: "ContentsTitle", name: "TOC Heading", font: xiaobiao, size: title, below: 240,
			align: "center"},
		{id: "Strong", name: "Strong Line", font: hei, size: size, first: 2 * em, keep: true, line: line},
		{id: "Item", name: "List Paragraph", font: fangsong, size: size, left: 4 * em, first: -2 * em,
			align: bothEnds, line: line},
		{id: "Quote", name: "Quote", font: kai, size: size, left: 2 * em, align: bothEnds, line: line},
		{id: "Note", name: "Note", font: fangsong, size: 21, first: 420, above: 60, below: 60},
		{id: "Caption", name: "caption", font: hei, size: 21, above: 160, below: 60, align: "center",
			keep: true},
		{id: "Cell", name: "Table Text", font: fangsong, size: 21},
		{id: "CellHead", name: "Table Head", font: hei, size: 21, align: "center"},
		{id: "Header", name: "header", font: song, size: 18},
		{id: "Footer", name: "footer", font: song, size: 28},
		{id: "Signature", name: "Signature", font: fangsong, size: size, align: "right", left: em,
			line: line},
	}
	return append(list, shared(hei, kai, size, line, 8845)...)
}

// shared are the headings, the entries of the contents, and what is the same in every form; line is
// the height of a heading's line in an agency's document, edge is where page numbers stand.
func shared(first, second string, size, line, edge int) []style {
	list := once(size)
	official := first != second
	for level := 1; level <= 5; level++ {
		s := style{id: fmt.Sprintf("Heading%d", level), name: fmt.Sprintf("heading %d", level),
			font: first, size: size, outline: level, keep: true}
		switch {
		case official && level > 2:
			s.font = fangsong
		case official && level == 2:
			s.font = second
		}
		if official {
			s.first, s.line = 20*size, line
		} else {
			s.above, s.below = []int{260, 130, 70, 60, 60}[level-1], []int{150, 70, 0, 0, 0}[level-1]
		}
		list = append(list, s)
	}
	tabs := fmt.Sprintf(`<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="%d"/></w:tabs>`, edge)
	for level := 1; level <= 2; level++ {
		list = append(list, style{id: fmt.Sprintf("TOC%d", level), name: fmt.Sprintf("toc %d", level),
			font: song, size: 21, left: (level - 1) * 210, line: 320, more: tabs})
	}
	return list
}

// once are the styles of blocks that look the same in every form; size is that of the text.
func once(size int) []style {
	return []style{
		{id: "End", name: "End Line", font: song, size: 21, above: 240, align: "center"},
		{id: "RedHead", name: "Red Head", font: xiaobiao, size: 60, align: "center", color: "B01212",
			above: 240, below: 240},
		{id: "RedNumber", name: "Document Number", font: fangsong, size: size, align: "center", below: 360,
			more: border("bottom", "single", 12, "B01212")},
		{id: "Back", name: "Back Matter", font: fangsong, size: 28, left: 280, line: 454,
			more: `<w:pBdr><w:top w:val="single" w:sz="4" w:space="1" w:color="auto"/>` +
				`<w:bottom w:val="single" w:sz="4" w:space="1" w:color="auto"/></w:pBdr>`},
		{id: "CoverCode", name: "Cover Code", font: hei, size: 21},
		{id: "CoverMark", name: "Cover Mark", font: hei, size: 72, align: "right", above: 200},
		{id: "CoverLevel", name: "Cover Level", font: hei, size: 52, align: bothEnds, above: 400},
		{id: "CoverNumber", name: "Cover Number", font: hei, size: 28, align: "right", above: 300,
			more: border("bottom", "single", 12, "auto")},
		{id: "CoverName", name: "Cover Name", font: hei, size: 52, align: "center", above: 2000},
		{id: "CoverNameEN", name: "Cover Name English", font: hei, size: 28, align: "center", above: 240},
		{id: "CoverStatement", name: "Cover Statement", font: song, size: 21, align: "center",
			above: 900, left: 600, more: `<w:pBdr>` + sides("single", 6, 6) + `</w:pBdr>`},
		{id: "CoverDates", name: "Cover Dates", font: hei, size: 28, above: 2400,
			more: border("bottom", "single", 12, "auto") +
				`<w:tabs><w:tab w:val="right" w:pos="9070"/></w:tabs>`},
		{id: "CoverBody", name: "Cover Body", font: hei, size: 36, align: "center", above: 200},
	}
}

func border(side, kind string, size int, color string) string {
	return fmt.Sprintf(`<w:pBdr><w:%s w:val="%s" w:sz="%d" w:space="6" w:color="%s"/></w:pBdr>`,
		side, kind, size, color)
}

func sides(kind string, size, space int) string {
	var b strings.Builder
	for _, side := range []string{"top", "left", "bottom", "right"} {
		fmt.Fprintf(&b, `<w:%s w:val="%s" w:sz="%d" w:space="%d" w:color="auto"/>`, side, kind, size,
			space)
	}
	return b.String()
}
