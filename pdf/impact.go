package pdf

import (
	"fmt"
	"io"
	"strings"

	"hallmark/checklists"
	"hallmark/pdf/fonts"
	"hallmark/pdf/manuscript"
	"hallmark/standard"
	"hallmark/standard/message"
)

// ImpactSheet is what an amendment would do to every hall, to be printed.
type ImpactSheet struct {
	Language message.Language
	Title    string // of the amendment
	Impact   *checklists.Impact
	After    *standard.Edition // gives the names of tiers and grades; nil: as they are stored
	Printed  checklists.Time
}

// WriteImpact writes the impact sheet 影响分析表 as PDF: totals, the halls that change grade, all
// halls, the clauses, and what is open. It returns the errors of [WriteStandard].
func WriteImpact(w io.Writer, s ImpactSheet, set *fonts.Set) error {
	if s.Impact == nil {
		return fmt.Errorf("%w: no impact", ErrIncomplete)
	}
	return WriteManuscript(w, s.Manuscript(), set)
}

// Manuscript writes the sheet; package docx can set it as well.
func (s ImpactSheet) Manuscript() *manuscript.Manuscript {
	title := s.say("title")
	m := &manuscript.Manuscript{Language: s.Language, Form: manuscript.OfficialForm, Title: title,
		Subject: s.Title, Header: string(s.Impact.After.Edition), Created: s.Printed.Time}
	m.Body = []manuscript.Block{
		{Kind: manuscript.Title, Text: title},
		{Kind: manuscript.Subtitle, Text: manuscript.Typeset(s.Title)},
		{Kind: manuscript.Note, Text: s.say("note", s.Impact.Before.Edition,
			s.Impact.Before.Digest.Short(), s.Impact.After.Edition, s.Impact.After.Digest.Short(),
			message.Day(s.Impact.Day))},
	}
	s.table(m, "totals", s.totals())
	s.table(m, "grades", s.halls(true))
	s.table(m, "halls", s.halls(false))
	s.table(m, "clauses", s.clauses())
	s.table(m, "open", s.open())
	s.table(m, "findings", s.findings())
	return m
}

func (s ImpactSheet) say(key string, args ...any) string {
	return message.Text(s.Language, "impactsheet."+key, args...)
}

// table sets a heading and its table, or says that there is nothing.
func (s ImpactSheet) table(m *manuscript.Manuscript, key string, t *manuscript.Table) {
	n := 1
	for _, b := range m.Body {
		if b.Kind == manuscript.Heading {
			n++
		}
	}
	number := standard.SheetLabel(n)
	if s.Language == message.English {
		number = fmt.Sprintf("%d. ", n)
	}
	m.Body = append(m.Body, manuscript.Block{Kind: manuscript.Heading, Level: 1, Number: number,
		Text: s.say(key)})
	if len(t.Rows) == 0 {
		m.Body = append(m.Body, manuscript.Block{Text: s.say("none")})
		return
	}
	m.Body = append(m.Body, manuscript.Block{Kind: manuscript.TableBlock, Table: t})
}

// columns makes columns from the keys of their heads and their shares; a share below 0 is of a
// column that is not centred.
func (s ImpactSheet) columns(heads []string, shares ...float64) []manuscript.Column {
	list := make([]manuscript.Column, len(heads))
	for i, key := range heads {
		list[i] = manuscript.Column{Head: s.say("column." + key), Width: max(shares[i], -shares[i]),
			Center: shares[i] > 0}
	}
	return list
}

func (s ImpactSheet) totals() *manuscript.Table {
	t := &manuscript.Table{Columns: s.columns([]string{"item", "count"}, -0.7, 0.3)}
	sum := &s.Impact.Totals
	for _, line := range []struct {
		key   string
		count int
	}{{"halls", sum.Halls}, {"audited", sum.Audited}, {"changed", sum.Changed},
		{"uncertain", sum.Uncertain}, {"higher", sum.Higher}, {"lower", sum.Lower},
		{"open", sum.Open}, {"findings", sum.Findings}} {
		t.Rows = append(t.Rows, manuscript.Row{Cells: []string{s.say("total." + line.key),
			fmt.Sprint(line.count)}, Strong: line.key == "changed"})
	}
	return t
}

// halls lists the halls with what becomes of their clauses; when changing is set, only the
// halls that change grade.
func (s ImpactSheet) halls(changing bool) *manuscript.Table {
	t := &manuscript.Table{Columns: s.columns([]string{"hall", "tier", "reused", "recheck", "new",
		"withdrawn", "official", "projected", "range"},
		-0.23, 0.11, 0.07, 0.07, 0.07, 0.07, 0.12, 0.12, 0.14)}
	for i := range s.Impact.Halls {
		h := &s.Impact.Halls[i]
		if changing && !h.GradeChanges() {
			continue
		}
		t.Rows = append(t.Rows, manuscript.Row{Cells: []string{h.Name, s.tier(h.Tier),
			fmt.Sprint(len(h.Reused)), fmt.Sprint(len(h.Recheck)), fmt.Sprint(len(h.New)),
			fmt.Sprint(len(h.Withdrawn)), s.result(h.Official), s.result(h.Projected),
			s.span(h.Lowest, h.Highest)}, Strong: !changing && h.GradeChanges()})
	}
	return t
}

func (s ImpactSheet) tier(t standard.Tier) string {
	return message.Text(s.Language, "print.tier."+t.String())
}

// result is a score with its grade below it; — for a hall without an official result.
func (s ImpactSheet) result(r *checklists.Result) string {
	if r == nil {
		return "—"
	}
	return fixed(r.Total, 1) + "\n" + s.grade(r.Grade)
}

func (s ImpactSheet) span(lowest, highest *checklists.Result) string {
	if lowest == nil || highest == nil {
		return "—"
	}
	return fixed(lowest.Total, 1) + "–" + fixed(highest.Total, 1)
}

func (s ImpactSheet) grade(name string) string {
	if s.Language == message.English && s.After != nil {
		for _, g := range s.After.Scoring.Grades {
			if g.Name == name && g.NameEN != "" {
				return g.NameEN
			}
		}
	}
	return name
}

func (s ImpactSheet) clauses() *manuscript.Table {
	t := &manuscript.Table{Columns: s.columns([]string{"clause", "title", "grade", "reused",
		"recheck", "new", "withdrawn"}, 0.12, -0.34, 0.14, 0.1, 0.1, 0.1, 0.1)}
	for _, c := range s.Impact.Clauses {
		grade := message.Text(s.Language, "print.grade."+string(c.Grade))
		count := func(f checklists.Fate) string { return fmt.Sprint(c.Halls[f]) }
		t.Rows = append(t.Rows, manuscript.Row{Cells: []string{c.Code, manuscript.Typeset(c.Title),
			grade, count(checklists.FateReused), count(checklists.FateRecheck),
			count(checklists.FateNew), count(checklists.FateWithdrawn)}})
	}
	return t
}

func (s ImpactSheet) open() *manuscript.Table {
	t := &manuscript.Table{Columns: s.columns([]string{"audit", "hall", "state", "edition"},
		-0.34, -0.34, 0.18, 0.14)}
	for _, a := range s.Impact.Open {
		t.Rows = append(t.Rows, manuscript.Row{Cells: []string{a.Number, a.Name,
			message.Text(s.Language, "pdf.state."+string(a.State)), string(a.Edition)}})
	}
	return t
}

func (s ImpactSheet) findings() *manuscript.Table {
	t := &manuscript.Table{Columns: s.columns([]string{"hall", "clause", "severity", "due", "fate",
		"grade"}, -0.32, 0.12, 0.16, 0.16, 0.12, 0.12)}
	for _, f := range s.Impact.Findings {
		due := "—"
		if f.Due != "" {
			due = message.Text(s.Language, "calendar.day", message.Day(f.Due)) +
				uncertain(s.Language, f.DueUncertain)
		}
		t.Rows = append(t.Rows, manuscript.Row{Cells: []string{f.Name, f.Code,
			strings.TrimSpace(message.Text(s.Language, "pdf.severity."+string(f.Severity))), due,
			s.say("column." + string(f.Fate)),
			message.Text(s.Language, "print.grade."+string(f.Grade))}})
	}
	return t
}
