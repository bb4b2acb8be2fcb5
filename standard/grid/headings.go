package grid

import (
	"strings"

	"hallmark/standard/message"
)

// LastHeading is how far down the headings may stand.
const LastHeading = 20

// Recognised is the number of headings of a table in that of the rows that has most of them.
func Recognised(t Table, rows []Row) int {
	best, names := 0, headingNames(t)
	for i := range rows {
		if rows[i].Number <= LastHeading {
			best = max(best, len(matches(names, &rows[i])))
		}
	}
	return best
}

// headings says which column of a sheet holds which column of a table.
type headings struct {
	row     int         // the last row of headings
	columns map[int]int // from column of the sheet to index in Table.Columns
	first   map[int]int // the other way round
}

// at returns the column of the sheet for a column of the table.
func (h *headings) at(index int) (int, bool) {
	column, ok := h.first[index]
	return column, ok
}

func (h *headings) taken(column int) bool { _, ok := h.columns[column]; return ok }

// headings finds the rows of headings, wherever they stand and in whatever order, by the names of
// fields or by their headings in any language. It notes the columns without which the table cannot
// be read.
func (r *reader) headings(t Table, s *Sheet) *headings {
	h := r.findHeadings(t, s)
	if h != nil {
		r.missingColumns(h, t, s)
		r.strangers(h, t, s)
	}
	return h
}

// recordHeadings does the same for a table whose rows change what is stored: what a column that is
// not there would hold stays as it is, which is said once.
func (r *reader) recordHeadings(t Table, s *Sheet) *headings {
	h := r.findHeadings(t, s)
	if h == nil {
		return nil
	}
	var kept message.List
	for i, c := range t.Columns {
		name := message.Key("grid." + t.Name + "-" + c.Field)
		switch _, ok := h.first[i]; {
		case ok:
		case c.Required:
			r.note(Place{s.Name, h.row, 1}, "grid.column-missing", name)
		default:
			kept = append(kept, name)
		}
	}
	if len(kept) > 0 {
		r.lose(Place{s.Name, h.row, 1}, "grid.columns-kept", kept)
	}
	r.strangers(h, t, s)
	return h
}

func (r *reader) findHeadings(t Table, s *Sheet) *headings {
	h := &headings{columns: map[int]int{}, first: map[int]int{}}
	best := 1 // one match may be chance
	names := headingNames(t)
	var top []*Row
	for i := range s.Rows {
		if s.Rows[i].Number <= LastHeading {
			top = append(top, &s.Rows[i])
			best = max(best, len(matches(names, &s.Rows[i])))
		}
	}
	for _, row := range top {
		if found := matches(names, row); len(found) > 1 && 2*len(found) >= best {
			r.take(h, t, s, row, found)
		}
	}
	if h.row == 0 {
		r.note(Place{s.Name, 1, 1}, "grid.no-headings", message.Key("grid.sheet-"+t.Name))
		return nil
	}
	return h
}

// headingNames maps what a heading may say to the column of the table.
func headingNames(t Table) map[string]int {
	names := map[string]int{}
	for i, c := range t.Columns {
		names[spoken(c.Field)] = i
		for _, l := range message.Languages() {
			names[spoken(t.Heading(c, l))] = i
		}
	}
	return names
}

// matches maps columns of the sheet to columns of the table for one row.
func matches(names map[string]int, row *Row) map[int]int {
	found := map[int]int{}
	for _, cell := range row.Cells {
		if cell.Kind != Text || len(cell.Text) > 200 {
			continue
		}
		if i, ok := names[spoken(cell.Text)]; ok {
			found[cell.Column] = i
		}
	}
	return found
}

func (r *reader) take(h *headings, t Table, s *Sheet, row *Row, found map[int]int) {
	h.row = row.Number
	for _, cell := range row.Cells {
		i, ok := found[cell.Column]
		if !ok {
			continue
		}
		if column, taken := h.first[i]; taken && column != cell.Column {
			name, _ := r.locate(Place{s.Name, row.Number, column})
			r.note(Place{s.Name, row.Number, cell.Column}, "grid.column-twice", name)
			continue
		}
		if had, taken := h.columns[cell.Column]; taken && had != i { // the two rows do not agree
			r.note(Place{s.Name, row.Number, cell.Column}, "grid.column-other",
				message.Key("grid."+t.Name+"-"+t.Columns[had].Field))
			continue
		}
		h.columns[cell.Column], h.first[i] = i, cell.Column
	}
}

func (r *reader) missingColumns(h *headings, t Table, s *Sheet) {
	for i, c := range t.Columns {
		if _, ok := h.first[i]; ok {
			continue
		}
		at, name := Place{s.Name, h.row, 1}, message.Key("grid."+t.Name+"-"+c.Field)
		pairsNeed := (t.Name == standardTable || t.Name == scoringTable) && c.Field == "value"
		switch {
		case c.Required || pairsNeed:
			r.note(at, "grid.column-missing", name)
		case c.Form != Parts && c.Field != "item" && c.Field != "field":
			r.lose(at, "loss.column-absent", name)
		}
	}
}

// strangers reports the columns of the sheet that are not part of the table and are not empty.
func (r *reader) strangers(h *headings, _ Table, s *Sheet) {
	seen := map[int]bool{}
	for i := range s.Rows {
		row := &s.Rows[i]
		if row.Number < h.row {
			continue
		}
		for _, cell := range row.Cells {
			if h.taken(cell.Column) || seen[cell.Column] || cell.Kind == Empty ||
				cell.Kind == Text && strings.TrimSpace(cell.Text) == "" {
				continue
			}
			seen[cell.Column] = true
			r.lose(Place{s.Name, row.Number, cell.Column}, "loss.unknown", shorten(cell.Text))
		}
	}
}
