package csv

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"hallmark/standard"
	"hallmark/standard/grid"
	"hallmark/standard/message"
)

const mark = "\ufeff"

// guarded are the signs before which a text gets an apostrophe.
const guarded = "=+-@\t\r\n＝＋－＠'"

// Write writes the clauses of an edition in the words of a language: a row of fields' names, a row
// of headings, and a row for each clause. The loss report names what the rest of the edition holds.
func Write(w io.Writer, e *standard.Edition, l message.Language) ([]standard.Loss, error) {
	t, losses, err := grid.ClausesOf(e, l)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.WriteString(mark)
	c := csv.NewWriter(&b)
	c.UseCRLF = true
	fields, headings := make([]string, len(t.Columns)), make([]string, len(t.Columns))
	for i, column := range t.Columns {
		fields[i], headings[i] = column.Field, t.Heading(column, l)
	}
	records := [][]string{fields, headings}
	for _, cells := range t.Rows {
		record := make([]string, len(cells))
		for i, cell := range cells {
			record[i] = cell.Text
			if cell.Kind == grid.Text && strings.IndexAny(cell.Text, guarded) == 0 {
				record[i] = "'" + cell.Text
			}
		}
		records = append(records, record)
	}
	if err := c.WriteAll(records); err != nil {
		return nil, err
	}
	_, err = w.Write(b.Bytes())
	return losses, err
}

// Read puts the clauses of a file in the place of those of base; the rest of the edition is taken
// from there. It returns an *[standard.InvalidError] with every problem at once, each with its line
// and the name of its column.
func Read(r io.Reader, base *standard.Edition) (*standard.Edition, []standard.Loss, error) {
	rows, err := read(r, base)
	if err != nil {
		return nil, nil, err
	}
	return grid.ReadClauses(rows, base)
}

func read(r io.Reader, base *standard.Edition) ([]grid.Row, error) {
	if base == nil {
		return nil, invalid(0, "grid.base")
	}
	return rows(r, standard.MaxSource, standard.MaxItems)
}

// ReadBook reads any file as a workbook with one sheet without a name, whose rows are numbered as a
// spreadsheet program shows them. It returns an *[standard.InvalidError] for a file of more than
// size bytes or most rows, and for one that is no CSV.
func ReadBook(r io.Reader, size, most int) (*grid.Book, error) {
	list, err := rows(r, size, most)
	within := 0 // line breaks in cells above
	for i := range list {
		list[i].Number -= within
		for _, c := range list[i].Cells {
			within += strings.Count(c.Text, "\n")
		}
	}
	return &grid.Book{Sheets: []grid.Sheet{{Rows: list}}}, err
}

func rows(r io.Reader, size, most int) ([]grid.Row, error) {
	text, err := io.ReadAll(io.LimitReader(r, int64(size)+1))
	switch {
	case err != nil:
		return nil, err
	case len(text) > size:
		return nil, invalid(0, "too-large", size>>20)
	case !utf8.Valid(text):
		return nil, invalid(1, "grid.csv-utf8")
	}
	c := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte(mark))))
	c.FieldsPerRecord = -1
	var rows []grid.Row
	for {
		record, err := c.Read()
		var wrong *csv.ParseError
		switch {
		case errors.Is(err, io.EOF) && len(rows) == 0:
			return nil, invalid(1, "grid.csv-empty")
		case errors.Is(err, io.EOF):
			return rows, nil
		case errors.As(err, &wrong):
			return nil, invalid(wrong.Line, "grid.csv", wrong.Err.Error())
		case err != nil:
			return nil, err
		case len(rows) > most+2:
			return nil, invalid(0, "grid.rows", most)
		}
		if row := rowOf(c, record); len(row.Cells) > 0 {
			rows = append(rows, row)
		}
	}
}

func rowOf(c *csv.Reader, record []string) grid.Row {
	line, _ := c.FieldPos(0)
	row := grid.Row{Number: line}
	for i, s := range record {
		if s != "" {
			row.Cells = append(row.Cells,
				grid.Cell{Column: i + 1, Kind: grid.Text, Text: strings.TrimPrefix(s, "'")})
		}
	}
	return row
}

func invalid(line int, code string, args ...any) error {
	return &standard.InvalidError{Problems: []standard.Problem{{Line: line, Code: code, Args: args}}}
}
