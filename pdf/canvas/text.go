package canvas

import "hallmark/pdf/fonts"

// Align is where a text stands between the edges of its room.
type Align uint8

// The alignments; Justify stretches every line but the last.
const (
	Start Align = iota
	Center
	End
	Justify
)

// Para is a paragraph.
type Para struct {
	Text   string
	Style  Style
	Align  Align
	First  float64 // indent of the first line, mm; negative hangs it out of Indent
	Indent float64 // indent of every line, mm
	Above  float64 // room above, mm
	Keep   float64 // room below that stays on the page of the last two lines, mm
}

// line is one line of a paragraph, ready to be drawn.
type line struct {
	text    []rune
	style   Style
	x       float64 // from the left edge of the room
	spacing float64 // between characters, mm
	above   float64
}

func (l line) height() float64 { return l.above + l.style.Lead }

// Measure returns the width of a text that is set on one line.
func (d *Document) Measure(s Style, text string) float64 {
	return d.measure(s, d.prepareLine(s.Face, text))
}

func (d *Document) measure(s Style, text []rune) float64 {
	sum := 0
	for _, r := range text {
		sum += d.set.Width(s.Face, r)
	}
	return float64(sum) * s.em() / 1000
}

// lay breaks a paragraph into lines for a room of the given width.
func (d *Document) lay(p Para, width float64) []line {
	text := d.prepare(p.Style.Face, p.Text)
	unit := p.Style.em() / 1000
	room := func(indent float64) int { return int((width-indent)/unit + 0.5) }
	spans := Break(text, func(r rune) int { return d.set.Width(p.Style.Face, r) },
		room(p.Indent+p.First), room(p.Indent))
	lines := make([]line, len(spans))
	for i, span := range spans {
		l := line{text: trimEnd(text[span.From:span.To]), style: p.Style, x: p.Indent}
		if i == 0 {
			l.x, l.above = l.x+p.First, p.Above
		}
		l.place(p, width-l.x-d.measure(p.Style, l.text), span.Last)
		lines[i] = l
	}
	return lines
}

// stretch is how far the characters of a line may be drawn apart, in em; a line that would need
// more stays ragged.
const stretch = 0.12

// place puts the line where the alignment wants it; slack is the width that it leaves free.
func (l *line) place(p Para, slack float64, last bool) {
	switch {
	case p.Align == Center:
		l.x += slack / 2
	case p.Align == End:
		l.x += slack
	case p.Align == Justify && !last && slack > 0:
		if gap := slack / float64(len(l.text)-1); gap < stretch*p.Style.em() {
			l.spacing = gap
		}
	}
}

func trimEnd(text []rune) []rune {
	for len(text) > 0 && text[len(text)-1] == ' ' {
		text = text[:len(text)-1]
	}
	return text
}

// Text sets a text on one line with its base line at y, and returns its width.
func (d *Document) Text(x, y float64, s Style, text string) float64 {
	runes := d.prepareLine(s.Face, text)
	d.draw(x, y, s, runes, 0)
	return d.measure(s, runes)
}

// Fit returns a text that is at most so wide on one line, with … for what was left out.
func (d *Document) Fit(s Style, text string, width float64) string {
	runes := d.prepareLine(s.Face, text)
	if d.measure(s, runes) <= width {
		return string(runes)
	}
	for len(runes) > 0 && d.measure(s, runes)+s.em() > width {
		runes = runes[:len(runes)-1]
	}
	return string(runes) + "…"
}

// Fitting returns a style that is as large as it may be, from s down to least points, so that a text
// takes at most the height in a room of the given width; its lines come nearer with its size.
func (d *Document) Fitting(s Style, text string, width, height, least float64) Style {
	for s.Size > least && d.Height(width, Para{Text: text, Style: s}) > height+0.01 {
		size := max(s.Size-0.5, least)
		s.Lead *= size / s.Size
		s.Size = size
	}
	return s
}

// TextIn sets a text on one line in a room of the given width whose top is y.
func (d *Document) TextIn(x, y, width float64, align Align, s Style, text string) {
	runes := d.prepareLine(s.Face, text)
	slack := width - d.measure(s, runes)
	switch align {
	case Center:
		x += slack / 2
	case End:
		x += slack
	}
	d.draw(x, y+s.baseline(), s, runes, 0)
}

// Height returns the height that paragraphs take in a room of the given width.
func (d *Document) Height(width float64, paras ...Para) (sum float64) {
	for _, p := range paras {
		for _, l := range d.lay(p, width) {
			sum += l.height()
		}
	}
	return sum
}

// TextBox sets paragraphs in a room of the given width whose top is y, whatever height they take,
// and returns it.
func (d *Document) TextBox(x, y, width float64, paras ...Para) float64 {
	from := y
	for _, p := range paras {
		for _, l := range d.lay(p, width) {
			d.drawLine(x, y, l)
			y += l.height()
		}
	}
	return y - from
}

func (d *Document) drawLine(x, y float64, l line) {
	d.draw(x+l.x, y+l.above+l.style.baseline(), l.style, l.text, l.spacing)
}

// draw paints prepared text, a run for each font that serves it.
func (d *Document) draw(x, y float64, s Style, text []rune, spacing float64) {
	text = visual(text)
	for len(text) > 0 {
		font, n := d.run(s.Face, text)
		run := text[:n]
		d.use(font, run)
		at := x
		d.paint(func(p *painter) { p.text(at, y, font, s, spacing, run) })
		x += d.measure(s, run) + float64(n)*spacing
		text = text[n:]
	}
}

// run returns the font of the first character and how many characters it serves in a row.
func (d *Document) run(face fonts.Face, text []rune) (font, n int) {
	font, _ = d.set.Find(face, text[0])
	for n = 1; n < len(text); n++ {
		if f, _ := d.set.Find(face, text[n]); f != font {
			break
		}
	}
	return font, n
}

// Paragraph sets a paragraph below Y. It leaves no single line on either side of a page end.
func (d *Document) Paragraph(p Para) {
	lines := d.lay(p, d.Area.Width)
	for i, l := range lines {
		need, left := l.height(), len(lines)-i
		switch {
		case p.Keep > 0 && (left == min(2, len(lines)) || i == 0 && left == 3):
			need += float64(left-1)*l.style.Lead + p.Keep
		case len(lines) > 1 && (i == 0 || left == 2):
			need += l.style.Lead
		}
		if d.Need(need); d.Y == d.Area.Top {
			l.above = 0
		}
		d.drawLine(d.Area.Left, d.Y, l)
		d.bar(d.Y+l.above, l.style.Lead)
		d.Y += l.height()
	}
}

// bar draws the double rule of [Document.Bar] beside a line: at the right of odd pages, at the left
// of even ones.
func (d *Document) bar(y, height float64) {
	if !d.Bar {
		return
	}
	x := d.Area.Left + d.Area.Width + 3
	if len(d.pages)%2 == 0 {
		x = d.Area.Left - 4
	}
	for _, x := range []float64{x, x + 1} {
		d.Line(x, y, x, y+height, Pen{Width: 0.3})
	}
}
