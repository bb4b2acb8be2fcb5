package pdf

import (
	"math"
	"strings"

	"hallmark/pdf/canvas"
	"hallmark/pdf/fonts"
	"hallmark/pdf/manuscript"
)

// blocks sets blocks one below the other.
func (p *press) blocks(list []manuscript.Block) {
	for i := range list {
		b := &list[i]
		p.doc.Bar = b.Changed
		p.keep = p.kept(list[i+1:])
		p.block(b, list[i+1:])
		p.doc.Bar = false
		p.at++
	}
}

func (p *press) block(b *manuscript.Block, next []manuscript.Block) {
	f := &p.faces
	switch b.Kind {
	case manuscript.Paragraph:
		p.paragraph(f.body, b.Number+b.Text, 2, 0)
	case manuscript.Title:
		p.doc.Skip(4)
		p.doc.Paragraph(para(f.title, canvas.Center, b.Text))
		p.doc.Y += 4
	case manuscript.Subtitle:
		p.doc.Paragraph(para(f.subtitle, canvas.Center, b.Text))
		p.doc.Skip(1)
	case manuscript.Addressee:
		p.paragraph(f.body, b.Text, 0, 0)
	case manuscript.Heading:
		p.heading(b, next)
	case manuscript.Front:
		p.leaf(b.Text, "", b.Text)
	case manuscript.Annex:
		p.leaf(b.Number+"\n"+b.Extra+"\n"+b.Text, "", b.Line())
	case manuscript.Attachment:
		p.attachment(b)
	case manuscript.Item:
		p.item(b)
	case manuscript.Strong:
		p.doc.Need(f.strong.Lead + f.body.Lead)
		p.paragraph(f.strong, b.Text, 2, 0)
	case manuscript.Quote:
		p.paragraph(f.body, b.Text, 0, 2)
	case manuscript.Note:
		p.note(b, next)
	case manuscript.Caption:
		p.caption = b.Text // the table sets it, so that they stay together
	case manuscript.TableBlock:
		p.table(b.Table)
	case manuscript.RedHead:
		p.redHead(b)
	case manuscript.Signature:
		p.signature(b)
	case manuscript.Back:
		p.back(b)
	case manuscript.End:
		p.end()
	}
}

// paragraph sets justified text; the indents are in characters.
func (p *press) paragraph(s canvas.Style, words string, first, indent float64) {
	em := s.Size * 25.4 / 72
	for _, part := range strings.Split(words, "\n") {
		p.doc.Paragraph(canvas.Para{Text: part, Style: s, First: first * em, Indent: indent * em,
			Align: canvas.Justify, Keep: p.keep})
	}
}

// kept is the height of a signature that comes next, or after one line: the page of the seal bears
// text as well (GB/T 9704, 7.3.5.5).
func (p *press) kept(next []manuscript.Block) float64 {
	if len(next) == 0 {
		return 0
	}
	lead := p.faces.body.Lead
	switch b := &next[0]; b.Kind {
	case manuscript.Signature:
		_, height, _ := p.signed(b.Text)
		return height + lead
	case manuscript.Paragraph:
		if p.lines(b) == 1 && len(next) > 1 && next[1].Kind == manuscript.Signature {
			return lead + p.kept(next[1:])
		}
	}
	return 0
}

// lines counts the lines of a paragraph.
func (p *press) lines(b *manuscript.Block) int {
	style := p.faces.body
	height := p.doc.Height(p.doc.Area.Width, canvas.Para{Text: b.Number + b.Text, Style: style,
		First: 2 * style.Size * 25.4 / 72})
	return int(height/style.Lead + 0.5)
}

// heading sets a numbered heading with its bookmark, and keeps it with two lines of what follows.
func (p *press) heading(b *manuscript.Block, next []manuscript.Block) {
	f, level := &p.faces, min(max(b.Level, 1), 5)-1
	style := f.headings[level]
	keep := style.Lead + f.above[level] + f.below[level] + 2*f.body.Lead
	for _, follower := range next { // headings one below the other stay together
		if follower.Kind != manuscript.Heading {
			break
		}
		deeper := min(max(follower.Level, 1), 5) - 1
		keep += f.above[deeper] + f.headings[deeper].Lead + f.below[deeper]
	}
	p.doc.Need(keep)
	p.doc.Skip(f.above[level])
	words := b.Line()
	p.mark(level, words)
	para := canvas.Para{Text: words, Style: style}
	if p.Form.Official() {
		para.First = 2 * style.Size * 25.4 / 72
		para.Text = b.Number + b.Text
	}
	p.doc.Paragraph(para)
	p.doc.Skip(f.below[level])
}

// mark notes where the block stands, for bookmarks and contents.
func (p *press) mark(level int, words string) {
	p.doc.Bookmark(level, p.doc.Y, p.faces.strong, words)
	page := p.doc.Pages()
	p.places[p.at] = place{page, "", p.doc.Y}
}

// leaf starts a page with a centred heading, such as 前言 or an annex.
func (p *press) leaf(words, _, bookmark string) {
	p.doc.NewPage()
	p.doc.Y += 6
	p.mark(0, bookmark)
	lines := strings.Split(words, "\n")
	for i, line := range lines {
		style := p.faces.title
		if len(lines) > 1 {
			style = p.faces.strong
			if i == 1 {
				style.Face = fonts.Sans
			}
		}
		p.doc.Paragraph(para(style, canvas.Center, spread(line)))
	}
	p.doc.Y += 6
}

// spread sets a heading of two characters apart, as 目次 and 前言 are.
func spread(words string) string {
	if runes := []rune(words); len(runes) == 2 && runes[0] >= 0x4E00 {
		return string(runes[0]) + "　　" + string(runes[1])
	}
	return words
}

func (p *press) attachment(b *manuscript.Block) {
	p.doc.NewPage()
	p.mark(0, b.Line())
	p.doc.Paragraph(para(p.faces.strong, canvas.Start, b.Number))
	style := p.faces.title
	style.Size = 18
	p.doc.Paragraph(canvas.Para{Text: b.Text, Style: style, Align: canvas.Center, Above: 2})
	p.doc.Y += 3
}

// item sets a list item: its label hangs out of its text.
func (p *press) item(b *manuscript.Block) {
	style := p.faces.body
	em := style.Size * 25.4 / 72
	label := b.Number + " "
	indent := 2*em*float64(max(b.Level, 1)) + max(2*em, p.doc.Measure(style, label)+0.3*em)
	p.doc.Need(style.Lead)
	page, y := p.doc.Pages(), p.doc.Y
	p.doc.Paragraph(canvas.Para{Text: b.Text, Style: style, Indent: indent, Align: canvas.Justify})
	if p.doc.Pages() == page {
		p.doc.TextIn(p.doc.Area.Left+2*em*float64(max(b.Level, 1)), y, indent, canvas.Start, style,
			label)
	}
}

// note sets small print; a note before a signature stays on its page.
func (p *press) note(b *manuscript.Block, next []manuscript.Block) {
	if len(next) > 0 && next[0].Kind == manuscript.Signature {
		_, height, _ := p.signed(next[0].Text)
		p.doc.Need(height + p.faces.body.Lead + 4*p.faces.note.Lead + 4)
	}
	p.doc.Skip(1)
	p.paragraph(p.faces.note, b.Text, 2, 0)
	p.doc.Skip(1)
}

// redHead sets the agency's name 35 mm below the top of the text area, the number two lines below
// it, and the red line 4 mm below that (GB/T 9704, 7.2.4, 7.2.5 and 7.2.7).
func (p *press) redHead(b *manuscript.Block) {
	area := p.doc.Area
	style := p.doc.Fitting(canvas.Style{Face: fonts.SerifBold, Size: 30, Lead: 16, Color: red},
		b.Text, area.Width, 16, 16)
	p.doc.Y += 35 - (style.Lead-style.Size*25.4/72)/2
	p.doc.Paragraph(para(style, canvas.Center, b.Text))
	p.doc.Y += p.faces.subtitle.Lead
	p.doc.Paragraph(para(p.faces.subtitle, canvas.Center, b.Number))
	p.doc.Y += 4
	p.doc.Line(area.Left, p.doc.Y, area.Left+area.Width, p.doc.Y, canvas.Pen{Width: 0.6, Color: red})
	p.doc.Y += 2 * p.faces.subtitle.Lead
}

// signature sets lines at the right, four characters in, and keeps them together.
func (p *press) signature(b *manuscript.Block) {
	style := p.faces.body
	paras, height, wide := p.signed(b.Text)
	p.doc.Skip(style.Lead)
	p.doc.Need(height)
	area, em := p.doc.Area, style.Size*25.4/72
	p.doc.Y += p.doc.TextBox(area.Left+area.Width-wide-4*em, p.doc.Y, wide, paras...)
}

// signed returns the lines of a signature as paragraphs, with their height and the width of the
// room that they take: a name that is too long for one line is divided into lines of like length.
func (p *press) signed(text string) (paras []canvas.Para, height, wide float64) {
	style := p.faces.body
	em := style.Size * 25.4 / 72
	most := p.doc.Area.Width - 6*em
	for _, line := range strings.Split(text, "\n") {
		paras = append(paras, para(style, canvas.Center, line))
		width := p.doc.Measure(style, line)
		if width > most { // in lines of like length, a character to spare for what may not be parted
			width = min(width/math.Ceil(width/most)+2*em, most)
		}
		wide = max(wide, width+0.1)
	}
	return paras, p.doc.Height(wide, paras...), wide
}

// back sets the 版记 at the foot of the page.
func (p *press) back(b *manuscript.Block) {
	style := canvas.Style{Face: fonts.Serif, Size: 14, Lead: 8}
	em, area := style.Size*25.4/72, p.doc.Area
	lines := strings.Split(b.Text, "\n")
	heights, sum := make([]float64, len(lines)), 0.0
	set := func(line string) canvas.Para { return canvas.Para{Text: line, Style: style} }
	for i, line := range lines {
		heights[i] = p.doc.Height(area.Width-2*em, set(line))
		sum += heights[i]
	}
	p.doc.Need(sum + 4)
	p.doc.Y = area.Bottom() - sum
	for i, line := range lines {
		pen := rule
		if i == 0 {
			pen.Width = 0.35
		}
		p.doc.Line(area.Left, p.doc.Y, area.Left+area.Width, p.doc.Y, pen)
		p.doc.TextBox(area.Left+em, p.doc.Y, area.Width-2*em, set(line))
		p.doc.Y += heights[i]
	}
	p.doc.Line(area.Left, p.doc.Y, area.Left+area.Width, p.doc.Y, canvas.Pen{Width: 0.35})
}

// end draws the line that ends a standard: a quarter of the width, in the middle.
func (p *press) end() {
	p.doc.Skip(6)
	p.doc.Need(4)
	area := p.doc.Area
	from := area.Left + area.Width*3/8
	p.doc.Line(from, p.doc.Y+2, from+area.Width/4, p.doc.Y+2, canvas.Pen{Width: 0.3})
}

// belowTable is the room below a table, mm.
const belowTable = 2

// table sets a ruled table.
func (p *press) table(source *manuscript.Table) {
	f := &p.faces
	widths := make([]float64, len(source.Columns))
	head := make([]canvas.Cell, len(source.Columns))
	for i, c := range source.Columns {
		widths[i] = c.Width * f.area.Width
		head[i] = cell(f.label, canvas.Center, c.Head)
		head[i].Fill = &shade
	}
	t := p.doc.Table(canvas.Table{Widths: widths, Pad: 1, Pen: rule, Head: head,
		Title: p.titled(p.caption), Again: p.titled(p.continued())})
	p.caption = ""
	changed := p.doc.Bar
	for n, row := range source.Rows {
		cells := make([]canvas.Cell, len(source.Columns))
		for i, c := range source.Columns {
			words := ""
			if i < len(row.Cells) {
				words = row.Cells[i]
			}
			cells[i] = p.cell(words, c.Center, row.Strong)
		}
		p.doc.Bar = changed || row.Changed
		if n == len(source.Rows)-1 && p.keep > 0 {
			t.Keep = p.keep + belowTable
		}
		if n == len(source.Rows)-2 {
			t.Hold(cells...) // no last row stands alone
		} else {
			t.Row(cells...)
		}
		p.doc.Bar = changed
	}
	p.doc.Skip(belowTable)
}

// titled makes the title of a table; nil without one.
func (p *press) titled(words string) *canvas.Para {
	if words == "" {
		return nil
	}
	style := p.faces.strong
	style.Size, style.Lead = 10.5, 6
	return &canvas.Para{Text: words, Style: style, Align: canvas.Center, Above: 3}
}

// continued is the title on later pages: 表A.1（续）, after GB/T 1.1.
func (p *press) continued() string {
	number, _, ok := strings.Cut(p.caption, "  ")
	if !ok {
		return ""
	}
	return p.say("continued", number)
}

func (p *press) cell(words string, center, strong bool) canvas.Cell {
	style, align := p.faces.cell, canvas.Start
	if strong {
		style = p.faces.label
	}
	if center {
		align = canvas.Center
	}
	c := canvas.Cell{Middle: true}
	for _, line := range strings.Split(words, "\n") {
		c.Paras = append(c.Paras, para(style, align, line))
	}
	return c
}
