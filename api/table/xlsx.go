package table

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
)

// Limits of a cell and of a sheet's name, in UTF-16 units.
const (
	maxCell = 32767
	maxName = 31
)

// How wide a column is at least and at most, in Latin letters.
const (
	minWidth = 8
	maxWidth = 60
)

// ErrCell says that a text is longer than a cell of a spreadsheet can be.
var ErrCell = errors.New("text is longer than 32767 characters, the most that a cell holds")

// WriteXLSX writes the list as a workbook with one sheet; see [WriteXLSX].
func (t *Table) WriteXLSX(w io.Writer) error { return WriteXLSX(w, t) }

// WriteXLSX writes a workbook with a sheet for each list: headings stay in sight, columns can be
// filtered, numbers are exact numbers and days are days. It prints on A4 across. It returns
// [ErrCell] for a text that does not fit into a cell.
func WriteXLSX(w io.Writer, tables ...*Table) error {
	b := &book{file: excelize.NewFile(), names: map[string]bool{}, styles: map[string]int{}}
	defer b.file.Close()
	for i, t := range tables {
		name := b.name(t.Title)
		if i == 0 {
			b.try(b.file.SetSheetName("Sheet1", name))
		} else {
			_, err := b.file.NewSheet(name)
			b.try(err)
		}
		b.sheet(name, t)
	}
	if b.err != nil {
		return b.err
	}
	return b.file.Write(w)
}

// book is a workbook that is being written; the first error stays.
type book struct {
	file   *excelize.File
	names  map[string]bool
	styles map[string]int
	err    error
}

func (b *book) try(err error) {
	if b.err == nil {
		b.err = err
	}
}

// name makes a sheet's name of a title: no signs that mean something in a formula, at most 31
// characters, and no name twice.
func (b *book) name(title string) string {
	name := strings.Trim(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]'`, r) || r < ' ' {
			return ' '
		}
		return r
	}, title), " ")
	base := cut(name, maxName)
	if base == "" {
		base = "1"
	}
	name = base
	for n := 2; b.names[strings.ToLower(name)]; n++ {
		end := " " + strconv.Itoa(n)
		name = cut(base, maxName-len(end)) + end
	}
	b.names[strings.ToLower(name)] = true
	return name
}

// cut shortens a text to a number of UTF-16 units.
func cut(s string, most int) string {
	units := 0
	for i, r := range s {
		units += utf16.RuneLen(r)
		if units > most {
			return s[:i]
		}
	}
	return s
}

func (b *book) sheet(name string, t *Table) {
	row := 1
	b.text(name, 1, row, t.Title, b.style("title", 0))
	b.try(b.file.SetRowHeight(name, row, 26))
	for _, note := range t.Notes {
		row++
		b.text(name, 1, row, note, b.style("note", 0))
	}
	row++
	for i, column := range t.Columns {
		b.text(name, i+1, row, column.Title, b.style("heading", 0))
	}
	b.try(b.file.SetRowHeight(name, row, 22))
	for i, cells := range t.Rows {
		for j, cell := range cells {
			b.cell(name, j+1, row+1+i, cell, t.Columns[j])
		}
	}
	b.widths(name, t)
	b.page(name, t, row)
}

func (b *book) cell(name string, column, row int, c Cell, how Column) {
	at, err := excelize.CoordinatesToCellName(column, row)
	b.try(err)
	switch c.kind {
	case empty:
		b.try(b.file.SetCellStyle(name, at, at, b.style("text", 0)))
	case text:
		b.text(name, column, row, c.text, b.style("text", 0))
	case number:
		// Fifteen significant digits pass through a double unharmed.
		value, err := strconv.ParseFloat(c.number.String(), 64)
		b.try(err)
		b.try(b.file.SetCellFloat(name, at, value, -1, 64))
		style := b.style("number", max(how.Decimals, c.number.Decimals()))
		b.try(b.file.SetCellStyle(name, at, at, style))
	case day:
		b.try(b.file.SetCellValue(name, at, c.day))
		b.try(b.file.SetCellStyle(name, at, at, b.style("day", 0)))
	}
}

func (b *book) text(name string, column, row int, s string, style int) {
	at, err := excelize.CoordinatesToCellName(column, row)
	b.try(err)
	if cut(s, maxCell) != s {
		b.try(fmt.Errorf("%s!%s: %w", name, at, ErrCell))
	}
	b.try(b.file.SetCellStr(name, at, s))
	b.try(b.file.SetCellStyle(name, at, at, style))
}

// style makes a style once.
func (b *book) style(kind string, decimals int) int {
	key := kind + strconv.Itoa(decimals)
	if id, ok := b.styles[key]; ok {
		return id
	}
	id, err := b.file.NewStyle(styleOf(kind, decimals))
	b.try(err)
	b.styles[key] = id
	return id
}

const (
	typeface = "宋体"
	ink      = "1F2937"
	shade    = "1F4E79" // behind headings
	rule     = "BFC7D1"
)

func styleOf(kind string, decimals int) *excelize.Style {
	s := &excelize.Style{
		Font:      &excelize.Font{Family: typeface, Size: 11, Color: ink},
		Alignment: &excelize.Alignment{Vertical: "top", WrapText: true},
	}
	for _, side := range []string{"left", "top", "right", "bottom"} {
		s.Border = append(s.Border, excelize.Border{Type: side, Color: rule, Style: 1})
	}
	format := func(f string) { s.CustomNumFmt = &f }
	switch kind {
	case "title":
		s.Font = &excelize.Font{Family: typeface, Size: 16, Bold: true, Color: ink}
		s.Border, s.Alignment = nil, &excelize.Alignment{Vertical: "center"}
	case "note":
		s.Font = &excelize.Font{Family: typeface, Size: 10, Color: "5B6675"}
		s.Border, s.Alignment = nil, &excelize.Alignment{Vertical: "center"}
	case "heading":
		s.Font = &excelize.Font{Family: typeface, Size: 11, Bold: true, Color: "FFFFFF"}
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{shade}}
		s.Alignment = &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true}
	case "number":
		s.Alignment = &excelize.Alignment{Horizontal: "right", Vertical: "top"}
		if decimals == 0 {
			format("0")
		} else {
			format("0." + strings.Repeat("0", decimals))
		}
	case "day":
		s.Alignment = &excelize.Alignment{Horizontal: "center", Vertical: "top"}
		format("yyyy-mm-dd")
	case "text":
		format("@") // so that what an editor types stays a text, too
	}
	return s
}

func (b *book) widths(name string, t *Table) {
	for i, column := range t.Columns {
		width := column.Width
		if width == 0 {
			width = float64(columns(column.Title) + 4) // room for the filter's button
			for _, row := range t.Rows {
				if i < len(row) {
					width = max(width, float64(longestLine(row[i].shown())+2))
				}
			}
			width = min(max(width, minWidth), maxWidth)
		}
		letter, err := excelize.ColumnNumberToName(i + 1)
		b.try(err)
		b.try(b.file.SetColWidth(name, letter, letter, width))
	}
}

func longestLine(s string) int {
	most := 0
	for line := range strings.Lines(s) {
		most = max(most, columns(strings.TrimSuffix(line, "\n")))
	}
	return most
}

// page keeps the headings in sight, on the screen and on paper.
func (b *book) page(name string, t *Table, heading int) {
	below, err := excelize.CoordinatesToCellName(1, heading+1)
	b.try(err)
	b.try(b.file.SetPanes(name, &excelize.Panes{Freeze: true, YSplit: heading,
		TopLeftCell: below, ActivePane: "bottomLeft"}))
	if len(t.Columns) > 0 {
		last, err := excelize.CoordinatesToCellName(len(t.Columns), heading+len(t.Rows))
		b.try(err)
		b.try(b.file.AutoFilter(name, fmt.Sprintf("A%d:%s", heading, last), nil))
	}
	across, a4, wide, tall := "landscape", 9, 1, 0
	b.try(b.file.SetPageLayout(name, &excelize.PageLayoutOptions{Orientation: &across, Size: &a4,
		FitToWidth: &wide, FitToHeight: &tall}))
	fit := true
	b.try(b.file.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}))
	b.try(b.file.SetHeaderFooter(name, &excelize.HeaderFooterOptions{OddFooter: "&C&P / &N"}))
	b.try(b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: name,
		RefersTo: fmt.Sprintf("'%s'!$%d:$%d", name, heading, heading)}))
}
