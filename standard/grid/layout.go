package grid

import (
	"slices"

	"hallmark/standard/message"
)

// Form says what the cells of a column hold.
type Form uint8

// The forms.
const (
	Prose  Form = iota // any text
	Line               // a short text
	Code               // a printed number, 5.1.1: a text, for 5.10 is not 5.1
	Day                // 2018-01-20
	Amount             // an exact number
	Whole              // a whole number
	Flag               // 是 or 否
	Choice             // one of Column.Set
	Many               // some of Column.Set
	Lines              // texts, one a line
	Parts              // records, one a line, their parts divided by |
)

// Column is a column of a table.
type Column struct {
	Field    string // place below the row's object, "points.district"
	Form     Form
	Set      Set // of Choice and Many
	Required bool
	Width    float64  // in Latin letters
	parts    []string // of Parts: the fields of a record; with one field, the first part is its name
}

// Table is a table of an edition: a sheet of a workbook.
type Table struct {
	Name     string // "clauses": also the list in the edition
	Columns  []Column
	Optional bool // most editions have no rows of it, and a workbook may lack it
}

// Title returns the name of the table in a language, which is also the name of its sheet.
func (t Table) Title(l message.Language) string { return message.Text(l, "grid.sheet-"+t.Name) }

// About returns a sentence about how the table is filled in.
func (t Table) About(l message.Language) string { return message.Text(l, "grid.about-"+t.Name) }

// Heading returns the heading of a column in a language.
func (t Table) Heading(c Column, l message.Language) string {
	return message.Text(l, "grid."+t.Name+"-"+c.Field)
}

// The names of the tables.
const (
	standardTable    = "standard"
	scoringTable     = "scoring"
	clausesTable     = "clauses"
	itemsTable       = "items"
	levelsTable      = "levels"
	occurrencesTable = "occurrences"
	transitionsTable = "transitions"
)

// Tables lists the tables of a workbook in their order.
func Tables() []Table {
	uid := Column{Field: "uid", Form: Line, Required: true, Width: 10}
	return []Table{
		{Name: standardTable, Columns: pairColumns()},
		{Name: scoringTable, Columns: pairColumns()},
		{Name: "chapters", Columns: append([]Column{
			{Field: "number", Form: Whole, Required: true, Width: 8},
			{Field: "title", Form: Line, Required: true, Width: 28},
			{Field: "title_en", Form: Line, Width: 36},
			{Field: "scored", Form: Flag, Width: 8},
		}, perTier("weight", 10)...)},
		{Name: "sections", Columns: []Column{
			{Field: "code", Form: Code, Required: true, Width: 10},
			{Field: "title", Form: Line, Required: true, Width: 28},
			{Field: "title_en", Form: Line, Width: 36},
		}},
		{Name: "terms", Columns: []Column{
			{Field: "code", Form: Code, Required: true, Width: 10},
			{Field: "term", Form: Line, Required: true, Width: 20},
			{Field: "term_en", Form: Line, Width: 30},
			{Field: "definition", Form: Prose, Required: true, Width: 70},
		}},
		{Name: clausesTable, Columns: clauseColumns()},
		{Name: itemsTable, Columns: []Column{uid,
			{Field: "label", Form: Line, Required: true, Width: 8},
			{Field: "text", Form: Prose, Required: true, Width: 80},
		}},
		{Name: levelsTable, Columns: []Column{uid,
			{Field: "level", Form: Code, Required: true, Width: 8},
			{Field: "text", Form: Prose, Width: 80},
		}},
		{Name: occurrencesTable, Columns: []Column{uid,
			{Field: "id", Form: Line, Required: true, Width: 14},
			{Field: "what", Form: Prose, Required: true, Width: 60},
			{Field: "deduct", Form: Amount, Required: true, Width: 12},
		}},
		{Name: transitionsTable, Optional: true, Columns: slices.Concat([]Column{uid,
			{Field: "amendment", Form: Line, Required: true, Width: 10},
			{Field: "opened_before", Form: Day, Required: true, Width: 14},
			{Field: "until", Form: Day, Required: true, Width: 14},
			{Field: "rule", Form: Prose, Width: 60},
		}, perTier("target", 9), perTier("zero_at", 9))},
	}
}

// pairColumns are the columns of a table that holds one value a row. Field says which; Heading of
// "item" is what people call it.
func pairColumns() []Column {
	return []Column{
		{Field: "item", Form: Line, Width: 22},
		{Field: "name", Form: Line, Width: 24},
		{Field: "name_en", Form: Line, Width: 30},
		{Field: "value", Form: Prose, Width: 70},
		{Field: "field", Form: Line, Width: 34},
	}
}

func perTier(field string, width float64) []Column {
	return []Column{
		{Field: field + ".district", Form: Amount, Width: width},
		{Field: field + ".subdistrict", Form: Amount, Width: width},
		{Field: field + ".community", Form: Amount, Width: width},
	}
}

func clauseColumns() []Column {
	columns := []Column{
		{Field: "uid", Form: Line, Required: true, Width: 10},
		{Field: "code", Form: Code, Required: true, Width: 9},
		{Field: "chapter", Form: Whole, Required: true, Width: 6},
		{Field: "section", Form: Code, Required: true, Width: 8},
		{Field: "title", Form: Line, Required: true, Width: 22},
		{Field: "title_en", Form: Line, Width: 26},
		{Field: "text", Form: Prose, Required: true, Width: 60},
		{Field: "modality", Form: Choice, Set: Modalities, Required: true, Width: 9},
		{Field: "verb", Form: Choice, Set: Verbs, Width: 9},
		{Field: "duty_holder", Form: Choice, Set: DutyHolders, Width: 14},
		{Field: "dimension", Form: Choice, Set: Dimensions, Width: 12},
		{Field: "tiers", Form: Many, Set: Tiers, Required: true, Width: 16},
		{Field: "scored", Form: Flag, Width: 8},
	}
	columns = append(columns, perTier("points", 8)...)
	columns = append(columns, perTier("bonus_points", 8)...)
	columns = append(columns,
		Column{Field: "veto", Form: Flag, Width: 8},
		Column{Field: "key", Form: Flag, Width: 8},
		Column{Field: "condition", Form: Prose, Width: 24},
		Column{Field: "method.type", Form: Choice, Set: Methods, Width: 14},
		Column{Field: "method.pass_if", Form: Prose, Width: 32},
		Column{Field: "method.metric", Form: Line, Width: 20},
		Column{Field: "method.unit", Form: Line, Width: 8},
		Column{Field: "method.better", Form: Choice, Set: Betters, Width: 10},
		Column{Field: "method.how", Form: Prose, Width: 24},
		Column{Field: "method.numerator", Form: Prose, Width: 24},
		Column{Field: "method.denominator", Form: Prose, Width: 24},
	)
	columns = append(columns, perTier("method.target", 9)...)
	columns = append(columns, perTier("method.zero_at", 9)...)
	columns = append(columns, perTier("method.min_sample", 9)...)
	return append(columns,
		Column{Field: "method.floor", Form: Amount, Width: 9},
		Column{Field: "evidence", Form: Many, Set: Evidence, Width: 18},
		Column{Field: "check", Form: Prose, Width: 44},
		Column{Field: "refs", Form: Lines, Width: 40},
	)
}

// ClauseTable is the one table of a file that has no others: list items, levels and kinds of
// finding stand in cells of the clause.
func ClauseTable() Table {
	return Table{Name: clausesTable, Columns: append(clauseColumns(),
		Column{Field: "items", Form: Parts, Width: 60, parts: []string{"label", "text"}},
		Column{Field: "method.levels", Form: Parts, Width: 60, parts: []string{""}},
		Column{Field: "method.occurrences", Form: Parts, Width: 60,
			parts: []string{"id", "deduct", "what"}},
	)}
}
