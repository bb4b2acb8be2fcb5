package grid

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"hallmark/standard"
	"hallmark/standard/message"
)

const numberZero = json.Number("0")

// Read makes an edition of the tables of a workbook. It returns an *[standard.InvalidError] with
// every problem at once, each with its cell ("条款!F12"), and a loss report of what was not taken:
// sheets and columns that no table has.
func Read(b *Book) (*standard.Edition, []standard.Loss, error) {
	r := newReader(cellName)
	r.date1904 = b.Date1904
	found := r.sheets(b)
	whole := true
	for _, t := range Tables() {
		if !t.Optional || found[t.Name] != nil {
			whole = r.table(t, found[t.Name]) && whole
		}
	}
	if !whole { // what else is wrong would mostly follow from what is not there
		return nil, r.losses, &standard.InvalidError{Problems: r.problems}
	}
	r.defaults()
	return r.finish()
}

func cellName(at Place) (string, int) {
	switch {
	case at.Sheet == "":
		return "", 0
	case at.Row == 0:
		return at.Sheet, 0
	}
	return at.Sheet + "!" + ColumnName(at.Column) + fmt.Sprint(at.Row), 0
}

// ColumnName returns the letters of a column: 1 is A, 27 is AA.
func ColumnName(column int) string {
	name := ""
	for ; column > 0; column = (column - 1) / 26 {
		name = string(rune('A'+(column-1)%26)) + name
	}
	return name
}

// sheets finds the sheet of each table by its name in any language.
func (r *reader) sheets(b *Book) map[string]*Sheet {
	found := map[string]*Sheet{}
	var names []string
	for i := range b.Sheets {
		s := &b.Sheets[i]
		names = append(names, s.Name)
		table := tableOf(s.Name)
		switch {
		case table == "guide":
		case table == "":
			r.lose(Place{Sheet: s.Name}, "loss.unknown", s.Name)
		case found[table] != nil:
			r.note(Place{Sheet: s.Name}, "grid.sheet-twice", found[table].Name)
		default:
			found[table] = s
		}
	}
	for _, t := range Tables() {
		if found[t.Name] == nil && !t.Optional {
			r.note(Place{}, "grid.sheet-missing", message.Key("grid.sheet-"+t.Name),
				shorten(strings.Join(names, " ")))
		}
	}
	return found
}

func tableOf(name string) string {
	names := []string{"guide"}
	for _, t := range Tables() {
		names = append(names, t.Name)
	}
	for _, table := range names {
		titles := []string{table}
		for _, l := range message.Languages() {
			titles = append(titles, message.Text(l, "grid.sheet-"+table))
		}
		if slices.ContainsFunc(titles, func(t string) bool { return same(t, name) }) {
			return table
		}
	}
	return ""
}

// same compares headings and names as people do, without regard to spaces, width and case.
func same(a, b string) bool { return spoken(a) == spoken(b) }

// spoken is a heading or name without what people do not mean by it: spaces, line breaks, width
// and case of letters.
func spoken(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(fold(s)), ""))
}

// table reads a sheet; it reports false when the sheet or its headings are not there.
func (r *reader) table(t Table, s *Sheet) bool {
	if s == nil {
		return false
	}
	h := r.headings(t, s)
	if h == nil {
		return false
	}
	r.cells[t.Name] = Place{s.Name, h.row, 1}
	for _, area := range s.Merged {
		if area.LastRow > h.row {
			at := Place{s.Name, max(area.FirstRow, h.row+1), area.FirstColumn}
			r.note(at, "grid.merged", areaName(area))
		}
	}
	switch t.Name {
	case standardTable, scoringTable:
		r.pairs(t, s, h)
	case itemsTable, levelsTable, occurrencesTable:
		r.children(t, s, h)
	default:
		r.rows(t, s, h)
	}
	return true
}

func areaName(a Area) string {
	return fmt.Sprintf("%s%d:%s%d", ColumnName(a.FirstColumn), a.FirstRow,
		ColumnName(a.LastColumn), a.LastRow)
}

// merged reports whether a cell is part of a merged area below the headings.
func (s *Sheet) merged(row, column int) bool {
	for _, a := range s.Merged {
		if row >= a.FirstRow && row <= a.LastRow && column >= a.FirstColumn && column <= a.LastColumn {
			return true
		}
	}
	return false
}

// data calls do for each row below the headings that is not empty in every column of the table.
func (h *headings) data(s *Sheet, do func(row *Row)) {
	for i := range s.Rows {
		row := &s.Rows[i]
		if row.Number <= h.row {
			continue
		}
		if slices.ContainsFunc(row.Cells, func(c Cell) bool {
			return h.columns[c.Column] >= 0 && h.taken(c.Column) &&
				(c.Kind != Text || strings.TrimSpace(c.Text) != "")
		}) {
			do(row)
		}
	}
}

// rows reads a table whose rows are a list of the edition.
func (r *reader) rows(t Table, s *Sheet, h *headings) {
	list := []any{}
	h.data(s, func(row *Row) {
		list = append(list, r.row(t, s, h, row, fmt.Sprintf("%s[%d]", t.Name, len(list))))
	})
	if len(list) > 0 || !t.Optional {
		r.tree[t.Name] = list
	}
}

func (r *reader) row(t Table, s *Sheet, h *headings, row *Row, path string) object {
	o, noted := object{}, len(r.problems)
	r.cells[path] = Place{s.Name, row.Number, 1}
	for i, c := range t.Columns {
		column, present := h.at(i)
		at := Place{s.Name, row.Number, column}
		cell := row.at(column)
		if !present {
			at.Column, cell = 1, Cell{}
		}
		// A column that must be there and is not has been noted once, not in every row.
		unreadable := !present && c.Required || present && s.merged(row.Number, column)
		r.field(o, path, c, at, r.percent(t, o, c, cell), unreadable)
	}
	if t.Name == clausesTable {
		r.typed(o, path)
		for i := noted; i < len(r.problems); i++ {
			r.problems[i].Of = standard.ClauseLabel(o)
		}
	}
	return o
}

// children reads a table whose rows hang on clauses.
func (r *reader) children(t Table, s *Sheet, h *headings) {
	clauses := r.byUID()
	seen := map[string]int{}
	h.data(s, func(row *Row) {
		column, _ := h.at(0)
		uid := plain(row.at(column))
		clause, known := clauses[fold(uid)]
		path := fmt.Sprintf("%s.%s[%d]", clause.path, childField(t.Name), seen[clause.path])
		if !known {
			path = fmt.Sprintf("%s[%d]", t.Name, row.Number)
		}
		seen[clause.path]++
		o := r.row(t, s, h, row, path)
		switch {
		case uid == "":
		case !known:
			r.note(Place{s.Name, row.Number, column}, "grid.uid-unknown", shorten(uid))
		case t.Name == levelsTable:
			r.level(clause, o, Place{s.Name, row.Number, column + 1})
		default:
			delete(o, "uid")
			field := childField(t.Name)
			list, _ := get(clause.object, field).([]any)
			put(clause.object, field, append(list, o))
			r.typed(clause.object, clause.path)
		}
	})
}

type clauseRow struct {
	object object
	path   string
}

func (r *reader) byUID() map[string]clauseRow {
	found := map[string]clauseRow{}
	for i, o := range listAt(r.tree, clausesTable) {
		uid, _ := o["uid"].(string)
		if _, twice := found[uid]; !twice && uid != "" {
			found[uid] = clauseRow{o, fmt.Sprintf("clauses[%d]", i)}
		}
	}
	return found
}

func (r *reader) level(clause clauseRow, o object, at Place) {
	levels, _ := get(clause.object, "method.levels").(object)
	if levels == nil {
		levels = object{}
		put(clause.object, "method.levels", levels)
		r.cells[clause.path+".method.levels"] = at
	}
	r.typed(clause.object, clause.path)
	level, _ := o["level"].(string)
	text, _ := o["text"].(string)
	if _, twice := levels[level]; twice {
		r.note(at, "twice", level)
		return
	}
	levels[level] = text
	r.cells[clause.path+".method.levels."+level] = at
}

// typed notes a method that has parameters, or rows in other tables, and no kind.
func (r *reader) typed(clause object, path string) {
	if m, ok := clause["method"].(object); ok && m["type"] == nil {
		m["type"] = ""
		r.spoiled[path+".method.type"] = true
		r.note(r.placeOf(path+".method.type"), "missing")
	}
}
