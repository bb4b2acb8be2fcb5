package pdf

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"hallmark/checklists"
	"hallmark/pdf/canvas"
	"hallmark/standard"
)

// clauses prints every clause of the checklist: what it asks, what was found, what it earned.
func (p *paper) clauses() {
	p.doc.Need(80) // so that the first clause stands on the page of its headings
	p.heading(0, p.say("pdf.section.clauses"))
	p.doc.Paragraph(para(small, canvas.Justify, p.say("pdf.clauses.legend")))
	p.doc.Skip(2)
	var t *canvas.Table
	chapter := -1
	for _, c := range p.Audit.Checklist(p.Edition) {
		if c.Chapter != chapter {
			chapter = c.Chapter
			p.heading(1, fmt.Sprintf("%d  %s", chapter, p.chapterName(chapter)))
			t = p.doc.Table(canvas.Table{Widths: []float64{17, 96, 25, 18}, Pad: 1.3, Pen: rule,
				Head: p.head("pdf.column.clause", "pdf.column.requirement", "pdf.column.found",
					"pdf.column.points")})
		}
		t.Row(p.clauseCode(c), canvas.Cell{Paras: p.clauseBody(c)}, p.clauseAnswer(c),
			p.clausePoints(c))
	}
}

func (p *paper) clauseCode(c *standard.Clause) canvas.Cell {
	return canvas.Cell{Paras: []canvas.Para{
		para(strong, canvas.Center, c.Code),
		para(tiny, canvas.Center, p.say("pdf.modality."+string(c.Modality))),
	}}
}

// clauseBody is the clause's text, how it is checked, and what the auditor wrote.
func (p *paper) clauseBody(c *standard.Clause) []canvas.Para {
	a := p.Answers[c.UID]
	paras := []canvas.Para{
		{Text: p.clauseTitle(c) + p.tags(c), Style: strong},
		{Text: typeset(c.Text), Style: text, Align: canvas.Justify},
	}
	for _, item := range c.Items {
		words := item.Label
		if !strings.HasSuffix(words, ")") && !strings.HasSuffix(words, "）") {
			words += ")"
		}
		paras = append(paras, canvas.Para{Text: words + " " + typeset(item.Text), Style: text,
			Indent: 6.5, First: -4.5, Align: canvas.Justify})
	}
	add := func(style canvas.Style, key string, args ...any) {
		paras = append(paras, canvas.Para{Text: p.say(key, args...), Style: style,
			Align: canvas.Justify, Above: 0.8})
	}
	if c.Condition != "" {
		add(small.With(grey), "pdf.clause.condition", typeset(c.Condition))
	}
	scored, kept := p.scored(c)
	add(small.With(grey), "pdf.clause.method", p.method(scored))
	if kept != nil {
		add(small, "pdf.clause.transition", kept.Amendment, p.date(kept.Until), typeset(kept.Rule))
	}
	if c.DutyHolder != "" && c.DutyHolder != standard.DutyHall {
		add(small.With(grey), "pdf.clause.duty", p.dutyHolder(c.DutyHolder))
	}
	if a.Kind == checklists.NotApplicable {
		add(small, "pdf.clause.reason", typeset(a.Reason))
	}
	for _, o := range a.Occurrences {
		if o.Note != "" {
			add(small, "pdf.clause.occurrence", o.Kind, typeset(o.Note))
		}
	}
	if a.Note != "" {
		add(small, "pdf.clause.note", typeset(a.Note))
	}
	if refs := p.photoRefs(c.UID); refs != "" {
		add(small, "pdf.clause.photos", refs)
	}
	return paras
}

// scored returns the clause as the audit is scored by, and the threshold before an amendment if it
// is by that.
func (p *paper) scored(c *standard.Clause) (*standard.Clause, *standard.KeptThreshold) {
	k, ok := p.Edition.Kept(c.UID)
	if !ok || !slices.Contains(p.Audit.Kept, c.UID) {
		return c, nil
	}
	return p.Edition.KeptClause(c, p.tier), k
}

// tags marks veto, key and bonus clauses behind the title.
func (p *paper) tags(c *standard.Clause) string {
	var tags string
	for _, tag := range []struct {
		key string
		has bool
	}{{"veto", c.Veto}, {"key", c.Key}, {"bonus", c.IsBonus()}} {
		if tag.has {
			tags += p.say("pdf.tag." + tag.key)
		}
	}
	return tags
}

// photoRefs lists the numbers of a clause's photographs and, where the document has no picture of
// it, the digest of a piece of evidence.
func (p *paper) photoRefs(uid standard.ClauseUID) string {
	var refs []string
	for _, photo := range p.photos[uid] {
		refs = append(refs, fmt.Sprint(photo.number))
	}
	for _, digest := range p.Answers[uid].Evidence {
		printed := func(n numbered) bool { return n.SHA256 == digest }
		if !slices.ContainsFunc(p.photos[uid], printed) {
			refs = append(refs, digest.Short())
		}
	}
	return strings.Join(refs, p.say("pdf.comma"))
}

func (p *paper) clauseAnswer(c *standard.Clause) canvas.Cell {
	style := text
	line := p.lines[c.UID]
	if line != nil && !line.Bonus && !line.Excluded && !line.Unanswered && line.Earned != line.Max {
		style = style.With(red)
	}
	paras := []canvas.Para{para(style, canvas.Center, p.answer(c))}
	if a := p.Answers[c.UID]; a.Kind == checklists.RatioOf && a.Denominator > 0 {
		paras = append(paras, para(tiny, canvas.Center, ratio(a.Numerator, a.Denominator)))
	}
	if line != nil {
		for _, flag := range line.Flags {
			paras = append(paras, para(tiny.With(red), canvas.Center, p.say("pdf.flag."+flag)))
		}
	}
	return canvas.Cell{Paras: paras, Middle: true}
}

// ratio writes n ÷ d as a percentage with one decimal, rounded half up.
func ratio(n, d int64) string {
	return new(big.Rat).Mul(big.NewRat(n, d), big.NewRat(100, 1)).FloatString(1) + "%"
}

func (p *paper) clausePoints(c *standard.Clause) canvas.Cell {
	line := p.lines[c.UID]
	switch {
	case line == nil || line.Unanswered:
		return cell(text, canvas.Center, "—")
	case line.Excluded:
		return cell(text, canvas.Center, p.say("pdf.answer.not-applicable"))
	}
	points := cell(strong, canvas.Center, fixed(line.Earned, 2))
	of := p.say("pdf.points.of", fixed(line.Max, 2))
	if line.Bonus {
		of = p.say("pdf.points.bonus", fixed(line.Max, 2))
	}
	points.Paras = append(points.Paras, para(tiny, canvas.Center, of))
	return points
}
