package xlsx

import (
	"encoding/xml"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"hallmark/standard"
	"hallmark/standard/grid"
)

// maxLost is how many cells are named whose content the file does not have.
const maxLost = 100

// maxMerged is how many merged areas are looked at; what is wrong with the first ones is enough.
const maxMerged = 100

// sheetReader reads the cells of one sheet.
type sheetReader struct {
	*workbook
	sheet grid.Sheet
	row   grid.Row
	last  int // the column of the last cell
}

func (w *workbook) sheet(entry sheetEntry, links []relation) error {
	s := &sheetReader{workbook: w, sheet: grid.Sheet{Name: entry.name, Hidden: entry.hidden}}
	at := slices.IndexFunc(links, func(link relation) bool { return link.id == entry.id })
	if at < 0 {
		return refuse("grid.part-lost", entry.name)
	}
	if links[at].kind == "worksheet" { // others, such as a sheet with a chart alone, have no cells
		if err := w.each(links[at].target, s.element); err != nil {
			return err
		}
	}
	if err := s.endRow(); err != nil {
		return err
	}
	w.book.Sheets = append(w.book.Sheets, s.sheet)
	return nil
}

func (s *sheetReader) element(d *xml.Decoder, e xml.StartElement) error {
	switch e.Name.Local {
	case "row":
		if err := s.endRow(); err != nil {
			return err
		}
		number := s.row.Number + 1
		if n, err := strconv.Atoi(attribute(e, "r")); err == nil && n >= number && n <= 1<<20 {
			number = n
		}
		s.row, s.last = grid.Row{Number: number}, 0
	case "c":
		return s.cell(d, e)
	case "mergeCell":
		if area, ok := areaOf(attribute(e, "ref")); ok && len(s.sheet.Merged) < maxMerged {
			s.sheet.Merged = append(s.sheet.Merged, area)
		}
	}
	return nil
}

func (s *sheetReader) endRow() error {
	if !slices.ContainsFunc(s.row.Cells, func(c grid.Cell) bool {
		return c.Kind != grid.Text || strings.TrimSpace(c.Text) != ""
	}) {
		s.row.Cells = nil // blanks alone count for nothing
		return nil
	}
	if len(s.sheet.Rows) == s.limits.Rows {
		return refuse("grid.rows", s.limits.Rows)
	}
	slices.SortStableFunc(s.row.Cells, func(a, b grid.Cell) int { return a.Column - b.Column })
	s.sheet.Rows = append(s.sheet.Rows, s.row)
	s.row.Cells = nil
	return nil
}

func (s *sheetReader) cell(d *xml.Decoder, e xml.StartElement) error {
	content, err := contentOf(d)
	if err != nil {
		return err
	}
	column, _, ok := coordinates(attribute(e, "r"))
	if !ok {
		column = s.last + 1
	}
	s.last = column
	c, look, struck := grid.Cell{Column: column}, s.looks.of(e), ""
	switch v := strings.TrimSpace(content.value); attribute(e, "t") {
	case "s":
		if i, err := strconv.Atoi(v); err == nil && i >= 0 && i < len(s.shared) {
			c.Text, struck = s.shared[i].text, s.shared[i].struck
		} else if v != "" && len(s.lost) < maxLost {
			s.lost = append(s.lost, standard.Problem{Code: "grid.cell-lost",
				Path: fmt.Sprintf("%s!%s%d", s.sheet.Name, grid.ColumnName(column), s.row.Number)})
		}
	case "inlineStr":
		inline := content.text.read()
		c.Text, struck = inline.text, inline.struck
	case "str", "d":
		c.Text = unescape(content.value)
	case "b":
		c.Kind, c.Text = grid.Bool, map[bool]string{true: "TRUE", false: "FALSE"}[v == "1"]
	case "e":
		c.Kind, c.Text = grid.Fault, v
	default:
		if c.Text = v; v != "" {
			c.Kind, c.Shown = grid.Number, look.shown
		}
	}
	if content.computed {
		c.Kind, c.Text = grid.Formula, content.formula
	} else if c.Kind == grid.Empty && c.Text != "" {
		c.Kind = grid.Text
	}
	if look.struck {
		struck, c = c.Text+struck, grid.Cell{Column: column}
	}
	s.leaveStruck(column, struck)
	return s.add(c)
}

// leaveStruck names a text that is struck out: it is there to be seen and is not what a cell says.
func (s *sheetReader) leaveStruck(column int, text string) {
	if strings.TrimSpace(text) == "" || len(s.losses) >= maxLosses {
		return
	}
	s.losses = append(s.losses, standard.Loss{Code: "grid.struck", Args: []any{shorten(text)},
		Path: fmt.Sprintf("%s!%s%d", s.sheet.Name, grid.ColumnName(column), s.row.Number)})
}

// maxLosses is how many cells are named of which something was left aside.
const maxLosses = 1000

// shorten shows a text that may be long.
func shorten(s string) string {
	if short := []rune(s); len(short) > 40 {
		return string(short[:40]) + "…"
	}
	return s
}

// content is what stands in the element of a cell.
type content struct {
	value, formula string
	computed       bool // there is a formula, which may be empty
	text           rich
}

// contentOf reads up to the end of a cell. It takes the elements one by one, which is several times
// as fast as reflection, and most of the time that a large workbook takes is spent here.
func contentOf(d *xml.Decoder) (c content, err error) {
	var into *string
	for depth := 1; depth > 0; {
		token, err := d.Token()
		if err != nil {
			return c, err
		}
		switch t := token.(type) {
		case xml.Directive:
			return c, errors.New("document type")
		case xml.StartElement:
			switch {
			case t.Name.Local == "is" && depth == 1:
				err = d.DecodeElement(&c.text, &t)
				depth--
			case t.Name.Local == "v" && depth == 1:
				into = &c.value
			case t.Name.Local == "f" && depth == 1:
				into, c.computed = &c.formula, true
			}
			if depth++; err != nil {
				return c, err
			}
		case xml.CharData:
			if into != nil && depth == 2 {
				*into += string(t)
			}
		case xml.EndElement:
			depth--
			into = nil
		}
	}
	return c, nil
}

func (s *sheetReader) add(c grid.Cell) error {
	if c.Kind == grid.Empty {
		return nil
	}
	s.cells++
	s.text += len(c.Text)
	switch {
	case s.cells > s.limits.Cells:
		return refuse("grid.cells", s.limits.Cells)
	case s.text > s.limits.Text:
		return refuse("too-large", s.limits.Text>>20)
	}
	s.row.Cells = append(s.row.Cells, c)
	return nil
}

// coordinates reads "F12".
func coordinates(ref string) (column, row int, ok bool) {
	letters := strings.TrimRight(ref, "0123456789")
	for _, r := range letters {
		if r < 'A' || r > 'Z' || len(letters) > 3 {
			return 0, 0, false
		}
		column = column*26 + int(r-'A') + 1
	}
	row, err := strconv.Atoi(ref[len(letters):])
	return column, row, err == nil && column > 0 && column <= 1<<14 && row > 0 && row <= 1<<20
}

func areaOf(ref string) (grid.Area, bool) {
	first, last, _ := strings.Cut(ref, ":")
	c1, r1, ok := coordinates(first)
	c2, r2, too := coordinates(last)
	return grid.Area{FirstRow: r1, FirstColumn: c1, LastRow: r2, LastColumn: c2}, ok && too
}

var escaped = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// unescape reads the sign that spreadsheets write for what XML cannot hold, "_x000D_".
func unescape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	return escaped.ReplaceAllStringFunc(s, func(code string) string {
		n, err := strconv.ParseUint(code[2:6], 16, 16)
		if err != nil || utf16.IsSurrogate(rune(n)) {
			return code
		}
		return string(rune(n))
	})
}
