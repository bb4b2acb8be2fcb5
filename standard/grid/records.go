package grid

import (
	"fmt"
	"slices"
	"strings"

	"hallmark/standard"
	"hallmark/standard/message"
)

// Records are the rows of one table of any kind, with what is wrong with their cells. The headings
// are the texts "grid.<table>-<field>" of the catalogue.
type Records struct {
	Rows []Record

	reader   *reader
	table    Table
	sheet    *Sheet
	headings *headings
}

// Record is one row. Row counts from 1.
type Record struct {
	Row    int
	Values map[string]any  // by field, as the form of the column has it; none for an empty cell
	Unread map[string]bool // fields of which something was noted already
}

// Text returns a text of the record, "" for an empty cell.
func (r *Record) Text(field string) string {
	s, _ := r.Values[field].(string)
	return s
}

// ReadRecords finds the table in a workbook, by its headings, and reads its rows. What is wrong is
// noted; see [Records.Err].
func ReadRecords(b *Book, t Table) *Records {
	r := &Records{reader: newReader(recordPlace), table: t}
	r.reader.date1904 = b.Date1904
	names := headingNames(t)
	best := 0
	for i := range b.Sheets {
		for j := range b.Sheets[i].Rows {
			row := &b.Sheets[i].Rows[j]
			if n := len(matches(names, row)); row.Number <= LastHeading && n > best {
				best, r.sheet = n, &b.Sheets[i]
			}
		}
	}
	if r.sheet == nil {
		r.reader.note(Place{}, "grid.no-headings", message.Key("grid.sheet-"+t.Name))
		return r
	}
	if r.headings = r.reader.headings(t, r.sheet); r.headings != nil {
		r.read()
	}
	return r
}

func (r *Records) read() {
	for _, area := range r.sheet.Merged {
		if area.LastRow > r.headings.row {
			at := Place{r.sheet.Name, max(area.FirstRow, r.headings.row+1), area.FirstColumn}
			r.reader.note(at, "grid.merged", areaName(area))
		}
	}
	r.headings.data(r.sheet, func(row *Row) { r.Rows = append(r.Rows, r.record(row)) })
}

func (r *Records) record(row *Row) Record {
	out := Record{Row: row.Number, Values: map[string]any{}, Unread: map[string]bool{}}
	for _, cell := range row.Cells {
		i, ok := r.headings.columns[cell.Column]
		if !ok || cell.Kind == Text && strings.TrimSpace(cell.Text) == "" {
			continue
		}
		c := r.table.Columns[i]
		v, f := r.reader.value(c, cell)
		switch list, many := v.([]any); {
		case r.sheet.merged(row.Number, cell.Column):
			out.Unread[c.Field] = true
		case f != nil:
			out.Unread[c.Field] = true
			r.reader.note(Place{r.sheet.Name, row.Number, cell.Column}, f.code, f.args...)
		case v != "" && (!many || len(list) > 0):
			out.Values[c.Field] = v
		}
	}
	for _, c := range r.table.Columns {
		if c.Required && out.Values[c.Field] == nil && !out.Unread[c.Field] && r.Has(c.Field) {
			out.Unread[c.Field] = true
			r.Note(&out, c.Field, "missing")
		}
	}
	return out
}

// Has reports whether the sheet has the column of a field.
func (r *Records) Has(field string) bool {
	_, ok := r.column(field)
	return ok
}

func (r *Records) column(field string) (int, bool) {
	i := slices.IndexFunc(r.table.Columns, func(c Column) bool { return c.Field == field })
	if i < 0 || r.headings == nil {
		return 0, false
	}
	return r.headings.at(i)
}

// Place names the cell of a field in a row: "名册!F12".
func (r *Records) Place(row *Record, field string) string {
	column, ok := r.column(field)
	if !ok {
		column = 1
	}
	path, _ := recordPlace(Place{r.sheet.Name, row.Row, column})
	return path
}

// Note notes what is wrong with a field of a row: key "problem.<code>" or a code of this package.
func (r *Records) Note(row *Record, field, code string, args ...any) {
	r.reader.add(standard.Problem{Path: r.Place(row, field), Code: code, Args: args})
}

// Losses are the columns that were not taken.
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
