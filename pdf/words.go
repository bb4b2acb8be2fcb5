package pdf

import (
	"fmt"
	"slices"
	"strings"

	"hallmark/checklists"
	"hallmark/pdf/manuscript"
	"hallmark/standard"
	"hallmark/standard/message"
)

// phrasing says what a document says, word for word. It knows no page.
type phrasing struct {
	Report
	tier standard.Tier
}

// say returns a text of the catalogue in the document's language.
func (p *phrasing) say(key string, args ...any) string {
	return message.Text(p.Language, key, args...)
}

// standardLine names standard, edition and amendments: they stand on every page.
func (p *phrasing) standardLine() string {
	m := &p.Edition.Standard
	return m.Number + " " + p.standardName() + "  " + p.editionName()
}

func (p *phrasing) standardName() string {
	if m := &p.Edition.Standard; p.Language == message.English && m.NameEN != "" {
		return m.NameEN
	}
	return typeset(p.Edition.Standard.Name)
}

// editionName is "2017版，含修改单XG1"; a reader always learns whether there are amendments.
func (p *phrasing) editionName() string {
	m := &p.Edition.Standard
	base, _, _ := strings.Cut(string(m.Edition), "+")
	if len(m.Amendments) == 0 {
		return p.say("pdf.edition", base)
	}
	return p.say("pdf.edition-amended", base, strings.Join(m.Amendments, p.say("pdf.comma")))
}

func (p *phrasing) tierName() string {
	if p.Language == message.English {
		for _, info := range p.Edition.Standard.Tiers {
			if info.ID == p.tier && info.NameEN != "" {
				return info.NameEN
			}
		}
	}
	return p.Edition.TierName(p.tier)
}

// gradeName returns a grade in the document's language; of a partial audit, that there is none.
func (p *phrasing) gradeName(name string) string {
	if name == "" && p.Score.Partial {
		return p.say("pdf.grade.partial")
	}
	if p.Language == message.English {
		for _, g := range p.Edition.Scoring.Grades {
			if g.Name == name && g.NameEN != "" {
				return g.NameEN
			}
		}
	}
	return name
}

func (p *phrasing) chapterName(number int) string {
	chapter, ok := p.Edition.Chapter(number)
	switch {
	case !ok:
		return ""
	case p.Language == message.English && chapter.TitleEN != "":
		return chapter.TitleEN
	}
	return typeset(chapter.Title)
}

func (p *phrasing) clauseTitle(c *standard.Clause) string {
	if p.Language == message.English && c.TitleEN != "" {
		return c.TitleEN
	}
	return typeset(c.Title)
}

// typeset is how reports and records print a text of the edition or of a person: with the
// punctuation that editions, sheets, notices and bulletins print.
func typeset(text string) string { return manuscript.Typeset(text) }

// name returns a person's name.
func (p *phrasing) name(u checklists.Username) string {
	if name := p.Names[u]; name != "" {
		return name
	}
	return string(u)
}

func (p *phrasing) inspectors() string {
	names := make([]string, len(p.Audit.Inspectors))
	for i, u := range p.Audit.Inspectors {
		names[i] = p.name(u)
	}
	return strings.Join(names, p.say("pdf.comma"))
}

// day writes "2018年1月12日" in the hall's zone; nothing for the zero time.
func (p *phrasing) day(t checklists.Time) string {
	if t.IsZero() {
		return ""
	}
	y, m, d := t.InHall().Date()
	return p.say("pdf.day", y, int(m), d)
}

// moment writes day, hour and minute in the hall's zone.
func (p *phrasing) moment(t checklists.Time) string {
	if t.IsZero() {
		return ""
	}
	return p.day(t) + " " + t.InHall().Format("15:04")
}

// date writes a date that comes as "2018-02-05".
func (p *phrasing) date(s string) string {
	var y, m, d int
	if n, _ := fmt.Sscanf(s, "%d-%d-%d", &y, &m, &d); n != 3 {
		return s
	}
	return p.say("pdf.day", y, m, d)
}

// ended returns when the work on site ended: as given, or the first submission.
func (p *phrasing) ended() checklists.Time {
	if !p.Ended.IsZero() {
		return p.Ended
	}
	for _, t := range p.Audit.Transitions {
		if t.To == checklists.Submitted {
			return t.At
		}
	}
	return checklists.Time{}
}

// approval returns the step that approved the audit, if it stands. A decision on an appeal, which
// restates the result, does not count as approval.
func (p *phrasing) approval() (step checklists.Transition, ok bool) {
	i := slices.IndexFunc(p.Audit.Transitions, func(t checklists.Transition) bool {
		return t.To == checklists.Approved
	})
	if i < 0 || p.draft() {
		return step, false
	}
	return p.Audit.Transitions[i], true
}

// fixed writes a number with exactly so many decimals; the number has no more of them.
func fixed(d standard.Decimal, decimals int) string {
	s := d.String()
	have := d.Decimals()
	if have >= decimals {
		return s
	}
	if have == 0 {
		s += "."
	}
	return s + strings.Repeat("0", decimals-have)
}

// percent writes a share of 1 as a percentage: 0.915 is "91.5%".
func percent(d standard.Decimal) string {
	n, ok := d.Scaled(standard.MaxDecimals)
	if !ok || n > 1e13 || n < -1e13 {
		return d.String()
	}
	return standard.NewDecimal(n, standard.MaxDecimals-2).String() + "%"
}

// ratePercent writes a rate of 0.0001 steps as "91.50%".
func ratePercent(d standard.Decimal) string {
	n, _ := d.Scaled(4)
	return fmt.Sprintf("%d.%02d%%", n/100, n%100)
}

// answer says what was found for a clause in a few words.
func (p *phrasing) answer(c *standard.Clause) string {
	a := p.Answers[c.UID]
	switch a.Kind {
	case checklists.Verdict:
		if a.Pass {
			return p.say("pdf.answer.pass")
		}
		return p.say("pdf.answer.fail")
	case checklists.Level:
		return p.say("pdf.answer.level", a.Level)
	case checklists.Value:
		return strings.TrimSpace(a.Value.String() + " " + unit(c.Method))
	case checklists.RatioOf:
		return fmt.Sprintf("%d/%d", a.Numerator, a.Denominator)
	case checklists.Occurrences, checklists.Counts:
		return p.occurrences(c, a)
	case checklists.NotApplicable:
		return p.say("pdf.answer.not-applicable")
	}
	return p.say("pdf.answer.none")
}

// occurrences says how often each kind was found: "a 2次;b 1次".
func (p *phrasing) occurrences(c *standard.Clause, a checklists.Answer) string {
	var parts []string
	for _, kind := range c.Method.Occurrences {
		n := a.Counts[kind.ID]
		for _, o := range a.Occurrences {
			if o.Kind == kind.ID {
				n++
			}
		}
		if n > 0 {
			parts = append(parts, p.say("pdf.answer.times", kind.ID, n))
		}
	}
	if len(parts) == 0 {
		return p.say("pdf.answer.no-occurrence")
	}
	return strings.Join(parts, p.say("pdf.semicolon"))
}

// method says how a clause is checked and what its tier is asked for.
func (p *phrasing) method(c *standard.Clause) string { return typeset(p.methodOf(c)) }

func (p *phrasing) methodOf(c *standard.Clause) string {
	m := c.Method
	if m == nil {
		return ""
	}
	target, _ := m.Target.Get(p.tier)
	zero, _ := m.ZeroAt.Get(p.tier)
	switch m.Type {
	case standard.PassFail:
		return p.say("pdf.method.pass_fail", m.PassIf)
	case standard.Graded:
		var levels []string
		for _, key := range slices.Backward([]string{"0", "1", "2", "3"}) {
			if what, ok := m.Levels[key]; ok {
				levels = append(levels, p.say("pdf.method.level", key, what))
			}
		}
		return p.say("pdf.method.graded", strings.Join(levels, p.say("pdf.semicolon")))
	case standard.Measured:
		bound := "≥"
		if m.Better == standard.Lower {
			bound = "≤"
		}
		return p.say("pdf.method.measured", p.measured(m), bound, target.String(), zero.String(),
			unit(m))
	case standard.Ratio:
		words := p.say("pdf.method.ratio", m.Numerator, m.Denominator, percent(target),
			percent(zero))
		if least, ok := m.MinSample.Get(p.tier); ok {
			words += p.say("pdf.method.sample", least.String())
		}
		return words
	case standard.Deduction:
		var kinds []string
		for _, o := range m.Occurrences {
			kinds = append(kinds, p.say("pdf.method.deduct", o.ID, o.What, o.Deduct.String()))
		}
		return p.say("pdf.method.deduction", strings.Join(kinds, p.say("pdf.semicolon")))
	}
	return ""
}

// unit returns the unit as it is printed: "m2" in an edition is m².
func unit(m *standard.Method) string { return strings.ReplaceAll(m.Unit, "m2", "m²") }

func (p *phrasing) measured(m *standard.Method) string {
	if m.How != "" {
		return m.How
	}
	return m.Metric
}

func (p *phrasing) dutyHolder(d standard.DutyHolder) string {
	name := p.Edition.Scoring.DutyHolders[string(d)]
	if name != "" && p.Language == message.Chinese {
		return typeset(name)
	}
	return p.say("pdf.duty." + string(d))
}
