package pdf

import (
	"fmt"

	"hallmark/checklists"
	"hallmark/pdf/canvas"
	"hallmark/standard"
)

// summary is the first section: the result in words, the chapters in numbers and as figures.
func (p *paper) summary() {
	p.heading(0, p.say("pdf.section.summary"))
	p.prose(prose, p.say("pdf.summary", p.Edition.Standard.Number, p.standardName(),
		p.editionName(), p.day(p.Audit.StartedAt), p.Audit.HallName,
		p.say("pdf.kind."+string(p.Audit.Kind))))
	counted, excluded, open, full := p.counts()
	result := "pdf.summary.result"
	if p.Score.Partial {
		result = "pdf.summary.result-partial"
	}
	words := p.say(result, counted+excluded+open, excluded, full, counted-full,
		fixed(p.Score.Total, 1), p.gradeName(p.Score.Grade))
	if p.Score.Stars != "" {
		words += p.say("pdf.summary.stars", p.stars())
	}
	p.prose(prose, words+p.say("pdf.stop"))
	if open > 0 {
		p.prose(prose.With(red), p.say("pdf.summary.open", p.Score.Unanswered))
	}
	p.said()
	p.threeScores()
	p.heading(1, p.say("pdf.section.chapters"))
	p.chapterTable()
	p.heading(1, p.say("pdf.section.caps"))
	for _, line := range p.capLines(notes, len(p.Score.Caps)+2) {
		p.prose(notes, line.Text)
	}
	p.figures()
	p.appeals()
}

// said sets what the inspectors and the hall wrote at the end; nothing where they wrote nothing.
func (p *paper) said() {
	if p.Facts+p.Statement+p.Remark == "" {
		return
	}
	p.doc.Skip(3)
	t := p.doc.Table(canvas.Table{Widths: []float64{30, 126}, Pad: 1.4, Pen: rule})
	for _, one := range []struct{ key, words string }{{"signed.summary", p.Facts},
		{"signed.opinion", p.Statement}, {"signed.remark", p.Remark}} {
		if one.words != "" {
			t.Row(p.named(one.key), cell(text, canvas.Justify, typeset(one.words)))
		}
	}
}

// counts returns how many clauses count, are not applicable, are open, and earned all points.
// Bonus clauses are left out.
func (p *paper) counts() (counted, excluded, open, full int) {
	for i := range p.Score.Clauses {
		switch line := &p.Score.Clauses[i]; {
		case line.Bonus:
		case line.Excluded:
			excluded++
		case line.Unanswered:
			open++
		default:
			counted++
			if line.Earned == line.Max {
				full++
			}
		}
	}
	return counted, excluded, open, full
}

// threeScores sets the hall's own score, the one before an appeal and the one after rectification
// beside the official one.
func (p *paper) threeScores() {
	if p.Self == nil && p.Original == nil && p.Rectified == nil {
		return
	}
	p.doc.Skip(3)
	t := p.doc.Table(canvas.Table{Widths: []float64{52, 52, 52}, Pad: 1.4, Pen: rule,
		Head: p.head("pdf.score.kind", "pdf.score.value", "pdf.score.grade")})
	row := func(key string, s *checklists.Score) {
		if s != nil {
			t.Row(cell(text, canvas.Center, p.say(key)),
				cell(text, canvas.Center, fixed(s.Total, 1)),
				cell(text, canvas.Center, p.gradeName(s.Grade)))
		}
	}
	row("pdf.score.self", p.Self)
	row("pdf.score.original", p.Original)
	row(p.scoreLabel(), &p.Score)
	if r := p.Rectified; r != nil {
		t.Row(cell(text, canvas.Center, p.say("pdf.score.rectified", p.day(r.At))),
			cell(text, canvas.Center, fixed(r.Score.Total, 1)),
			cell(text, canvas.Center, p.gradeName(r.Score.Grade)))
	}
}

// chapterTable has a line for each chapter as the score counts it.
func (p *paper) chapterTable() {
	t := p.doc.Table(canvas.Table{Widths: []float64{54, 18, 22, 22, 20, 20}, Pad: 1.1, Pen: rule,
		Head: p.head("pdf.column.chapter", "pdf.column.weight", "pdf.column.applicable",
			"pdf.column.earned", "pdf.column.rate", "pdf.column.contribution")})
	for _, c := range p.Score.Chapters {
		name := cell(text, canvas.Start, fmt.Sprintf("%d  %s", c.Number, p.chapterName(c.Number)))
		weight := cell(text, canvas.End, c.Weight.String())
		if c.Dropped {
			none := cell(text.With(grey), canvas.Center, p.dropped())
			none.Span = 4
			t.Row(name, weight, none)
			continue
		}
		t.Row(name, weight, cell(text, canvas.End, fixed(c.Applicable, 2)),
			cell(text, canvas.End, fixed(c.Earned, 2)), cell(text, canvas.End, ratePercent(c.Rate)),
			cell(text, canvas.End, fixed(c.Contribution, 2)))
	}
	total := func(style canvas.Style, key, value string) {
		name := cell(style, canvas.Start, p.say(key))
		name.Span = 5
		t.Row(name, cell(style, canvas.End, value))
	}
	total(text, "pdf.total.sum", hundredths(p.sum()))
	total(text, "pdf.total.bonus", fixed(p.Score.Bonus, 2))
	total(strong, "pdf.total.score", fixed(p.Score.Total, 1))
}

// dropped says why a chapter has no points.
func (p *phrasing) dropped() string {
	if p.Score.Unanswered > 0 {
		return p.say("pdf.chapter.open")
	}
	return p.say("pdf.chapter.dropped")
}

// sum adds the contributions of the chapters, in hundredths.
func (p *phrasing) sum() (sum int64) {
	for _, c := range p.Score.Chapters {
		sum += hundredthsOf(c.Contribution)
	}
	return sum
}

func hundredths(n int64) string { return fixed(standard.NewDecimal(n, 2), 2) }

// figures draws the rates of the chapters as bars and as a radar chart, side by side.
func (p *paper) figures() {
	var axes []canvas.Axis
	var names, rates []string
	for _, c := range p.Score.Chapters {
		if n, _ := c.Rate.Scaled(4); !c.Dropped {
			axes = append(axes, canvas.Axis{
				Label: p.say("pdf.chapter.short", c.Number),
				Value: float64(n) / 10_000,
			})
			names = append(names, fmt.Sprintf("%d  %s", c.Number, p.chapterName(c.Number)))
			rates = append(rates, ratePercent(c.Rate))
		}
	}
	if len(axes) == 0 {
		return
	}
	const height = 66.0
	p.doc.Skip(4)
	p.doc.Need(height + 16)
	p.heading(1, p.say("pdf.section.figures"))
	y := p.doc.Y + 2
	p.bars(y, axes, names, rates)
	p.doc.Radar(canvas.Left+123, y+height/2-2, 26, axes, tiny, blue, tint)
	p.doc.Y = y + height
}

// bars draws a bar for each rate, red under the 60 % that caps the grade; a dashed line marks them.
func (p *paper) bars(y float64, axes []canvas.Axis, names, rates []string) {
	const left, room, numbers, limit = 38.0, 34.0, 14.0, 0.6
	style := tiny
	style.Lead, style.Color = min(60/float64(len(axes)), 8), ink
	x := canvas.Left + left
	for i, a := range axes {
		at := y + float64(i)*style.Lead
		p.doc.TextIn(canvas.Left, at, left, canvas.Start, style, p.doc.Fit(style, names[i], left-2))
		p.doc.Fill(x, at+style.Lead*0.2, room, style.Lead*0.6, pale)
		c := blue
		if a.Value < limit {
			c = red
		}
		p.doc.Fill(x, at+style.Lead*0.2, room*a.Value, style.Lead*0.6, c)
		p.doc.TextIn(x+room, at, numbers, canvas.End, style, rates[i])
	}
	p.doc.Line(x+room*limit, y, x+room*limit, y+float64(len(axes))*style.Lead, dashed)
}
