package grid

// Kind says what a cell holds.
type Kind uint8

// The kinds of cell. The zero value is an empty cell.
const (
	Empty   Kind = iota
	Text         // Cell.Text is the text
	Number       // Cell.Text is a number in JSON's form, as the file has it
	Bool         // Cell.Text is "TRUE" or "FALSE"
	Fault        // Cell.Text is a spreadsheet program's error, "#REF!"
	Formula      // Cell.Text is the formula; it is never computed
)

// Cell is one cell of a sheet. Column counts from 1.
type Cell struct {
	Column int
	Kind   Kind
	Text   string
	Shown  Shown // of a number
}

// Row is a row that is not empty. Number counts from 1: the row of a sheet, the line of a file.
type Row struct {
	Number int
	Cells  []Cell // by column
}

func (r *Row) at(column int) Cell {
	for _, c := range r.Cells {
		if c.Column == column {
			return c
		}
	}
	return Cell{Column: column}
}

// Area is a rectangle of cells that were merged into one.
type Area struct{ FirstRow, FirstColumn, LastRow, LastColumn int }

// Sheet is a sheet of a workbook as it was read.
type Sheet struct {
	Name   string
	Hidden bool  // a spreadsheet program does not show it
	Rows   []Row // in order
	Merged []Area
}

// Book is a workbook as it was read.
type Book struct {
	Sheets   []Sheet
	Date1904 bool // days are counted from 1904, as old programs do
}

// Place is a cell by its sheet, row and column; Row and Column count from 1.
type Place struct {
	Sheet       string
	Row, Column int
}
