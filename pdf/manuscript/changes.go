package manuscript

import (
	"slices"
	"strings"

	"hallmark/standard"
)

// changes says what of an edition differs from the base.
type changes struct {
	words   map[standard.ClauseUID]bool // number, title, text or items
	scores  map[standard.ClauseUID]bool // points, method and whatever decides the score
	other   map[string]bool             // "scope", "references", terms and weights by their number
	retired map[string]string           // numbers that stay empty, with the title that they had
}

// scoring are the fields that stand in the annex.
var scoring = []string{"points", "bonus_points", "veto", "key", "tiers", "check", "condition"}

func (w *standardWriter) compare() {
	c := &w.changes
	*c = changes{map[standard.ClauseUID]bool{}, map[standard.ClauseUID]bool{}, map[string]bool{},
		map[string]string{}}
	w.retiredBySheets()
	if w.Base == nil {
		return
	}
	for _, change := range standard.DiffOf(w.Base, w.Edition).Clauses {
		switch change.Kind {
		case standard.KindAdded:
			c.words[change.UID], c.scores[change.UID] = true, true
		case standard.KindRenumbered:
			c.words[change.UID] = true
		case standard.KindWithdrawn:
			w.retire(change.CodeBefore, change.Before.Title)
		default:
			c.words[change.UID] = change.CodeBefore != change.CodeAfter
			c.fields(change)
		}
	}
	w.compareOther()
}

func (c *changes) fields(change standard.ClauseChange) {
	for _, f := range change.Fields {
		name := f.Field
		switch {
		case slices.Contains(scoring, name), strings.HasPrefix(name, "method"):
			c.scores[change.UID] = true
		case name == "text", name == "title", name == "items":
			c.words[change.UID] = true
		}
	}
}

// compareOther compares what stands around the clauses.
func (w *standardWriter) compareOther() {
	a, b, other := w.Base, w.Edition, w.changes.other
	other["scope"] = a.FrontMatter.Scope != b.FrontMatter.Scope
	other["references"] = !slices.Equal(a.FrontMatter.NormativeReferences,
		b.FrontMatter.NormativeReferences)
	for _, t := range b.Terms {
		other[t.Code] = !slices.Contains(a.Terms, t)
	}
	for i := range b.Chapters {
		c := &b.Chapters[i]
		was, ok := a.Chapter(c.Number)
		other[chapterKey(c.Number)] = !ok || was.Weight != c.Weight
	}
}

// retiredBySheets notes the numbers that the sheets keep empty.
func (w *standardWriter) retiredBySheets() {
	for _, a := range w.Sheets {
		for i := range a.Items {
			item := &a.Items[i]
			if item.Op == standard.OpDelete && item.Numbering == standard.NumberRetired {
				before, _ := item.Before.(map[string]any)
				title, _ := before["title"].(string)
				w.retire(item.Code, title)
			}
		}
	}
}

// retire notes a number that no clause bears any more.
func (w *standardWriter) retire(code, title string) {
	for i := range w.Edition.Clauses {
		if w.Edition.Clauses[i].Code == code {
			return
		}
	}
	w.changes.retired[code] = title
}
