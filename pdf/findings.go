package pdf

import (
	"fmt"

	"hallmark/checklists"
	"hallmark/pdf/canvas"
	"hallmark/standard"
)

// problems lists what the hall has to put right, then what others have to.
func (p *paper) problems() {
	var own, others []checklists.Finding
	for _, f := range p.Findings {
		if f.DutyHolder == standard.DutyHall || f.DutyHolder == "" {
			own = append(own, f)
		} else {
			others = append(others, f)
		}
	}
	p.heading(0, p.say("pdf.section.findings"))
	if len(p.Findings) == 0 {
		p.prose(notes, p.say("pdf.findings.none"))
		return
	}
	p.findingTable("pdf.section.findings-hall", own)
	p.findingTable("pdf.section.findings-others", others)
	for _, f := range p.Findings {
		if f.DueUncertain {
			p.doc.Skip(2)
			p.doc.Paragraph(canvas.Para{Text: p.say("pdf.findings.uncertain"), Style: small})
			break
		}
	}
}

func (p *paper) findingTable(key string, findings []checklists.Finding) {
	if len(findings) == 0 {
		return
	}
	p.heading(1, p.say(key, len(findings)))
	t := p.doc.Table(canvas.Table{Widths: []float64{10, 15, 57, 19, 12, 43}, Pad: 1.1, Pen: rule,
		Head: p.head("pdf.column.no", "pdf.column.clause", "pdf.column.problem",
			"pdf.column.severity", "pdf.column.lost", "pdf.column.due")})
	for i, f := range findings {
		t.Row(cell(small, canvas.Center, fmt.Sprint(i+1)), cell(small, canvas.Center, f.Code),
			canvas.Cell{Paras: p.problem(f), Middle: true},
			cell(small.With(severityColor(f.Severity)), canvas.Center,
				p.say("pdf.severity."+string(f.Severity))),
			cell(small, canvas.Center, fixed(f.Lost, 2)),
			canvas.Cell{Paras: p.due(f), Middle: true})
	}
}

func severityColor(s checklists.Severity) canvas.Color {
	if s == checklists.VetoFailure || s == checklists.Major {
		return red
	}
	return ink
}

// problem says what was found: the clause's title, the answer and the note.
func (p *paper) problem(f checklists.Finding) []canvas.Para {
	clause, ok := p.Edition.Clause(f.Clause)
	if !ok {
		return nil
	}
	paras := []canvas.Para{
		{Text: p.say("pdf.problem", p.clauseTitle(clause), p.answer(clause)), Style: small}}
	if note := p.Answers[f.Clause].Note; note != "" {
		paras = append(paras, para(small.With(grey), canvas.Justify, typeset(note)))
	}
	return paras
}

// due says who must put it right and until when.
func (p *phrasing) due(f checklists.Finding) []canvas.Para {
	holder := para(tiny.With(ink), canvas.Center, p.dutyHolder(f.DutyHolder))
	if p.Audit.Kind == checklists.Self {
		return []canvas.Para{holder, para(tiny, canvas.Center, p.say("pdf.due.own-check"))}
	}
	if f.Due == "" {
		return []canvas.Para{holder, para(tiny, canvas.Center, p.say("pdf.due.none"))}
	}
	words := p.date(f.Due)
	if f.DueUncertain {
		words += "*"
	}
	return []canvas.Para{holder,
		para(small, canvas.Center, words),
		para(tiny, canvas.Center, p.say("pdf.due.workdays", f.Workdays))}
}
