package pdf

import (
	"fmt"

	"hallmark/checklists"
	"hallmark/checklists/bulletin"
	"hallmark/pdf/manuscript"
	"hallmark/standard"
	"hallmark/standard/message"
)

// annexes sets the data out as tables.
func (w *bulletinPrinter) annexes() {
	if w.Kind == bulletin.Weekly {
		w.annex(w.say("annex-checks"), w.checks())
		w.annex(w.say("annex-problems"), w.mending(func(m *bulletin.Mending) bool {
			return w.Period.Holds(m.Opened)
		}))
		w.annex(w.say("annex-overdue"), w.mending(func(m *bulletin.Mending) bool {
			return m.Overdue > 0
		}))
		return
	}
	for i := range w.f.Tiers {
		t := &w.f.Tiers[i]
		w.annex(w.say("annex-ranking", message.Key("page.tier."+t.Tier.String())), w.ranking(t))
	}
	w.annex(w.say("annex-clauses"), w.clauses())
	w.annex(w.say("annex-mending"), w.halls())
}

// columns makes columns from the keys of their heads and their shares; those below 0 are of columns
// that are not centred.
func (w *bulletinPrinter) columns(heads []string, shares ...float64) []manuscript.Column {
	list := make([]manuscript.Column, len(heads))
	for i, key := range heads {
		list[i] = manuscript.Column{Head: w.say("column-" + key), Width: max(shares[i], -shares[i]),
			Center: shares[i] > 0}
	}
	return list
}

// named is the name of a member of a closed set of package web's area, or the word itself.
func (w *bulletinPrinter) named(set, word string) string {
	if key := "page." + set + "." + word; message.Has(w.l, key) {
		return message.Text(w.l, key)
	}
	return word
}

func (w *bulletinPrinter) checks() *manuscript.Table {
	t := &manuscript.Table{Columns: w.columns([]string{"no", "hall", "kind", "approved", "total",
		"grade", "findings"}, 0.08, -0.27, 0.14, 0.19, 0.1, 0.12, 0.1)}
	for i := range w.Data.Checks {
		c := &w.Data.Checks[i]
		total, grade := "—", "—" // of a check of a part of the checklist
		if c.Kind.Official() && !c.Partial {
			total, grade = c.Result.Total.String(), w.named("grade", c.Result.Grade)
		}
		n := 0
		for severity, count := range c.Findings {
			if severity != checklists.Advice {
				n += count
			}
		}
		t.Rows = append(t.Rows, manuscript.Row{Cells: []string{fmt.Sprint(i + 1), c.HallName,
			w.named("kind", string(c.Kind)), w.day(c.Approved), total, grade,
			fmt.Sprint(n)}})
	}
	return t
}

func (w *bulletinPrinter) mending(wanted func(*bulletin.Mending) bool) *manuscript.Table {
	t := &manuscript.Table{Columns: w.columns([]string{"no", "hall", "clause", "severity", "due",
		"state", "overdue"}, 0.07, -0.18, -0.23, 0.14, 0.19, 0.1, 0.09)}
	for i := range w.Data.Mending {
		m := &w.Data.Mending[i]
		if !wanted(m) {
			continue
		}
		t.Rows = append(t.Rows, manuscript.Row{Cells: []string{fmt.Sprint(len(t.Rows) + 1), m.HallName,
			m.Code + " " + manuscript.Typeset(m.Title), w.named("severity", string(m.Severity)),
			w.date(m.Due) + uncertain(w.l, m.Uncertain),
			message.Text(w.l, "rectification.state-"+string(m.State)), count(m.Overdue)}})
	}
	return t
}

// count writes a number, — for 0.
func count(n int) string {
	if n == 0 {
		return "—"
	}
	return fmt.Sprint(n)
}

func (w *bulletinPrinter) ranking(tier *bulletin.TierFigures) *manuscript.Table {
	t := &manuscript.Table{Columns: w.columns([]string{"rank", "hall", "total", "grade", "before",
		"moved"}, 0.1, -0.4, 0.13, 0.15, 0.11, 0.11)}
	for i := range tier.Ranking {
		line := &tier.Ranking[i]
		moved := "—"
		switch {
		case line.Moved > 0:
			moved = w.say("moved-up", line.Moved)
		case line.Moved < 0:
			moved = w.say("moved-down", -line.Moved)
		}
		name := line.HallName
		if line.Restated {
			name = w.say("restated", line.HallName, line.Released)
		}
		t.Rows = append(t.Rows, manuscript.Row{Cells: []string{fmt.Sprint(line.Rank), name,
			line.Total.String(), w.named("grade", line.Grade), count(line.Before), moved}})
	}
	return t
}

func (w *bulletinPrinter) clauses() *manuscript.Table {
	t := &manuscript.Table{Columns: w.columns([]string{"code", "clause", "asked", "failed", "rate"},
		0.13, -0.45, 0.13, 0.13, 0.16)}
	for i := range w.Data.Clauses {
		c := &w.Data.Clauses[i]
		t.Rows = append(t.Rows, manuscript.Row{Cells: []string{c.Code, manuscript.Typeset(c.Title),
			fmt.Sprint(c.Asked), fmt.Sprint(c.Failed), hundredth(c.Rate)}})
	}
	return t
}

func (w *bulletinPrinter) halls() *manuscript.Table {
	t := &manuscript.Table{Columns: w.columns([]string{"hall", "total-mending", "new", "closed",
		"closing-rate", "overdue-count", "repeated"}, -0.34, 0.11, 0.11, 0.11, 0.13, 0.1, 0.1)}
	row := func(name string, all bulletin.MendingFigures, opened int, strong bool) {
		t.Rows = append(t.Rows, manuscript.Row{Strong: strong, Cells: []string{name,
			fmt.Sprint(all.Total), fmt.Sprint(opened), fmt.Sprint(all.Closed), hundredth(all.Rate),
			fmt.Sprint(all.Overdue), fmt.Sprint(all.Repeated)}})
	}
	for _, h := range w.f.ByHall {
		row(h.HallName, h.MendingFigures, len(h.New), false)
	}
	if len(w.f.ByHall) > 0 {
		row(w.say("sum"), w.f.All, w.f.New.Total, true)
	}
	return t
}

// hundredth writes a rate in percent: 0.8625 as "86.25%".
func hundredth(rate standard.Decimal) string {
	n, _ := rate.Scaled(4)
	return standard.NewDecimal(n, 2).String() + "%"
}
