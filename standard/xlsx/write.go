package xlsx

import (
	"io"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"hallmark/standard"
	"hallmark/standard/grid"
	"hallmark/standard/message"
)

// Rows of a sheet with a table.
const (
	titleRow   = 1
	aboutRow   = 2
	fieldRow   = 3 // the names of fields, for programs
	headingRow = 4 // what people read
	firstRow   = 5
	lastRow    = 2000 // how far down drop-downs reach
)

const maxCell = 32767 // UTF-16 units of a cell

// Write writes an edition as a workbook in the words of a language. The loss report names the cells
// that do not hold all of their text; when it is empty, [Read] gives the same edition.
func Write(w io.Writer, e *standard.Edition, l message.Language) ([]standard.Loss, error) {
	tables, losses, err := grid.Of(e, l)
	if err != nil {
		return nil, err
	}
	name := e.Standard.Number + " " + e.Standard.Name + " " + string(e.ID())
	b, err := write(w, tables, l, name)
	return append(losses, b.losses...), err
}

// Template writes a workbook without an edition, to be filled in from the start.
func Template(w io.Writer, l message.Language) error {
	tables, _, err := grid.Of(empty(), l)
	if err == nil {
		_, err = write(w, tables, l, "")
	}
	return err
}

// empty is an edition that says only what is the same in every edition.
func empty() *standard.Edition {
	e := &standard.Edition{}
	e.Scoring.Total = standard.NewDecimal(100, 0)
	for _, t := range standard.Tiers() {
		e.Standard.Tiers = append(e.Standard.Tiers, standard.TierInfo{ID: t})
	}
	e.Standard.Status = standard.Draft
	for _, rule := range grid.CapRules.Values() {
		e.Scoring.Caps = append(e.Scoring.Caps, standard.GradeCap{When: standard.CapRule(rule)})
	}
	return e
}

// book is a workbook that is being written; the first error stays.
type book struct {
	file     *excelize.File
	language message.Language
	styles   map[look]int
	losses   []standard.Loss
	err      error
}

func write(w io.Writer, tables []grid.Filled, l message.Language, subject string) (*book, error) {
	b := &book{file: excelize.NewFile(), language: l, styles: map[look]int{}}
	defer b.file.Close()
	b.guide(subject)
	for _, t := range tables {
		b.sheet(t)
	}
	b.file.SetActiveSheet(0)
	if b.err != nil {
		return b, b.err
	}
	return b, b.file.Write(w)
}

func (b *book) try(err error) {
	if b.err == nil {
		b.err = err
	}
}

func (b *book) t(key string) string { return message.Text(b.language, "grid."+key) }

func (b *book) sheet(t grid.Filled) {
	name := t.Title(b.language)
	_, err := b.file.NewSheet(name)
	b.try(err)
	b.text(name, 1, titleRow, name, b.style(look{kind: title}))
	b.text(name, 1, aboutRow, t.About(b.language), b.style(look{kind: about}))
	b.try(b.file.SetRowHeight(name, titleRow, 28))
	b.try(b.file.SetRowHeight(name, headingRow, 32))
	for i, c := range t.Columns {
		letter := grid.ColumnName(i + 1)
		b.try(b.file.SetColWidth(name, letter, letter, c.Width))
		b.try(b.file.SetColStyle(name, letter, b.style(look{kind: body, form: c.Form})))
		b.text(name, i+1, fieldRow, c.Field, b.style(look{kind: field}))
		b.text(name, i+1, headingRow, t.Heading(c, b.language), b.style(headingOf(c)))
		b.choices(name, letter, t, c)
	}
	for row := titleRow; row <= aboutRow; row++ { // the columns' rules do not reach up here
		for i := 1; i < len(t.Columns); i++ {
			b.text(name, i+1, row, "", b.style(look{kind: about}))
		}
	}
	for i, cells := range t.Rows {
		for j, cell := range cells {
			b.cell(name, j+1, firstRow+i, cell, t.Columns[j])
		}
	}
	b.page(name, t)
}

func headingOf(c grid.Column) look {
	switch {
	case c.Required:
		return look{kind: headingNeeded}
	case strings.HasPrefix(c.Field, "method."):
		return look{kind: headingMethod}
	}
	return look{kind: heading}
}

func (b *book) cell(sheet string, column, row int, c grid.Cell, how grid.Column) {
	style := b.style(look{kind: body, form: how.Form})
	if c.Kind != grid.Number {
		b.text(sheet, column, row, c.Text, style)
		return
	}
	at := grid.ColumnName(column) + strconv.Itoa(row)
	value, err := strconv.ParseFloat(c.Text, 64) // fifteen digits pass through a double unharmed
	b.try(err)
	b.try(b.file.SetCellFloat(sheet, at, value, -1, 64))
	b.try(b.file.SetCellStyle(sheet, at, at, style))
}

// text puts a text into a cell, as far as a cell can keep it.
func (b *book) text(sheet string, column, row int, s string, style int) {
	at := grid.ColumnName(column) + strconv.Itoa(row)
	lose := func(code string) {
		b.losses = append(b.losses, standard.Loss{Path: sheet + "!" + at, Code: code})
	}
	if short := cut(s); short != s {
		lose("loss.cell-long")
		s = short
	}
	if strings.ContainsAny(s, "\ufffe\uffff") || escaped.MatchString(s) {
		lose("loss.cell-character")
	}
	if s != "" {
		b.try(b.file.SetCellStr(sheet, at, s))
	}
	b.try(b.file.SetCellStyle(sheet, at, at, style))
}

// cut shortens a text to what a cell holds.
func cut(s string) string {
	if len(s) <= maxCell {
		return s
	}
	units := 0
	for i, r := range s {
		if units += utf16.RuneLen(r); units > maxCell {
			return s[:i]
		}
	}
	return s
}

// choices makes a drop-down of a closed set. For several of a set only a hint is given: a
// drop-down can hold one.
func (b *book) choices(sheet, letter string, t grid.Filled, c grid.Column) {
	v := excelize.NewDataValidation(true)
	v.SetSqref(letter + strconv.Itoa(firstRow) + ":" + letter + strconv.Itoa(lastRow))
	list := c.Set.Labels(b.language)
	switch c.Form {
	case grid.Flag:
		list = []string{b.t("yes"), b.t("no")}
	case grid.Choice:
	case grid.Many:
		v.SetInput(t.Heading(c, b.language), b.t("choices-"+string(c.Set)))
		b.try(b.file.AddDataValidation(sheet, v))
		return
	default:
		return
	}
	b.try(v.SetDropList(list))
	v.SetError(excelize.DataValidationErrorStyleStop, t.Heading(c, b.language),
		strings.Join(list, b.t("comma")))
	b.try(b.file.AddDataValidation(sheet, v))
}

// page keeps headings and names in sight, on the screen and on paper, and makes columns filterable.
func (b *book) page(sheet string, t grid.Filled) {
	left := 1
	if t.Columns[0].Field == "uid" {
		left = 2
	}
	below := grid.ColumnName(left+1) + strconv.Itoa(firstRow)
	b.try(b.file.SetPanes(sheet, &excelize.Panes{Freeze: true, XSplit: left, YSplit: headingRow,
		TopLeftCell: below, ActivePane: "bottomRight"}))
	last := grid.ColumnName(len(t.Columns)) + strconv.Itoa(headingRow+max(len(t.Rows), 1))
	b.try(b.file.AutoFilter(sheet, "A"+strconv.Itoa(headingRow)+":"+last, nil))
	across, paper, wide, tall, fit := "landscape", 9, 1, 0, true // A4
	if len(t.Columns) > 20 {
		paper = 8 // A3
	}
	b.try(b.file.SetPageLayout(sheet, &excelize.PageLayoutOptions{Orientation: &across,
		Size: &paper, FitToWidth: &wide, FitToHeight: &tall}))
	b.try(b.file.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit}))
	b.try(b.file.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{OddFooter: "&C&A  &P / &N"}))
	b.try(b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: sheet,
		RefersTo: "'" + sheet + "'!$" + strconv.Itoa(headingRow) + ":$" + strconv.Itoa(headingRow)}))
}
