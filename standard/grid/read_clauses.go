package grid

import (
	"encoding/json"
	"strconv"

	"hallmark/standard"
	"hallmark/standard/message"
)

// ReadClauses puts the clauses of one table ([ClauseTable]) in the place of those of a base
// edition; everything else is taken from there. Totals that the base states are counted anew.
// Problems name the line, and the heading of the column for a path.
func ReadClauses(rows []Row, base *standard.Edition) (*standard.Edition, []standard.Loss, error) {
	s := &Sheet{Name: clausesTable, Rows: rows}
	var heads *headings
	t := ClauseTable()
	r := newReader(func(at Place) (string, int) {
		if heads != nil && at.Row > heads.row {
			if i, ok := heads.columns[at.Column]; ok {
				return t.Columns[i].Field, at.Row
			}
		}
		return ColumnName(max(at.Column, 1)), max(at.Row, 1)
	})
	tree, err := treeOf(base)
	if err != nil {
		return nil, nil, err
	}
	r.tree = tree
	if heads = r.headings(t, s); heads == nil {
		return nil, r.losses, &standard.InvalidError{Problems: r.problems}
	}
	r.cells[clausesTable] = Place{s.Name, heads.row, 1}
	r.rows(t, s, heads)
	if counts, ok := get(tree, "standard.counts").(object); ok {
		r.recount(counts)
	}
	for i, c := range t.Columns {
		if _, ok := heads.at(i); !ok && c.Form == Parts {
			r.lose(Place{s.Name, heads.row, 1}, "loss.column-absent",
				message.Key("grid.clauses-"+c.Field))
		}
	}
	return r.finish()
}

// recount states the totals of the clauses that were read.
func (r *reader) recount(counts object) {
	n := map[string]int{}
	perTier := map[string]int{}
	for _, c := range listAt(r.tree, clausesTable) {
		n["clauses"]++
		if c["scored"] != true {
			n["unscored"]++
			continue
		}
		n["scored"]++
		for _, mark := range []string{"veto", "key"} {
			if c[mark] == true {
				n[mark]++
			}
		}
		tiers, _ := c["tiers"].([]any)
		for _, t := range tiers {
			perTier[t.(string)]++
		}
	}
	for _, name := range []string{"clauses", "scored", "unscored", "veto", "key"} {
		counts[name] = json.Number(strconv.Itoa(n[name]))
	}
	if stated, ok := counts["scored_per_tier"].(object); ok {
		for tier := range stated {
			stated[tier] = json.Number(strconv.Itoa(perTier[tier]))
		}
	}
}
