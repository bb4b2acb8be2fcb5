package grid

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"hallmark/standard"
	"hallmark/standard/message"
)

// Records are the rows of one table of any kind, with what is wrong with their cells. The headings
// are the texts "grid.<table>-<field>" of the catalogue. A table may go on in several sheets.
type Records struct {
	Rows []Record

	reader *reader
	table  Table
}

// Record is one row. Row counts from 1.
type Record struct {
	Row    int
	Values map[string]any  // by field, as the form of the column has it; none for an empty cell
	Unread map[string]bool // fields of which something was noted already

	from *part
}

// part is a sheet with the headings of the table.
type part struct {
	sheet    *Sheet
	table    *Table
	headings *headings
}

// Text returns a text of the record, "" for an empty cell.
func (r *Record) Text(field string) string {
	s, _ := r.Values[field].(string)
	return s
}

// ReadRecords finds the table in a workbook, by its headings, and reads its rows: those of every
// sheet that has the required columns. A hidden sheet is read only where no other one has the
// headings, for nobody sees what it would do. What is wrong is noted; see [Records.Err]. The losses
// name each sheet that was left aside.
func ReadRecords(b *Book, t Table) *Records {
	r := &Records{reader: newReader(recordPlace), table: t}
	r.reader.date1904 = b.Date1904
	sheets := r.choose(b)
	if len(sheets) == 0 {
		r.reader.note(Place{}, "grid.no-headings", message.Key("grid.sheet-"+t.Name))
		return r
	}
	for _, s := range sheets {
		if h := r.reader.recordHeadings(t, s); h != nil {
			r.read(&part{s, &r.table, h})
		}
	}
	return r
}

// choose returns the sheets to be read, and says of the others why they are not.
func (r *Records) choose(b *Book) (sheets []*Sheet) {
	var whole, some [2][]*Sheet // visible and hidden ones
	best := 0
	for i := range b.Sheets {
		s, hidden := &b.Sheets[i], 0
		if s.Hidden {
			hidden = 1
		}
		switch n := Recognised(r.table, s.Rows); {
		case hasRequired(r.table, s):
			whole[hidden] = append(whole[hidden], s)
		case n > 0 && (n > best || len(some[hidden]) == 0):
			best, some[hidden] = n, []*Sheet{s} // of these, the one with most headings is complained about
		}
	}
	for _, list := range [][]*Sheet{whole[0], whole[1], some[0], some[1]} {
		if sheets == nil {
			sheets = list
		}
	}
	for i := range b.Sheets {
		s := &b.Sheets[i]
		at, read := Place{Sheet: s.Name}, slices.Contains(sheets, s)
		switch {
		case read && s.Hidden:
			r.reader.lose(at, "grid.sheet-shown")
		case read || len(s.Rows) == 0:
		case s.Hidden:
			r.reader.lose(at, "grid.sheet-hidden")
		default:
			r.reader.lose(at, "grid.sheet-aside", message.Key("grid.sheet-"+r.table.Name))
		}
	}
	return sheets
}

// hasRequired reports whether a sheet has a row of headings with all columns that the table must
// have.
func hasRequired(t Table, s *Sheet) bool {
	names := headingNames(t)
	for i := range s.Rows {
		row := &s.Rows[i]
		if row.Number > LastHeading {
			break
		}
		found := slices.Collect(maps.Values(matches(names, row)))
		missing := len(found) < 2
		for i, c := range t.Columns {
			missing = missing || c.Required && !slices.Contains(found, i)
		}
		if !missing {
			return true
		}
	}
	return false
}

func (r *Records) read(p *part) {
	for _, area := range p.sheet.Merged {
		if area.LastRow > p.headings.row {
			at := Place{p.sheet.Name, max(area.FirstRow, p.headings.row+1), area.FirstColumn}
			r.reader.note(at, "grid.merged", areaName(area))
		}
	}
	p.headings.data(p.sheet, func(row *Row) { r.Rows = append(r.Rows, r.record(p, row)) })
}

func (r *Records) record(p *part, row *Row) Record {
	out := Record{Row: row.Number, Values: map[string]any{}, Unread: map[string]bool{}, from: p}
	for column, i := range p.headings.columns {
		if p.sheet.merged(row.Number, column) {
			out.Unread[r.table.Columns[i].Field] = true // also where the area has its text elsewhere
		}
	}
	for _, cell := range row.Cells {
		i, ok := p.headings.columns[cell.Column]
		if !ok || cell.Kind == Text && strings.TrimSpace(cell.Text) == "" ||
			out.Unread[r.table.Columns[i].Field] {
			continue
		}
		c := r.table.Columns[i]
		at := Place{p.sheet.Name, row.Number, cell.Column}
		v, f := r.reader.value(c, r.reader.entered(at, cell))
		switch list, many := v.([]any); {
		case f != nil:
			out.Unread[c.Field] = true
			r.reader.note(at, f.code, f.args...)
		case v != "" && (!many || len(list) > 0):
			out.Values[c.Field] = v
		}
	}
	for _, c := range r.table.Columns {
		if c.Required && out.Values[c.Field] == nil && !out.Unread[c.Field] && out.Has(c.Field) {
			out.Unread[c.Field] = true
			r.Note(&out, c.Field, "missing")
		}
	}
	return out
}

// Has reports whether the sheet of a record has the column of a field.
func (r *Record) Has(field string) bool {
	_, ok := r.from.column(field)
	return ok
}

func (p *part) column(field string) (int, bool) {
	i := slices.IndexFunc(p.table.Columns, func(c Column) bool { return c.Field == field })
	if i < 0 {
		return 0, false
	}
	return p.headings.at(i)
}

// Place names the cell of a field in a row: "名册!F12".
func (r *Records) Place(row *Record, field string) string {
	column, ok := row.from.column(field)
	if !ok {
		column = 1
	}
	path, _ := recordPlace(Place{row.from.sheet.Name, row.Row, column})
	return path
}

// Note notes what is wrong with a field of a row: key "problem.<code>" or a code of this package.
func (r *Records) Note(row *Record, field, code string, args ...any) {
	r.reader.add(standard.Problem{Path: r.Place(row, field), Code: code, Args: args})
}

// Losses are the sheets and columns that were not taken.
func (r *Records) Losses() []standard.Loss { return r.reader.losses }

// Err is an *[standard.InvalidError] with every problem that was noted, or nil.
func (r *Records) Err() error {
	if len(r.reader.problems) == 0 {
		return nil
	}
	return &standard.InvalidError{Problems: r.reader.problems}
}

// recordPlace names a cell; a file without sheets has rows and columns alone.
func recordPlace(at Place) (string, int) {
	if at.Sheet == "" && at.Row > 0 {
		return ColumnName(at.Column) + fmt.Sprint(at.Row), 0
	}
	return cellName(at)
}
