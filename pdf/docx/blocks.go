package docx

import (
	"fmt"
	"strings"

	"hallmark/pdf/manuscript"
)

// plain maps kinds that are one paragraph to its style.
var plain = map[manuscript.Kind]string{
	manuscript.Paragraph: "Body", manuscript.Title: "Title", manuscript.Subtitle: "Subtitle",
	manuscript.Strong: "Strong", manuscript.Quote: "Quote", manuscript.Note: "Note",
	manuscript.Addressee: "Addressee", manuscript.Caption: "Caption", manuscript.Signature: "Signature", manuscript.Back: "Back",
}

func (d *document) blocks(list []manuscript.Block) {
	for i := range list {
		b := &list[i]
		if b.Kind != manuscript.Item {
			d.inList = false
		} else if first := i == 0 || list[i-1].Kind != manuscript.Item; first && lettered(list[i:]) {
			d.lists++
			d.inList = true
		}
		d.block(b)
	}
}

func (d *document) block(b *manuscript.Block) {
	bar := ""
	if b.Changed {
		bar = border("left", "double", 4, "auto")
	}
	if style, ok := plain[b.Kind]; ok {
		for _, line := range strings.Split(b.Number+b.Text, "\n") {
			d.add(style, bar, run(line, ""))
		}
		return
	}
	switch b.Kind {
	case manuscript.Heading, manuscript.Front, manuscript.Annex:
		d.heading(b, bar)
	case manuscript.Attachment:
		d.heading(b, bar)
		d.add("Title", "", run(b.Text, ""))
	case manuscript.Item:
		d.item(b, bar)
	case manuscript.TableBlock:
		d.table(b.Table, b.Changed)
	case manuscript.RedHead:
		d.add("RedHead", "", run(b.Text, ""))
		d.add("RedNumber", "", run(b.Number, ""))
	case manuscript.End:
		d.add("End", "", run("————————", ""))
	}
}

func (d *document) heading(b *manuscript.Block, bar string) {
	d.headings++
	words := run(b.Line(), "")
	style := "Annex"
	switch b.Kind {
	case manuscript.Heading:
		style = fmt.Sprintf("Heading%d", outline(b))
	case manuscript.Attachment:
		words = run(b.Number, "")
	case manuscript.Front:
		style = "FrontHeading"
	case manuscript.Annex:
		words = run(strings.Join([]string{b.Number, b.Extra, b.Text}, "\n"), "")
	}
	d.add(style, bar, bookmark(d.headings, words))
}

func (d *document) item(b *manuscript.Block, bar string) {
	if d.inList {
		d.add("Item", fmt.Sprintf(`<w:numPr><w:ilvl w:val="0"/><w:numId w:val="%d"/></w:numPr>`,
			d.lists)+bar, run(b.Text, ""))
		return
	}
	indent := ""
	if b.Level > 1 {
		indent = `<w:ind w:left="1260" w:hanging="420"/>`
	}
	d.add("Item", bar+indent, run(b.Number, "")+"<w:r><w:tab/></w:r>"+run(b.Text, ""))
}

// table sets a ruled table whose head comes again on every page; no row is divided.
func (d *document) table(t *manuscript.Table, changed bool) {
	width := twips(160)
	if d.Form.Official() {
		width = twips(156)
	}
	d.out.WriteString(`<w:tbl><w:tblPr><w:tblW w:w="` + fmt.Sprint(width) + `" w:type="dxa"/>` +
		`<w:jc w:val="center"/><w:tblBorders>` + ruled + `</w:tblBorders><w:tblLayout ` +
		`w:type="fixed"/><w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="57" w:type="dxa"/><w:bottom w:w="40" ` +
		`w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>`)
	widths := make([]int, len(t.Columns))
	for i, c := range t.Columns {
		widths[i] = int(c.Width * float64(width))
		fmt.Fprintf(&d.out, `<w:gridCol w:w="%d"/>`, widths[i])
	}
	d.out.WriteString(`</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>`)
	for i, c := range t.Columns {
		d.cell(widths[i], `<w:shd w:val="clear" w:color="auto" w:fill="F0F2F5"/>`, "CellHead", "", c.Head)
	}
	d.out.WriteString(`</w:tr>`)
	for _, row := range t.Rows {
		d.row(t, row, widths, changed)
	}
	// Two tables without a paragraph between them would become one.
	d.out.WriteString(`</w:tbl><w:p><w:pPr><w:pStyle w:val="Cell"/></w:pPr></w:p>`)
}

const ruled = `<w:top w:val="single" w:sz="4" w:space="0" w:color="auto"/>` +
	`<w:left w:val="single" w:sz="4" w:space="0" w:color="auto"/>` +
	`<w:bottom w:val="single" w:sz="4" w:space="0" w:color="auto"/>` +
	`<w:right w:val="single" w:sz="4" w:space="0" w:color="auto"/>` +
	`<w:insideH w:val="single" w:sz="4" w:space="0" w:color="auto"/>` +
	`<w:insideV w:val="single" w:sz="4" w:space="0" w:color="auto"/>`

func (d *document) row(t *manuscript.Table, row manuscript.Row, widths []int, changed bool) {
	d.out.WriteString(`<w:tr><w:trPr><w:cantSplit/></w:trPr>`)
	for i, c := range t.Columns {
		words, style, justify, border := "", "Cell", "", ""
		if i < len(row.Cells) {
			words = row.Cells[i]
		}
		if row.Strong {
			style = "CellHead"
		}
		if c.Center {
			justify = align("center")
		} else if row.Strong {
			justify = align("left")
		}
		if i == 0 && (changed || row.Changed) {
			border = `<w:tcBorders><w:left w:val="double" w:sz="4" w:space="0" w:color="auto"/></w:tcBorders>`
		}
		d.cell(widths[i], border, style, justify, words)
	}
	d.out.WriteString(`</w:tr>`)
}

// cell sets a cell, a paragraph for each line.
func (d *document) cell(width int, properties, style, justify, words string) {
	fmt.Fprintf(&d.out, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>%s<w:vAlign w:val="center"/></w:tcPr>`,
		width, properties)
	for _, line := range strings.Split(words, "\n") {
		d.add(style, justify, run(line, ""))
	}
	d.out.WriteString(`</w:tc>`)
}
