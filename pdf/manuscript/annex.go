package manuscript

import (
	"fmt"
	"strconv"
	"strings"

	"hallmark/standard"
)

// annex is 附录 A: how the clauses are scored. It is informative; the clauses alone are the text.
func (w *standardWriter) annex() {
	w.add(Block{Kind: Annex, Number: w.say("annex", "A"), Extra: w.say("annex.informative"),
		Text: w.say("annex.title")})
	w.heading("A.1", "annex.rules")
	w.rules()
	w.heading("A.2", "annex.weights")
	w.weights()
	w.heading("A.3", "annex.grades")
	w.grades()
	w.heading("A.4", "annex.clauses")
	w.add(Block{Text: w.say("annex.legend")})
	for i := range w.Edition.Chapters {
		if c := &w.Edition.Chapters[i]; c.Scored {
			w.scores(c)
		}
	}
}

func (w *standardWriter) heading(number, key string) {
	w.add(Block{Kind: Heading, Level: 2, Number: number, Text: w.say(key)})
}

// rules prints what the edition says of its formula.
func (w *standardWriter) rules() {
	s := &w.Edition.Scoring
	w.add(Block{Text: w.say("annex.total", s.Total, s.BonusCap)})
	for _, text := range []string{s.Formula, s.Rounding, s.Conditional, s.VetoRule} {
		if text != "" {
			w.add(Block{Text: sentence(text)})
		}
	}
	var kinds []string
	for _, kind := range []standard.MethodKind{standard.PassFail, standard.Graded,
		standard.Measured, standard.Ratio, standard.Deduction} {
		if words := s.ClauseScore[kind]; words != "" {
			kinds = append(kinds, w.say("annex.kind", w.say("method."+string(kind)), readable(words)))
		}
	}
	w.list("annex.kinds", kinds)
}

// readable names the numbers of a rule as people do.
func readable(words string) string {
	return Typeset(strings.NewReplacer("level/3", "级数÷3", "numerator/denominator", "分子÷分母",
		"min_sample", "最少样本数", "zero_at", "零分值", "target", "满分值", "次数×deduct", "次数×每次扣分",
		"measured", "实测", "(higher)", "", "(half up)", "", "条款带condition时", "条款带适用条件时", "veto", "否决项", "key", "关键项").Replace(words))
}

// sentence ends a text with a stop.
func sentence(words string) string {
	words = readable(words)
	if strings.HasSuffix(words, "。") {
		return words
	}
	return words + "。"
}

// list sets a lead-in sentence and lettered items.
func (w *standardWriter) list(lead string, items []string) {
	if len(items) == 0 {
		return
	}
	w.add(Block{Text: w.say(lead)})
	for i, text := range items {
		w.add(Block{Kind: Item, Level: 1, Number: letter(i), Text: text + stop(i, len(items))})
	}
}

// caption names the next table: 表A.1.
func (w *standardWriter) caption(words string) {
	w.tables++
	w.add(Block{Kind: Caption, Text: join(w.say("annex.table", fmt.Sprintf("A.%d", w.tables)), words)})
}

func (w *standardWriter) tierHeads(width float64) []Column {
	var columns []Column
	for _, t := range standard.Tiers() {
		columns = append(columns, Column{w.say("tier." + t.String()), width, true})
	}
	return columns
}

func (w *standardWriter) weights() {
	t := &Table{Columns: append([]Column{{w.say("column.chapter"), 0.49, false}},
		w.tierHeads(0.17)...)}
	for i := range w.Edition.Chapters {
		c := &w.Edition.Chapters[i]
		if !c.Scored {
			continue
		}
		row := Row{Cells: []string{join(strconv.Itoa(c.Number), w.named(c.Title, c.TitleEN))},
			Changed: w.changes.other[chapterKey(c.Number)]}
		for _, tier := range standard.Tiers() {
			weight, ok := c.Weight.Get(tier)
			cell := weight.String()
			if !ok {
				cell = "—"
			}
			row.Cells = append(row.Cells, cell)
		}
		t.Rows = append(t.Rows, row)
	}
	w.caption(w.say("annex.weights"))
	w.add(Block{Kind: TableBlock, Table: t})
}

// grades prints the bands, the stars and what caps a grade.
func (w *standardWriter) grades() {
	s := &w.Edition.Scoring
	w.list("annex.grade-bands", w.bands(s.Grades))
	w.list("annex.star-bands", w.bands(s.Stars))
	var caps []string
	for _, limit := range s.Caps {
		caps = append(caps, w.say("annex.cap", readable(string(limit.When)), limit.MaxGrade))
	}
	w.list("annex.caps", caps)
}

func (w *standardWriter) bands(grades []standard.Grade) []string {
	var list []string
	for _, g := range grades {
		list = append(list, w.say("annex.band", w.named(g.Name, g.NameEN), g.Min))
	}
	return list
}

// scores is the table of a chapter: what each clause is worth and how it is checked.
func (w *standardWriter) scores(chapter *standard.Chapter) {
	columns := append([]Column{{w.say("column.clause"), 0.085, true},
		{w.say("column.title"), 0.14, false}}, w.tierHeads(0.075)...)
	t := &Table{Columns: append(columns, Column{w.say("column.method"), 0.35, false},
		Column{w.say("column.check"), 0.2, false})}
	for i := range w.Edition.Clauses {
		if c := &w.Edition.Clauses[i]; c.Chapter == chapter.Number && c.Scored {
			t.Rows = append(t.Rows, w.score(c))
		}
	}
	if len(t.Rows) == 0 {
		return
	}
	w.caption(w.say("annex.chapter", chapter.Number, w.named(chapter.Title, chapter.TitleEN)))
	w.add(Block{Kind: TableBlock, Table: t})
}

func (w *standardWriter) score(c *standard.Clause) Row {
	title := w.named(c.Title, c.TitleEN)
	for _, tag := range []struct {
		key string
		has bool
	}{{"veto", c.Veto}, {"key", c.Key}, {"bonus", c.IsBonus()}} {
		if tag.has {
			title += "\n" + w.say("tag."+tag.key)
		}
	}
	row := Row{Cells: []string{c.Code, title}, Changed: w.changes.scores[c.UID]}
	for _, t := range standard.Tiers() {
		row.Cells = append(row.Cells, points(c, t))
	}
	method := Typeset(standard.MethodText(w.Language, c.Method))
	if c.Condition != "" {
		method = w.say("annex.condition", Typeset(c.Condition)) + "\n" + method
	}
	return Row{Cells: append(row.Cells, method, Typeset(c.Check)), Changed: row.Changed}
}
