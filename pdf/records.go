package pdf

import (
	"strings"

	"hallmark/checklists"
	"hallmark/pdf/canvas"
	"hallmark/standard"
)

// record lays the on-site inspection record out: one ruled form over all pages.
func (p *paper) record() error {
	p.doc.NewPage()
	p.centred(title, p.say("pdf.record"))
	p.doc.Paragraph(para(text, canvas.End, p.say("pdf.number", p.Audit.Number)))
	if p.draft() {
		p.centred(text.With(red), p.say("pdf.draft-note"))
	}
	p.doc.Y += 1
	p.recordHead()
	p.recordItems()
	p.recordTexts()
	p.signatures()
	return nil
}

func (p *paper) recordHead() {
	t := p.doc.Table(canvas.Table{Widths: []float64{26, 52, 26, 52}, Pad: 1.3, Pen: rule})
	pair := func(key1, value1, key2, value2 string) {
		t.Row(p.named(key1), cell(text, canvas.Start, value1),
			p.named(key2), cell(text, canvas.Start, value2))
	}
	wide := func(key string, c canvas.Cell) {
		c.Span = 3
		t.Row(p.named(key), c)
	}
	pair("pdf.field.hall", p.Audit.HallName, "pdf.field.hall-id", string(p.Audit.Hall))
	pair("pdf.field.tier", p.tierName(), "pdf.field.campaign", p.Campaign)
	pair("pdf.field.started", p.moment(p.Audit.StartedAt), "pdf.field.ended", p.moment(p.ended()))
	wide("pdf.field.kind", p.kindBoxes())
	wide("pdf.field.inspectors", cell(text, canvas.Start, p.inspectors()))
	if p.Firm != "" {
		wide("pdf.field.firm", cell(text, canvas.Start, p.Firm))
	}
	wide("pdf.field.standard", cell(text, canvas.Start, p.standardLine()))
	wide("pdf.field.digest", cell(small, canvas.Start, string(p.Edition.Digest())))
}

// kindBoxes draws a box for every form of inspection and ticks the one that took place.
func (p *paper) kindBoxes() canvas.Cell {
	kinds := []checklists.Kind{checklists.Comprehensive, checklists.Announced,
		checklists.Unannounced, checklists.Phone, checklists.Self,
		checklists.ThirdParty, checklists.Recheck}
	const box, gap, line, room = 3.2, 1.2, 6.0, 130.0
	widest := 0.0
	for _, kind := range kinds {
		widest = max(widest, box+gap+p.doc.Measure(text, p.say("pdf.kind."+string(kind))))
	}
	perLine := int(min(4, room/(widest+2)))
	rows := float64((len(kinds) + perLine - 1) / perLine)
	return canvas.Cell{Height: rows*line + 2, Draw: func(x, y, w, h float64) {
		style := text
		style.Lead = line
		for i, kind := range kinds {
			at := x + 1.5 + float64(i%perLine)*(w-3)/float64(perLine)
			top := y + (h-rows*line)/2 + float64(i/perLine)*line
			p.doc.CheckBox(at, top+(line-box)/2, box, kind == p.Audit.Kind)
			p.doc.TextIn(at+box+gap, top, w, canvas.Start, style, p.say("pdf.kind."+string(kind)))
		}
	}}
}

// recordItems has a row for each clause: what was looked at, what was found, what it earned.
func (p *paper) recordItems() {
	t := p.doc.Table(canvas.Table{Widths: []float64{16, 42, 60, 18, 20}, Pad: 1.1, Pen: rule,
		Head: p.head("pdf.column.clause", "pdf.column.item", "pdf.column.finding",
			"pdf.column.evidence", "pdf.column.points")})
	chapter := -1
	for _, c := range p.Audit.Checklist(p.Edition) {
		if c.Chapter != chapter {
			chapter = c.Chapter
			name := cell(label, canvas.Start,
				p.say("pdf.record.chapter", chapter, p.chapterName(chapter)))
			name.Span, name.Fill = 5, &shade
			t.Hold(name)
		}
		t.Row(cell(small, canvas.Center, c.Code),
			cell(small, canvas.Start, p.clauseTitle(c)+p.tags(c)),
			canvas.Cell{Paras: p.finding(c), Middle: true},
			cell(small, canvas.Center, p.photoRefs(c.UID)),
			p.recordPoints(c))
	}
	sum := cell(strong, canvas.Start, p.say("pdf.record.total", p.gradeName(p.Score.Grade)))
	sum.Span = 4
	t.Row(sum, cell(strong, canvas.Center, fixed(p.Score.Total, 1)))
}

// finding says in words what was found for a clause.
func (p *paper) finding(c *standard.Clause) []canvas.Para {
	a := p.Answers[c.UID]
	words := p.answer(c)
	if a.Kind == checklists.RatioOf && a.Denominator > 0 {
		words += p.say("pdf.in-brackets", ratio(a.Numerator, a.Denominator))
	}
	style := small
	if a.Kind == checklists.Unanswered {
		style = small.With(grey)
	}
	paras := []canvas.Para{{Text: words, Style: style}}
	for _, o := range a.Occurrences {
		if o.Note != "" {
			paras = append(paras, para(small, canvas.Start,
				p.say("pdf.clause.occurrence", o.Kind, typeset(o.Note))))
		}
	}
	if a.Note != "" {
		paras = append(paras, para(small, canvas.Justify, typeset(a.Note)))
	}
	return paras
}

func (p *paper) recordPoints(c *standard.Clause) canvas.Cell {
	line := p.lines[c.UID]
	switch {
	case line == nil || line.Unanswered:
		return cell(small, canvas.Center, "")
	case line.Excluded:
		return cell(small, canvas.Center, "—")
	}
	return cell(small, canvas.Center, fixed(line.Earned, 2)+"/"+fixed(line.Max, 2))
}

// recordTexts are the boxes for facts, for what does not apply and why, and for the hall's word.
func (p *paper) recordTexts() {
	t := p.doc.Table(canvas.Table{Widths: []float64{26, 130}, Pad: 1.5, Pen: rule})
	box := func(key, words string, height float64) {
		t.Row(p.named(key), canvas.Cell{Height: height,
			Paras: []canvas.Para{para(text, canvas.Justify, typeset(words))}})
	}
	box("signed.summary", p.written(p.Facts), 28)
	box("pdf.record.not-applicable", p.exclusions(), 14)
	box("signed.opinion", p.written(p.Statement), 28)
	if p.Remark != "" {
		box("signed.remark", p.Remark, 14)
	}
}

// written is a text of the record: a box that was left empty when it was signed on a tablet says so,
// so that nothing is written into it afterwards.
func (p *phrasing) written(text string) string {
	if text == "" && len(p.Audit.Signatures()) > 0 {
		return p.say("signed.unwritten")
	}
	return text
}

// exclusions lists the clauses that do not apply, each with its reason.
func (p *paper) exclusions() string {
	var lines []string
	for _, c := range p.Audit.Checklist(p.Edition) {
		if a := p.Answers[c.UID]; a.Kind == checklists.NotApplicable {
			lines = append(lines, p.say("pdf.record.exclusion", c.Code, p.clauseTitle(c),
				typeset(a.Reason)))
		}
	}
	if len(lines) == 0 {
		return p.say("pdf.record.no-exclusion")
	}
	return strings.Join(lines, "\n")
}

// signatures are the lines for two inspectors and for the person present, or the refusal.
func (p *paper) signatures() {
	const height = 17.0
	t := p.doc.Table(canvas.Table{Widths: []float64{26, 52, 26, 52}, Pad: 1.3, Pen: rule})
	box := func(words string) canvas.Cell {
		return canvas.Cell{Height: height,
			Paras: []canvas.Para{para(small.With(grey), canvas.Start, words)},
			Draw: func(x, y, w, h float64) {
				p.doc.TextIn(x, y+h-6, w-2, canvas.End, small, p.say("pdf.record.date"))
			}}
	}
	inspector := func(i int) canvas.Cell {
		if i >= len(p.Audit.Inspectors) {
			return box("")
		}
		name := p.Audit.Inspectors[i]
		switch one, how := p.how(name); {
		case one.Signature != nil:
			return p.signed(one.Signature.Name, how, one.Signature, height)
		case how != "":
			return p.signed(p.name(name), how, nil, height)
		}
		return box(p.name(name))
	}
	t.Hold(p.named("pdf.record.inspector1"), inspector(0),
		p.named("pdf.record.inspector2"), inspector(1))
	for i := 2; i < len(p.Audit.Inspectors); i += 2 {
		t.Hold(p.named("pdf.record.inspector"), inspector(i),
			p.named("pdf.record.inspector"), inspector(i+1))
	}
	present := box(p.Present)
	if p.Refused != "" {
		present = canvas.Cell{Height: height, Paras: []canvas.Para{
			para(small.With(grey), canvas.Start, p.Present),
			para(text, canvas.Start, p.say("pdf.record.refused", p.Refused))}}
	}
	if list := p.signedFor(checklists.SignedByPresent); len(list) > 0 {
		present = p.signed(list[0].Name, "", list[0], height)
	}
	present.Span = 3
	t.Row(p.named("pdf.record.present"), present)
	p.doc.Skip(2)
	if sub := p.Audit.Submission(); sub != nil && sub.Unsigned {
		p.doc.Paragraph(para(text, canvas.Start, p.say("signed.none")+p.say("signed.stop")))
	}
	if line := p.handedLine(); line != "" {
		p.doc.Paragraph(para(small, canvas.Justify, line))
	}
	p.doc.Paragraph(para(small.With(grey), canvas.Justify, p.say("pdf.record.note")))
}
