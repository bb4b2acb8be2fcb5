package pdf

import (
	"fmt"
	"strings"

	"hallmark/pdf/canvas"
	"hallmark/standard"
)

// recomputation spells the score out, so that a reader with a pocket calculator reaches it from the
// printed lines alone (formula hallmark/1 of package checklists).
func (p *paper) recomputation() {
	p.heading(0, p.say("pdf.section.method"))
	p.prose(notes, p.say("pdf.method.step1", p.Score.Formula))
	for step := 2; step <= 5; step++ {
		p.prose(notes, p.say(fmt.Sprintf("pdf.method.step%d", step)))
	}
	p.transitions()
	if p.Score.Partial {
		p.prose(notes, p.say("pdf.method.partial", len(p.Score.Clauses),
			len(p.Edition.Checklist(p.tier))))
	}
	p.heading(1, p.say("pdf.section.recompute"))
	weights, dropped := p.weights()
	if dropped || p.Score.Partial {
		p.prose(notes, p.say("pdf.recompute.scaled", weights.String()))
	}
	t := p.doc.Table(canvas.Table{Widths: []float64{46, 84, 26}, Pad: 1.1, Pen: rule,
		Head: p.head("pdf.column.chapter", "pdf.column.calculation", "pdf.column.contribution")})
	for _, c := range p.Score.Chapters {
		name := cell(small, canvas.Start, fmt.Sprintf("%d  %s", c.Number, p.chapterName(c.Number)))
		if c.Dropped {
			t.Row(name, cell(small.With(grey), canvas.Center, p.dropped()),
				cell(small, canvas.End, "—"))
			continue
		}
		sum := p.say("pdf.recompute.chapter", c.Weight.String(), weights.String(),
			fixed(c.Earned, 2), fixed(c.Applicable, 2))
		t.Row(name, cell(small, canvas.Start, sum),
			cell(small, canvas.End, fixed(c.Contribution, 2)))
	}
	p.totalRows(t)
	p.wording()
}

// transitions names the clauses that are scored by the threshold before an amendment.
func (p *paper) transitions() {
	var codes []string
	for _, c := range p.Audit.Checklist(p.Edition) {
		if _, kept := p.scored(c); kept != nil {
			codes = append(codes, c.Code)
		}
	}
	if codes != nil {
		p.prose(notes, p.say("pdf.method.transition", strings.Join(codes, p.say("pdf.comma"))))
	}
}

// weights adds the weights of the chapters that stay.
func (p *paper) weights() (sum standard.Decimal, dropped bool) {
	var total int64
	for _, c := range p.Score.Chapters {
		if c.Dropped {
			dropped = true
			continue
		}
		n, _ := c.Weight.Scaled(standard.MaxDecimals)
		total += n
	}
	return standard.NewDecimal(total, standard.MaxDecimals), dropped
}

func (p *paper) totalRows(t *canvas.Table) {
	row := func(style canvas.Style, key, calculation, value string) []canvas.Cell {
		return []canvas.Cell{cell(style, canvas.Start, p.say(key)),
			cell(style, canvas.Start, calculation), cell(style, canvas.End, value)}
	}
	t.Hold(row(small, "pdf.total.sum", p.say("pdf.recompute.sum"), hundredths(p.sum()))...)
	t.Hold(row(small, "pdf.total.bonus", p.bonus(), fixed(p.Score.Bonus, 2))...)
	t.Row(row(label, "pdf.total.score", p.say("pdf.recompute.total", hundredths(p.sum()),
		fixed(p.Score.Bonus, 2)), fixed(p.Score.Total, 1))...)
}

// bonus shows how the bonus came about: what the bonus clauses earned, and the cap.
func (p *paper) bonus() string {
	var sum int64
	for i := range p.Score.Clauses {
		if line := &p.Score.Clauses[i]; line.Bonus && !line.Excluded && !line.Unanswered {
			sum += hundredthsOf(line.Earned)
		}
	}
	return p.say("pdf.recompute.bonus", hundredths(sum), p.Edition.Scoring.BonusCap.String())
}

// wording states whose words the clauses are, where the edition says so.
func (p *paper) wording() {
	m := &p.Edition.Standard
	if m.NumberNote == "" && m.WordingRule == "" {
		return
	}
	p.heading(1, p.say("pdf.section.wording"))
	if m.NumberNote != "" {
		p.prose(notes, p.say("pdf.wording.own"))
		p.prose(notes, p.say("pdf.wording.number", m.Number, typeset(m.NumberNote)))
	}
	if m.WordingRule != "" {
		p.prose(notes, typeset(m.WordingRule))
	}
}

// authenticity says by whom the file is signed and how a reader makes sure of it.
func (p *paper) authenticity() {
	p.heading(0, p.say("pdf.section.signature"))
	t := p.doc.Table(canvas.Table{Widths: []float64{36, 120}, Pad: 1.2, Pen: rule})
	row := func(key, value string) {
		if value != "" {
			t.Row(p.named(key), cell(small, canvas.Start, value))
		}
	}
	if s := p.Signature; s != nil {
		row("pdf.signature.signer", s.Signer)
		row("pdf.signature.issuer", s.Issuer)
		row("pdf.signature.fingerprint", grouped(s.Fingerprint))
		row("pdf.signature.at", p.moment(s.At))
	} else {
		row("pdf.signature.signer", p.say("pdf.signature.none"))
	}
	row("pdf.signature.audit", p.Audit.Number)
	row("pdf.signature.chain", string(p.Audit.Digest))
	row("pdf.signature.revision", fmt.Sprint(p.Audit.Revision))
	row("pdf.field.digest", string(p.Edition.Digest()))
	row("pdf.signature.formula", p.Score.Formula)
	row("pdf.signature.code", p.VerifyCode)
	how := "pdf.signature.how-typed"
	if p.VerifyURL != "" {
		row("pdf.signature.url", p.VerifyURL)
		how = "pdf.signature.how"
	}
	p.doc.Skip(3)
	p.prose(notes, p.say(how))
}

// grouped sets a fingerprint in groups of four on lines of eight groups, for people to compare.
func grouped(fingerprint string) string {
	var b []byte
	for i := range len(fingerprint) {
		switch {
		case i > 0 && i%32 == 0:
			b = append(b, '\n')
		case i > 0 && i%4 == 0:
			b = append(b, ' ')
		}
		b = append(b, fingerprint[i])
	}
	return string(b)
}
