package docx

import (
	"fmt"
	"strings"

	"hallmark/pdf/manuscript"
	"hallmark/standard/message"
)

// document is the main part in the making.
type document struct {
	*manuscript.Manuscript
	out      strings.Builder
	lists    int // lists that number themselves
	inList   bool
	headings int // bookmarks so far
}

func (d *document) body() string {
	d.out.WriteString(declaration + `<w:document ` + namespaces + `><w:body>`)
	if d.Cover != nil {
		d.cover()
		d.section(false, "", true)
	}
	if d.Contents {
		d.contents()
	}
	d.blocks(d.Front)
	if d.Contents || len(d.Front) > 0 {
		d.section(true, "upperRoman", true)
	}
	d.blocks(d.Body)
	d.section(true, "decimal", false)
	d.out.WriteString(`</w:body></w:document>`)
	return d.out.String()
}

func (d *document) add(style, properties, runs string) {
	d.out.WriteString(paragraph(style, properties, runs))
}

// section ends a section: numbered says that its pages bear a head and a number. The properties of
// every section but the last stand in a paragraph of their own.
func (d *document) section(numbered bool, format string, inside bool) {
	var b strings.Builder
	b.WriteString(`<w:sectPr>`)
	if numbered {
		b.WriteString(`<w:headerReference w:type="default" r:id="rId4"/>` +
			`<w:headerReference w:type="even" r:id="rId7"/>` +
			`<w:footerReference w:type="default" r:id="rId5"/>` +
			`<w:footerReference w:type="even" r:id="rId6"/>`)
	}
	top, right, bottom, left := 30.0, 25.0, 27.0, 25.0
	if d.Form.Official() {
		top, right, bottom, left = 37, 26, 35, 28
	}
	fmt.Fprintf(&b, `<w:type w:val="nextPage"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="%d" `+
		`w:right="%d" w:bottom="%d" w:left="%d" w:header="%d" w:footer="%d" w:gutter="0"/>`,
		twips(top), twips(right), twips(bottom), twips(left), twips(top-13), twips(bottom-13))
	if numbered {
		fmt.Fprintf(&b, `<w:pgNumType w:fmt="%s" w:start="1"/>`, format)
	}
	b.WriteString(`</w:sectPr>`)
	if inside {
		d.out.WriteString(`<w:p><w:pPr>` + b.String() + `</w:pPr></w:p>`)
		return
	}
	d.out.WriteString(b.String())
}

func (d *document) cover() {
	c := d.Cover
	for _, line := range []string{c.ICS, c.CCS, c.Record} {
		if line != "" {
			d.add("CoverCode", "", run(line, ""))
		}
	}
	d.add("CoverMark", "", run(c.Mark, "<w:b/>"))
	d.add("CoverLevel", `<w:jc w:val="distribute"/>`, run(c.Level, ""))
	d.add("CoverNumber", "", run(c.Number, ""))
	d.add("CoverName", "", run(c.Name, ""))
	d.add("CoverNameEN", "", run(c.NameEN, ""))
	if c.Amended != "" {
		d.add("CoverNameEN", "", run(c.Amended, ""))
	}
	if c.Statement != "" {
		d.add("CoverStatement", "", run(c.Statement, ""))
	}
	d.add("CoverDates", "", run(c.Issued, "")+"<w:r><w:tab/></w:r>"+run(c.Effective, ""))
	d.add("CoverBody", "", run(c.Body+"  "+c.Issues, ""))
}

// contents is a field that the reader's program fills in; until then it shows the headings, with
// page numbers as fields.
func (d *document) contents() {
	d.add("ContentsTitle", "", run(message.Text(d.Language, "print.contents"), ""))
	const begin = `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText ` +
		`xml:space="preserve"> TOC \o "1-2" \h \z \u </w:instrText></w:r>` +
		`<w:r><w:fldChar w:fldCharType="separate"/></w:r>`
	first := begin
	n := 0
	for _, list := range [][]manuscript.Block{d.Front, d.Body} {
		for i := range list {
			level := outline(&list[i])
			if level == 0 {
				continue
			}
			n++
			if level > 2 {
				continue
			}
			anchor := fmt.Sprintf("_Toc%06d", n)
			d.add(fmt.Sprintf("TOC%d", level), "", first+`<w:hyperlink w:anchor="`+anchor+`">`+
				run(list[i].Line(), "")+`<w:r><w:tab/></w:r>`+field("PAGEREF "+anchor+` \h`, "")+
				`</w:hyperlink>`)
			first = ""
		}
	}
	if first == "" {
		d.out.WriteString(`<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>`)
	}
}

// outline returns the level of a heading in the outline, 0 for other blocks.
func outline(b *manuscript.Block) int {
	switch b.Kind {
	case manuscript.Front, manuscript.Annex, manuscript.Attachment:
		return 1
	case manuscript.Heading:
		return min(max(b.Level, 1), 5)
	}
	return 0
}
