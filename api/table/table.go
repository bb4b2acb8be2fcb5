package table

import (
	"fmt"
	"time"
	"unicode/utf8"

	"hallmark/standard"
)

// Table is a list for people: a heading, some sentences under it, columns and rows.
type Table struct {
	Title   string   // also the name of the sheet, shortened to what a sheet may be named
	Notes   []string // sentences under the title, such as the day of the list; XLSX only
	Columns []Column
	Rows    [][]Cell // each at most as long as Columns
}

// Column is a heading and the form of the cells under it.
type Column struct {
	Title    string
	Width    float64 // in characters; 0: as wide as the content, within bounds
	Decimals int     // how many decimals a number shows at least, 0..6; more are shown where needed

	// Of a list that people fill in: whether a cell must not be empty, and what it may hold; a
	// workbook offers the choices, at most 255 characters of them.
	Required bool
	Choices  []string
}

// Cell is one value. The zero value is an empty cell.
type Cell struct {
	kind   kind
	text   string
	number standard.Decimal
	time   time.Time
}

type kind uint8

const (
	empty kind = iota
	text
	number
	day
	moment
)

// Text is a cell with a text; an empty text is an empty cell.
func Text(s string) Cell {
	if s == "" {
		return Cell{}
	}
	return Cell{kind: text, text: s}
}

// Number is a cell with an exact number.
func Number(d standard.Decimal) Cell { return Cell{kind: number, number: d} }

// Count is a cell with a whole number, |n| < 10^15.
func Count(n int) Cell { return Number(standard.NewDecimal(int64(n), 0)) }

// Date is a cell with the calendar day of t in t's own zone; the zero time is an empty cell.
func Date(t time.Time) Cell {
	if t.IsZero() {
		return Cell{}
	}
	y, m, d := t.Date()
	return Cell{kind: day, time: time.Date(y, m, d, 0, 0, 0, 0, time.UTC)}
}

// Time is a cell with the day and the second of t in t's own zone, whose offset is shown; the zero
// time is an empty cell.
func Time(t time.Time) Cell {
	if t.IsZero() {
		return Cell{}
	}
	return Cell{kind: moment, time: t}
}

// Day is a cell with a day such as "2018-01-20"; any other text stays a text.
func Day(s string) Cell {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Text(s)
	}
	return Date(t)
}

// shown is the text of the cell in CSV, which is as wide as the cell in a spreadsheet.
func (c Cell) shown() string {
	switch c.kind {
	case text:
		return c.text
	case number:
		return c.number.String()
	case day:
		return c.time.Format(time.DateOnly)
	case moment:
		return c.time.Format(time.RFC3339)
	}
	return ""
}

// Add adds a row: cells as they are, whole and exact numbers as numbers, times as moments, and the
// rest as texts.
func (t *Table) Add(values ...any) {
	row := make([]Cell, len(values))
	for i, value := range values {
		switch v := value.(type) {
		case Cell:
			row[i] = v
		case int:
			row[i] = Count(v)
		case standard.Decimal:
			row[i] = Number(v)
		case time.Time:
			row[i] = Time(v)
		default:
			row[i] = Text(fmt.Sprint(v))
		}
	}
	t.Rows = append(t.Rows, row)
}

// columns counts how wide a text is: a Chinese character is two Latin letters wide.
func columns(s string) int {
	n := 0
	for _, r := range s {
		n++
		if utf8.RuneLen(r) > 2 {
			n++
		}
	}
	return n
}
