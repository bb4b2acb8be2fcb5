package csv

import (
	"bytes"
	"encoding/csv"
	"io"
	"strings"

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
// and the name of its column. Among the losses it says how the file was read, where that is not as
// [Write] writes it.
func Read(r io.Reader, base *standard.Edition) (*standard.Edition, []standard.Loss, error) {
	if base == nil {
		return nil, nil, invalid(0, "grid.base")
	}
	rows, said, err := rows(r, grid.ClauseTable(), standard.MaxSource, standard.MaxItems)
	if err != nil {
		return nil, nil, err
	}
	e, losses, err := grid.ReadClauses(rows, base)
	return e, append(said, losses...), err
}

// ReadBook reads a file with one table as a workbook with one sheet without a name, whose rows are
// numbered as a spreadsheet program shows them. It returns an *[standard.InvalidError] for a file of
// more than size bytes or most rows, and for one that is no CSV; the list says how the file was
// read, where that is not as [Write] writes it.
func ReadBook(r io.Reader, t grid.Table, size, most int) (*grid.Book, []standard.Loss, error) {
	list, said, err := rows(r, t, size, most)
	within := 0 // line breaks in cells above
	for i := range list {
		list[i].Number -= within
		for _, c := range list[i].Cells {
			within += strings.Count(c.Text, "\n")
		}
	}
	return &grid.Book{Sheets: []grid.Sheet{{Rows: list}}}, said, err
}

func rows(r io.Reader, t grid.Table, size, most int) ([]grid.Row, []standard.Loss, error) {
	data, err := io.ReadAll(io.LimitReader(r, int64(size)+1))
	switch {
	case err != nil:
		return nil, nil, err
	case len(data) > size:
		return nil, nil, invalid(0, "too-large", size>>20)
	}
	text, encoding, wrong := decode(data)
	if wrong > 0 {
		return nil, nil, invalid(wrong, "grid.csv-encoding", encoding)
	}
	text, first := withoutDeclaration(text)
	separator := separatorOf(text, t)
	p := parser{text: text, separator: separator, line: first}
	var rows []grid.Row
	for record, ok := p.next(); ok; record, ok = p.next() {
		if row := rowOf(record); len(row.Cells) > 0 {
			rows = append(rows, row)
		}
		if len(rows) > most+2 {
			return nil, nil, invalid(0, "grid.rows", most)
		}
	}
	switch {
	case len(p.problems) > 0:
		return nil, nil, &standard.InvalidError{Problems: p.problems}
	case len(rows) == 0:
		return nil, nil, invalid(1, "grid.csv-empty")
	case encoding == gb18030 && grid.Recognised(t, rows) == 0:
		return nil, nil, invalid(brokenLine(data), "grid.csv-encoding", utf8Text)
	}
	return rows, readAs(encoding, separator, p.bareCR), nil
}

// withoutDeclaration takes away a first line "sep=;", which tells a spreadsheet program the
// separator; the line at which the rest begins counts from 1.
func withoutDeclaration(text string) (rest string, line int) {
	head, rest, _ := strings.Cut(text, "\n")
	head = strings.ToLower(strings.TrimSpace(head))
	if strings.HasPrefix(head, "sep=") && len([]rune(head)) <= len("sep=")+1 {
		return rest, 2
	}
	return text, 1
}

// The separators that are recognised, with the texts that name them. The first is the common one.
var separators = []struct {
	sign rune
	name message.Key
}{{',', "grid.csv-comma"}, {';', "grid.csv-semicolon"}, {'\t', "grid.csv-tab"},
	{'，', "grid.csv-comma-wide"}, {'；', "grid.csv-semicolon-wide"}, {'|', "grid.csv-bar"}}

// Recognised reports whether a content is CSV with headings of a table, whatever its encoding and
// separator.
func Recognised(content []byte, t grid.Table) bool {
	text, _, wrong := decode(content)
	if wrong > 0 {
		return false
	}
	text, _ = withoutDeclaration(text)
	_, found := separatorFor(text, t)
	return found > 1 // one may be chance
}

// separatorOf is the separator with which most headings of a table are found.
func separatorOf(text string, t grid.Table) rune {
	best, _ := separatorFor(text, t)
	return best
}

// separatorFor also returns how many headings it is.
func separatorFor(text string, t grid.Table) (best rune, most int) {
	best = separators[0].sign
	for _, s := range separators {
		p := parser{text: text, separator: s.sign, line: 1}
		var rows []grid.Row
		for record, ok := p.next(); ok && p.line <= grid.LastHeading+1; record, ok = p.next() {
			rows = append(rows, rowOf(record))
		}
		if n := grid.Recognised(t, rows); n > most {
			best, most = s.sign, n
		}
	}
	return best, most
}

// readAs says how a file was read, where that is not the common way.
func readAs(encoding message.Key, separator rune, bareCR bool) []standard.Loss {
	if encoding == utf8Text && separator == separators[0].sign && !bareCR {
		return nil
	}
	ends := message.Key("grid.csv-lines")
	if bareCR {
		ends = "grid.csv-lines-cr"
	}
	for _, s := range separators {
		if s.sign == separator {
			return []standard.Loss{{Code: "grid.csv-read", Args: []any{encoding, s.name, ends}}}
		}
	}
	return nil
}

// rowOf makes a row of a record; blanks alone are no cell.
func rowOf(r record) grid.Row {
	row := grid.Row{Number: r.line}
	for i, s := range r.cells {
		if strings.TrimSpace(s) != "" {
			row.Cells = append(row.Cells,
				grid.Cell{Column: i + 1, Kind: grid.Text, Text: strings.TrimPrefix(s, "'")})
		}
	}
	return row
}

func invalid(line int, code string, args ...any) error {
	return &standard.InvalidError{Problems: []standard.Problem{{Line: line, Code: code, Args: args}}}
}
