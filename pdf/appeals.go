package pdf

import (
	"hallmark/checklists"
	"hallmark/pdf/canvas"
)

// appeals lists what the hall appealed against and how each appeal was decided, upheld or not, with
// the points of the clause and the score before and after. Without an appeal it sets nothing.
func (p *paper) appeals() {
	if len(p.Appeals) == 0 {
		return
	}
	p.heading(1, p.say("pdf.section.appeals"))
	t := p.doc.Table(canvas.Table{Widths: []float64{26, 37, 38, 27, 28}, Pad: 1.1, Pen: rule,
		Head: p.head("pdf.column.clause", "pdf.column.ground", "pdf.column.decision",
			"pdf.column.decider", "pdf.column.scores")})
	for i := range p.Appeals {
		a := &p.Appeals[i]
		title := typeset(a.Title)
		if c, ok := p.Edition.Clause(a.Clause); ok {
			title = p.clauseTitle(c)
		}
		row := []canvas.Cell{cell(small, canvas.Start, a.Code+" "+title),
			{Paras: []canvas.Para{para(small, canvas.Start, typeset(a.Ground)),
				para(tiny, canvas.Start, p.day(a.At))}, Middle: true}}
		t.Row(append(row, p.decision(a)...)...)
	}
}

// decision says how an appeal ended: outcome and reason, by whom on which day, both scores.
func (p *paper) decision(a *checklists.Appeal) []canvas.Cell {
	d, state := a.Decision, p.say("pdf.appeal."+string(a.State))
	if d == nil {
		none := cell(small, canvas.Center, state)
		none.Span = 3
		return []canvas.Cell{none}
	}
	total := "pdf.appeal.total"
	if p.Score.Partial {
		total = "pdf.appeal.rate"
	}
	scores := []canvas.Para{
		para(small, canvas.Start, p.say("pdf.appeal.points", fixed(a.Earned, 2), fixed(d.Earned, 2))),
		para(small, canvas.Start, p.say(total, fixed(d.Before.Total, 1), fixed(d.After.Total, 1)))}
	if d.Before.Grade != d.After.Grade {
		scores = append(scores, para(small, canvas.Start, p.say("pdf.appeal.grade",
			p.gradeName(d.Before.Grade), p.gradeName(d.After.Grade))))
	}
	return []canvas.Cell{
		{Paras: []canvas.Para{para(label, canvas.Start, state), para(small, canvas.Start, typeset(d.Reason))},
			Middle: true},
		{Paras: []canvas.Para{para(small, canvas.Center, p.name(d.By)),
			para(small, canvas.Center, p.day(d.At))}, Middle: true},
		{Paras: scores, Middle: true}}
}
