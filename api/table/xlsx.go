package table

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
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

// longList is how many rows a list may have whose empty cells are drawn with borders.
const longList = 5000

// ErrCell says that a text is longer than a cell of a spreadsheet can be.
var ErrCell = errors.New("text is longer than 32767 characters, the most that a cell holds")

// WriteXLSX writes the list as a workbook with one sheet; see [WriteXLSX].
func (t *Table) WriteXLSX(w io.Writer) error { return WriteXLSX(w, t) }

// WriteXLSX writes a workbook with a sheet for each list: headings stay in view, columns can be
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
	long   bool // of the present list: its empty cells are left out, for most of a register's are empty
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

// sheet writes how the sheet looks, then its rows one by one: a stream keeps no cells.
func (b *book) sheet(name string, t *Table) {
	heading := 2 + len(t.Notes)
	b.long = len(t.Rows) > longList
	b.widths(name, t)
	b.page(name, t, heading)
	b.choices(name, t, heading)
	if b.err != nil {
		return
	}
	w, err := b.file.NewStreamWriter(name)
	if b.try(err); b.err != nil {
		return
	}
	row := 0
	line := func(cells []any, height float64) {
		row++
		b.try(w.SetRow("A"+strconv.Itoa(row), cells, excelize.RowOpts{Height: height}))
	}
	at := func(column int) string {
		name, err := excelize.CoordinatesToCellName(column+1, row+1)
		b.try(err)
		return t.Title + "!" + name
	}
	line([]any{b.text(at(0), t.Title, b.style("title", 0))}, 26)
	for _, note := range t.Notes {
		line([]any{b.text(at(0), note, b.style("note", 0))}, 0)
	}
	var cells []any
	for i, column := range t.Columns {
		kind := "heading"
		if column.Required {
			kind = "needed"
		}
		cells = append(cells, b.text(at(i), column.Title, b.style(kind, 0)))
	}
	line(cells, 22)
	for _, values := range t.Rows {
		cells = cells[:0]
		for i, c := range values {
			cells = append(cells, b.cell(func() string { return at(i) }, c, t.Columns[i]))
		}
		line(cells, 0)
	}
	b.try(w.Flush())
}

// cell is a value as the stream takes it.
func (b *book) cell(at func() string, c Cell, how Column) any {
	switch c.kind {
	case text:
		return b.text(at(), c.text, b.style("text", 0))
	case number:
		// Fifteen significant digits pass through a double unharmed.
		value, err := strconv.ParseFloat(c.number.String(), 64)
		b.try(err)
		return excelize.Cell{Value: value,
			StyleID: b.style("number", max(how.Decimals, c.number.Decimals()))}
	case day:
		return excelize.Cell{Value: c.time.Sub(dayZero).Hours() / 24, StyleID: b.style("day", 0)}
	case moment:
		_, ahead := c.time.Zone()
		return excelize.Cell{Value: (c.time.Sub(dayZero).Seconds() + float64(ahead)) / (24 * 60 * 60),
			StyleID: b.style(c.time.Format(momentStyle), 0)}
	}
	if b.long {
		return nil
	}
	return excelize.Cell{StyleID: b.style("text", 0)}
}

// momentStyle is the name of the style of moments in a zone: the number format that shows it.
const momentStyle = `yyyy-mm-dd hh:mm:ss "-07:00"`

// dayZero is the day from which spreadsheets count.
var dayZero = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)

// text writes a text as a text, whatever it begins with.
func (b *book) text(at, s string, style int) excelize.Cell {
	if len(s) > maxCell && cut(s, maxCell) != s {
		b.try(fmt.Errorf("%s: %w", at, ErrCell))
	}
	return excelize.Cell{Value: s, StyleID: style}
}

// choices makes a drop-down of each closed set, so far down as somebody may fill it in.
func (b *book) choices(name string, t *Table, heading int) {
	for i, column := range t.Columns {
		if len(column.Choices) == 0 {
			continue
		}
		letter, err := excelize.ColumnNumberToName(i + 1)
		b.try(err)
		v := excelize.NewDataValidation(true)
		v.SetSqref(fmt.Sprintf("%s%d:%s%d", letter, heading+1, letter, heading+max(len(t.Rows), 2000)))
		b.try(v.SetDropList(column.Choices))
		b.try(b.file.AddDataValidation(name, v))
	}
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
	deep     = "9C2A10" // behind those of columns that must be filled in
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
	case "heading", "needed":
		s.Font = &excelize.Font{Family: typeface, Size: 11, Bold: true, Color: "FFFFFF"}
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{shade}}
		if kind == "needed" {
			s.Fill.Color = []string{deep}
		}
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
	default: // a [momentStyle]
		s.Alignment = &excelize.Alignment{Horizontal: "center", Vertical: "top"}
		format(kind)
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
