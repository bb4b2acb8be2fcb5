package pdf

import (
	"strings"

	"hallmark/pdf/canvas"
	"hallmark/pdf/fonts"
	"hallmark/pdf/manuscript"
)

// cover sets the first page as a local standard has it: classification at the top left, the code
// large at the right, a rule, the names in the middle, dates over a second rule, the issuing body.
func (p *press) cover() {
	p.doc.NewPage()
	c, area := p.Cover, p.faces.area
	sans := func(size, lead float64) canvas.Style {
		return canvas.Style{Face: fonts.SansBold, Size: size, Lead: lead}
	}
	y := 25.0
	for _, line := range []string{c.ICS, c.CCS, c.Record} {
		if line != "" {
			p.doc.TextIn(area.Left, y, area.Width, canvas.Start, sans(10.5, 6), line)
			y += 6
		}
	}
	code := p.doc.Fitting(sans(40, 16), c.Mark, area.Width, 16, 8)
	p.doc.TextIn(area.Left, 44, area.Width, canvas.End, code, p.doc.Fit(code, c.Mark, area.Width))
	p.distribute(area.Left, 68, area.Width, sans(26, 14), c.Level)
	number := p.doc.Fitting(sans(14, 8), c.Number, area.Width, 8, 7)
	p.doc.TextIn(area.Left, 85, area.Width, canvas.End, number,
		p.doc.Fit(number, c.Number, area.Width))
	thick := canvas.Pen{Width: 0.5}
	p.doc.Line(area.Left, 96, area.Left+area.Width, 96, thick)
	p.coverNames(c, area)
	p.doc.TextIn(area.Left, 246, area.Width, canvas.Start, sans(14, 8), c.Issued)
	p.doc.TextIn(area.Left, 246, area.Width, canvas.End, sans(14, 8), c.Effective)
	p.doc.Line(area.Left, 256, area.Left+area.Width, 256, thick)
	body := c.Body + "　" + c.Issues
	style := p.doc.Fitting(sans(18, 10), body, area.Width, 10, 14) // smaller than that: on two lines
	style = p.doc.Fitting(style, body, area.Width, 20, 7)
	p.doc.TextBox(area.Left, 261, area.Width, para(style, canvas.Center, body))
}

// coverNames sets the names of the standard in the middle of the page, however long they are.
func (p *press) coverNames(c *manuscript.Cover, area canvas.Area) {
	name := canvas.Style{Face: fonts.SansBold, Size: 26, Lead: 14}
	for name.Size > 14 && p.doc.Height(area.Width, para(name, canvas.Center, c.Name)) > 3*14 {
		name.Size -= 2
	}
	paras := []canvas.Para{para(name, canvas.Center, c.Name),
		{Text: c.NameEN, Align: canvas.Center, Above: 5,
			Style: canvas.Style{Face: fonts.Sans, Size: 14, Lead: 7.5}}}
	if c.Amended != "" {
		paras = append(paras, canvas.Para{Text: c.Amended, Align: canvas.Center, Above: 5,
			Style: canvas.Style{Face: fonts.Sans, Size: 12, Lead: 7}})
	}
	height := p.doc.TextBox(area.Left, 124, area.Width, paras...)
	if c.Statement == "" {
		return
	}
	const inset, pad = 12.0, 4.0
	words := canvas.Para{Text: c.Statement, Align: canvas.Center,
		Style: canvas.Style{Face: fonts.Serif, Size: 12, Lead: 7}}
	y := max(124+height+14, 190)
	room := area.Width - 2*inset
	tall := p.doc.TextBox(area.Left+inset+pad, y+pad, room-2*pad, words)
	p.doc.Frame(area.Left+inset, y, room, tall+2*pad, canvas.Pen{Width: 0.3})
}

// distribute sets the characters of a line over its whole width; a text that is too long is set
// in smaller type.
func (p *press) distribute(x, y, width float64, s canvas.Style, words string) {
	for s.Size > 8 && p.doc.Measure(s, words) > width {
		s.Size--
	}
	runes := []rune(words)
	if len(runes) < 2 || runes[0] < 0x2E80 {
		p.doc.TextIn(x, y, width, canvas.Center, s, words)
		return
	}
	em := s.Size * 25.4 / 72
	room := width * 0.7
	step := (room - em) / float64(len(runes)-1)
	for i, r := range runes {
		p.doc.TextIn(x+(width-room)/2+float64(i)*step, y, em, canvas.Center, s, string(r))
	}
}

// contents lists the headings of the first two levels with leaders and page numbers; each line
// leads to its heading. The page numbers are those of the pass before.
func (p *press) contents() {
	p.doc.Y += 6
	p.doc.Bookmark(0, p.doc.Y, p.faces.strong, p.say("contents"))
	p.doc.Paragraph(para(p.faces.title, canvas.Center, spread(p.say("contents"))))
	p.doc.Y += 6
	at := 0
	for _, list := range [][]manuscript.Block{p.Front, p.Body} {
		for i := range list {
			b := &list[i]
			switch b.Kind {
			case manuscript.Front, manuscript.Annex, manuscript.Attachment:
				p.entry(b.Line(), 0, p.known[at])
			case manuscript.Heading:
				if b.Level <= 2 {
					p.entry(b.Line(), b.Level-1, p.known[at])
				}
			}
			at++
		}
	}
}

// entry sets a line of the contents. The leaders of all lines end at the same place, so that their
// dots stand one below the other.
func (p *press) entry(words string, level int, to place) {
	s, area := p.faces.body, p.doc.Area
	em := s.Size * 25.4 / 72
	column := 2 * em // for the page number
	left := area.Left + float64(level)*em
	p.doc.Need(s.Lead)
	words = p.doc.Fit(s, words, area.Left+area.Width-column-left-2*em)
	used := p.doc.Measure(s, words)
	right := area.Left + area.Width - column
	if dots := int((right - left - used - 0.3*em) / em); dots > 0 {
		p.doc.TextIn(left, p.doc.Y, right-left, canvas.End, s, strings.Repeat("…", dots))
	}
	p.doc.TextIn(left, p.doc.Y, right-left, canvas.Start, s, words)
	p.doc.TextIn(right, p.doc.Y, column, canvas.End, s, to.number)
	if to.page > 0 {
		p.doc.LinkTo(left, p.doc.Y, area.Left+area.Width-left, s.Lead, to.page, to.y)
	}
	p.doc.Y += s.Lead
}
