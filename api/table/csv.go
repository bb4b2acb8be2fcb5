package table

import (
	"bufio"
	"encoding/csv"
	"io"
	"strings"
)

// formulaSigns are the characters that make a spreadsheet program take a text for a formula, the
// full-width ones among them, and the apostrophe, so that removing one apostrophe restores the
// text.
const formulaSigns = "=+-@\t\r\n＝＋－＠'"

// WriteCSV writes the columns and rows after RFC 4180 in UTF-8, with the byte order mark that
// spreadsheet programs want. A text that begins with one of = + - @, their full-width forms, a tab,
// a line break or an apostrophe gets an apostrophe in front, so that no program runs it as a
// formula; numbers keep their sign.
func (t *Table) WriteCSV(w io.Writer) error {
	buffered := bufio.NewWriter(w)
	if _, err := buffered.WriteString("\ufeff"); err != nil {
		return err
	}
	c := csv.NewWriter(buffered)
	c.UseCRLF = true
	record := make([]string, len(t.Columns))
	for i, column := range t.Columns {
		record[i] = harmless(column.Title)
	}
	if err := c.Write(record); err != nil {
		return err
	}
	for _, row := range t.Rows {
		clear(record)
		for i, cell := range row {
			record[i] = cell.shown()
			if cell.kind == text {
				record[i] = harmless(cell.text)
			}
		}
		if err := c.Write(record); err != nil {
			return err
		}
	}
	c.Flush()
	if err := c.Error(); err != nil {
		return err
	}
	return buffered.Flush()
}

func harmless(s string) string {
	if s != "" && strings.IndexAny(s, formulaSigns) == 0 {
		return "'" + s
	}
	return s
}
