package manuscript

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"hallmark/standard"
	"hallmark/standard/message"
)

func chapterKey(number int) string { return "chapter " + strconv.Itoa(number) }

// chapters writes the numbered text; its first page repeats the name of the standard.
func (w *standardWriter) chapters() {
	w.add(Block{Kind: Title, Text: Typeset(w.meta.Name)})
	for i := range w.Edition.Chapters {
		c := &w.Edition.Chapters[i]
		w.add(Block{Kind: Heading, Level: 1, Number: strconv.Itoa(c.Number),
			Text: w.named(c.Title, c.TitleEN)})
		switch c.Number {
		case 1:
			w.paragraph(w.Edition.FrontMatter.Scope, w.changes.other["scope"])
		case 2:
			w.references()
		case 3:
			w.terms()
		}
		w.clauses(c.Number)
	}
}

// named returns a title in the document's language, if it has one.
func (w *standardWriter) named(zh, en string) string {
	if w.Language == message.English && en != "" {
		return en
	}
	return Typeset(zh)
}

func (w *standardWriter) paragraph(text string, changed bool) {
	w.add(Block{Text: Typeset(text), Changed: changed})
}

// references sets the references one below the other, after the phrase that GB/T 1.1 prescribes.
func (w *standardWriter) references() {
	list := w.Edition.FrontMatter.NormativeReferences
	if len(list) == 0 {
		w.add(Block{Text: w.say("references.none")})
		return
	}
	w.add(Block{Text: w.say("references.lead")})
	for _, name := range list {
		added := w.changes.other["references"] &&
			!slices.Contains(w.Base.FrontMatter.NormativeReferences, name)
		w.paragraph(name, added)
	}
}

// terms sets each term on three lines: its number, its names, its definition.
func (w *standardWriter) terms() {
	if len(w.Edition.Terms) == 0 {
		w.add(Block{Text: w.say("terms.none")})
		return
	}
	w.add(Block{Text: w.say("terms.lead")})
	for _, t := range w.Edition.Terms {
		changed := w.changes.other[t.Code]
		w.add(Block{Kind: Heading, Level: 3, Number: t.Code, Changed: changed},
			Block{Kind: Strong, Text: join(t.Term, t.TermEN), Changed: changed},
			Block{Text: Typeset(t.Definition), Changed: changed})
	}
}

// entry is a clause of a chapter, or a number that stays empty.
type entry struct {
	code   string
	clause *standard.Clause // nil: retired
}

// entries lists what stands in a chapter, in the order of the numbers.
func (w *standardWriter) entries(chapter int) []entry {
	var list []entry
	for i := range w.Edition.Clauses {
		if c := &w.Edition.Clauses[i]; c.Chapter == chapter {
			list = append(list, entry{c.Code, c})
		}
	}
	prefix := strconv.Itoa(chapter) + "."
	for code := range w.changes.retired {
		if strings.HasPrefix(code, prefix) {
			list = append(list, entry{code, nil})
		}
	}
	slices.SortStableFunc(list, func(a, b entry) int { return compareCodes(a.code, b.code) })
	return list
}

// compareCodes orders numbers as the text does: 5.2 before 5.10.
func compareCodes(a, b string) int {
	x, y := strings.Split(a, "."), strings.Split(b, ".")
	return slices.CompareFunc(x, y, func(p, q string) int {
		return cmp.Or(cmp.Compare(len(p), len(q)), cmp.Compare(p, q))
	})
}

func (w *standardWriter) clauses(chapter int) {
	last := ""
	for _, e := range w.entries(chapter) {
		section := e.code
		if i := strings.LastIndexByte(e.code, '.'); i >= 0 && e.clause == nil {
			section = e.code[:i]
		} else if e.clause != nil {
			section = e.clause.Section
		}
		if section != last && section != e.code {
			w.section(section)
		}
		last = section
		if e.clause == nil {
			w.add(Block{Kind: Heading, Level: levelOf(e.code), Number: e.code,
				Text: w.say("retired"), Changed: w.Base != nil})
			continue
		}
		w.clause(e.clause)
	}
}

func (w *standardWriter) section(code string) {
	for _, s := range w.Edition.Sections {
		if s.Code == code {
			w.add(Block{Kind: Heading, Level: levelOf(code), Number: code,
				Text: w.named(s.Title, s.TitleEN)})
		}
	}
}

// levelOf is the level of a heading: 1 of a chapter, 2 of 5.1, 3 of 5.1.1.
func levelOf(code string) int { return min(strings.Count(code, ".")+1, 5) }

func (w *standardWriter) clause(c *standard.Clause) {
	changed := w.changes.words[c.UID]
	w.add(Block{Kind: Heading, Level: levelOf(c.Code), Number: c.Code,
		Text: w.named(c.Title, c.TitleEN), Changed: changed})
	w.paragraph(c.Text, changed)
	for _, item := range c.Items {
		w.add(Block{Kind: Item, Level: 1, Number: item.Label + ")", Text: Typeset(item.Text),
			Changed: changed})
	}
}

// points writes what a clause is worth in a tier; — where it is not addressed to it.
func points(c *standard.Clause, t standard.Tier) string {
	if !c.Applies(t) {
		return "—"
	}
	if c.IsBonus() {
		return fmt.Sprintf("+%s", c.Max(t))
	}
	return c.Max(t).String()
}
