package pdf

import (
	"strings"

	"hallmark/pdf/canvas"
	"hallmark/pdf/fonts"
)

// report lays the evaluation report out.
func (p *paper) report() error {
	if err := p.cover(); err != nil {
		return err
	}
	p.doc.NewPage()
	p.summary()
	p.clauses()
	p.problems()
	p.pictures()
	p.recomputation()
	p.authenticity()
	return nil
}

// cover is the first page: what was inspected, the result, the seal and the way to check it.
func (p *paper) cover() error {
	p.doc.NewPage()
	p.doc.Bookmark(0, canvas.Top, heading, p.say("pdf.cover"))
	p.doc.Y += 4
	office := canvas.Style{Face: fonts.Serif, Size: 14, Lead: 8}
	p.centred(p.doc.Fitting(office, p.Office, canvas.Width, 16, 9), p.Office)
	p.doc.Y += 2
	p.centred(title, p.Audit.HallName)
	p.centred(title, p.say("pdf.report"))
	p.doc.Y += 2
	p.centred(notes, p.say("pdf.number", p.Audit.Number))
	if p.draft() {
		p.centred(notes.With(red), p.say("pdf.draft-note"))
	}
	p.doc.Y += 4
	p.result()
	p.doc.Y += 5
	p.particulars()
	return p.seal()
}

func (p *paper) centred(s canvas.Style, words string) {
	if words != "" {
		p.doc.Paragraph(canvas.Para{Text: words, Style: s, Align: canvas.Center})
	}
}

// result prints the score large, the grade and the stars, and why the grade was capped.
func (p *paper) result() {
	const height, split = 38.0, 62.0
	x, y := canvas.Left, p.doc.Y
	p.doc.Frame(x, y, canvas.Width, height, canvas.Pen{Width: 0.4})
	p.doc.Line(x+split, y+4, x+split, y+height-4, rule)
	p.doc.TextIn(x, y+4, split, canvas.Center, label, p.say(p.scoreLabel()))
	number := canvas.Style{Face: fonts.SerifBold, Size: 46, Lead: 18, Color: red}
	p.doc.TextIn(x, y+10, split, canvas.Center, number, fixed(p.Score.Total, 1))
	p.doc.TextIn(x, y+30, split, canvas.Center, small.With(grey), p.say("pdf.score.of",
		p.Edition.Scoring.Total.String(), p.Edition.Scoring.BonusCap.String()))
	right := x + split + 5
	room := canvas.Width - split - 10
	grade := canvas.Style{Face: fonts.SerifBold, Size: 24, Lead: 12}
	wide := p.doc.Measure(grade, p.gradeName(p.Score.Grade))
	p.doc.TextIn(right, y+4, room, canvas.Start, grade, p.gradeName(p.Score.Grade))
	p.doc.TextIn(right+wide+5, y+4, room, canvas.Start,
		canvas.Style{Face: fonts.Sans, Size: 16, Lead: 12, Color: red}, p.stars())
	p.doc.TextBox(right, y+16.5, room, p.capsWithin(room, height-18)...)
	p.doc.Y += height
}

// capsWithin returns as many lines on caps as a room holds.
func (p *paper) capsWithin(width, height float64) []canvas.Para {
	most := 4
	lines := p.capLines(small, most)
	for most > 1 && p.doc.Height(width, lines...) > height {
		most--
		lines = p.capLines(small, most)
	}
	return lines
}

// scoreLabel says whether the number is the official score.
func (p *phrasing) scoreLabel() string {
	switch {
	case p.draft():
		return "pdf.score.provisional"
	case p.Score.Partial:
		return "pdf.score.partial"
	}
	return "pdf.score.official"
}

// stars draws the stars of the grade: "四星" is ★★★★.
func (p *phrasing) stars() string {
	if p.Score.Stars == "" {
		return ""
	}
	for n, numeral := range []rune("一二三四五六七") {
		if strings.HasPrefix(p.Score.Stars, string(numeral)) {
			return strings.Repeat("★", n+1)
		}
	}
	return p.Score.Stars
}

// capLines says which clauses and chapters limited the grade, at most so many, then "and n more".
func (p *paper) capLines(s canvas.Style, most int) []canvas.Para {
	lines := p.caps()
	switch {
	case p.Score.Unanswered > 0:
		lines = append([]string{p.say("pdf.summary.open", p.Score.Unanswered)}, lines...)
	case p.Score.Partial:
		lines = []string{p.say("pdf.cap.partial")}
	case len(lines) == 0:
		lines = []string{p.say("pdf.cap.none")}
	}
	if shown := most - 1; len(lines) > most {
		more := p.say("pdf.cap.more", len(lines)-shown)
		if shown == 0 {
			more = p.say("pdf.cap.all", len(lines))
		}
		lines = append(lines[:shown:shown], more)
	}
	paras := make([]canvas.Para, len(lines))
	for i, words := range lines {
		paras[i] = canvas.Para{Text: words, Style: s}
	}
	return paras
}

// caps gives each cap with its cause in words.
func (p *paper) caps() []string {
	lines := make([]string, len(p.Score.Caps))
	for i, limit := range p.Score.Caps {
		grade := p.gradeName(limit.Grade)
		clause, ok := p.Edition.Clause(limit.Clause)
		switch line := p.lines[limit.Clause]; {
		case !ok:
			lines[i] = p.say("pdf.cap.chapter", limit.Chapter, p.chapterName(limit.Chapter), grade)
		case line != nil && clause.Veto && line.Earned.Sign() == 0:
			lines[i] = p.say("pdf.cap.veto", clause.Code, p.clauseTitle(clause), grade)
		case line != nil:
			lines[i] = p.say("pdf.cap.key", clause.Code, p.clauseTitle(clause),
				fixed(line.Earned, 2), fixed(line.Max, 2), grade)
		default:
			lines[i] = p.say("pdf.cap.clause", clause.Code, p.clauseTitle(clause), grade)
		}
	}
	return lines
}

// particulars is the table of what, when, by whom and against which text.
func (p *paper) particulars() {
	t := p.doc.Table(canvas.Table{Widths: []float64{26, 52, 26, 52}, Pad: 1.2, Pen: rule})
	pair := func(key1, value1, key2, value2 string) {
		t.Row(p.named(key1), cell(text, canvas.Start, value1),
			p.named(key2), cell(text, canvas.Start, value2))
	}
	wide := func(style canvas.Style, key, value string) {
		c := cell(style, canvas.Start, value)
		c.Span = 3
		t.Row(p.named(key), c)
	}
	wide(text, "pdf.field.hall", p.Audit.HallName)
	pair("pdf.field.hall-id", string(p.Audit.Hall), "pdf.field.tier", p.tierName())
	pair("pdf.field.kind", p.say("pdf.kind."+string(p.Audit.Kind)),
		"pdf.field.state", p.say("pdf.state."+string(p.Audit.State)))
	pair("pdf.field.started", p.moment(p.Audit.StartedAt), "pdf.field.ended", p.moment(p.ended()))
	wide(text, "pdf.field.inspectors", p.inspectors())
	if p.Firm != "" {
		wide(p.doc.Fitting(text, p.Firm, 127, 10.6, 8), "pdf.field.firm", p.Firm)
	}
	if words := p.signatureList(); words != "" {
		wide(small, "pdf.field.signed", words)
	}
	wide(text, "pdf.field.standard", p.standardLine())
	wide(small, "pdf.field.digest", string(p.Edition.Digest()))
	if step, ok := p.approval(); ok {
		pair("pdf.field.approver", p.name(step.By), "pdf.field.approved", p.moment(step.At))
	}
}

func (p *paper) named(key string) canvas.Cell {
	c := cell(label, canvas.Center, p.say(key))
	c.Fill = &shade
	return c
}

// seal keeps a place for the office's seal over its name and the date, and prints the QR code. A
// firm that evaluated has a place between them; what stands below the code makes way for it.
func (p *paper) seal() error {
	const code, sealSize, right, between = 30.0, 42.0, 72.0, 40.0
	height, below := 46.0, code+1.5
	if p.Firm != "" {
		height, below = 52, sealSize-2
	}
	p.doc.Y = max(p.doc.Y+1, canvas.Bottom-height)
	p.doc.Need(height)
	y := p.doc.Y + 4
	if p.VerifyURL != "" {
		if err := p.doc.QR(canvas.Left+2, y, code, p.VerifyURL); err != nil {
			return err
		}
		p.doc.Link(canvas.Left+2, y, code, code, p.VerifyURL)
		typed := p.say("pdf.verify.code", p.VerifyCode)
		p.doc.TextBox(canvas.Left, y+below, 80,
			para(small, canvas.Start, p.doc.Fit(small, typed, 80)),
			para(tiny, canvas.Start, p.doc.Fit(tiny, p.VerifyURL, 80)))
	} else if p.VerifyCode != "" { // no address is known; the code can still be typed
		p.doc.TextBox(canvas.Left, y+below, 80,
			para(small, canvas.Start, p.doc.Fit(small, p.say("pdf.verify.code", p.VerifyCode), 80)))
	}
	date := p.Printed
	if step, ok := p.approval(); ok {
		date = step.At
	}
	place := func(x, wide float64, lines ...string) {
		p.doc.Circle(x+wide/2, y+sealSize/2-2, sealSize/2, dashed)
		p.doc.TextIn(x, y+6, wide, canvas.Center, tiny, p.say("pdf.seal"))
		const room = sealSize - 22 // for a name, with the date below it
		at := y + 14
		for _, line := range lines {
			style := p.doc.Fitting(text, line, wide-4, room, 6)
			at += p.doc.TextBox(x+2, at, wide-4, para(style, canvas.Center, line)) + 1.5
		}
	}
	place(canvas.Left+canvas.Width-right, right, p.Office, p.day(date))
	if p.Firm != "" {
		place(canvas.Left+canvas.Width-right-between, between, p.Firm)
	}
	return nil
}
