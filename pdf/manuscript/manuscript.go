package manuscript

import (
	"time"

	"hallmark/standard/message"
)

// Manuscript is a document ready to be set in type.
type Manuscript struct {
	Language message.Language // of the words that the press itself adds, such as 目次
	Form     Form
	Title    string // of the file
	Author   string
	Subject  string
	Header   string    // stands on every page but the cover
	Mark     string    // stands on every page of what is not in force yet, 草案; "": none
	Created  time.Time // written into the file

	Cover    *Cover  // nil: none
	Contents bool    // a table of contents, before Front
	Front    []Block // numbered with roman numerals, such as the foreword
	Body     []Block // numbered from 1
}

// Form is a family of page layouts.
type Form uint8

// The forms: a standard (GB/T 1.1), a document of an agency (GB/T 9704) in smaller type, since it
// holds long tables, and a notice with a red head in the sizes of GB/T 9704: 三号, 22 lines a page.
const (
	StandardForm Form = iota
	OfficialForm
	NoticeForm
)

// Official reports whether the form follows GB/T 9704.
func (f Form) Official() bool { return f == OfficialForm || f == NoticeForm }

// Cover is the first page of a standard.
type Cover struct {
	ICS, CCS  string
	Record    string // 备案号; "": none
	Mark      string // the large letters, "DB330105"
	Level     string // 地方标准
	Number    string // DB330105/T 999—2017
	Amended   string // what amendments are included; "": none
	Name      string
	NameEN    string
	Statement string // in a frame, where readers must know what the text is not
	Issued    string // 2017-12-20 发布
	Effective string // 2018-01-20 实施
	Body      string // who issues it
	Issues    string // 发布
}

// Kind says what a block is.
type Kind uint8

// The kinds of block. Unless said otherwise only Text is used.
const (
	Paragraph  Kind = iota // its first line indented by two characters; Number, if any, before it
	Title                  // centred, large
	Subtitle               // centred
	Addressee              // at the left margin
	Heading                // Number, Text; Level 1 to 5
	Front                  // a heading without number on a page of its own, such as 前言
	Annex                  // Number (附录 A), Extra (资料性), Text; on a page of its own
	Item                   // Number (a), Text; Level 1 or 2
	Strong                 // a line that stands out, such as a term
	Quote                  // a new wording, indented
	Note                   // small
	Caption                // above a table
	TableBlock             // Table
	Attachment             // 附件 on a page of its own; Number, Text
	RedHead                // Text is the agency, Number the document's number; with the red line
	Signature              // at the right; a line for each line of Text
	Back                   // 版记: a line for each line of Text, between rules
	End                    // the line that ends a standard
)

// Block is a piece of a document.
type Block struct {
	Kind    Kind
	Level   int
	Number  string
	Extra   string
	Text    string
	Table   *Table
	Changed bool // marked in the margin: an amendment has changed it
}

// Table is a table with a head that comes again on every page.
type Table struct {
	Columns []Column
	Rows    []Row
}

// Column is a column of a table; Width is its share of the width of the text.
type Column struct {
	Head   string
	Width  float64
	Center bool
}

// Row is a row of a table, a cell for each column; a cell may hold several lines.
type Row struct {
	Cells   []string
	Strong  bool // stands out, such as a total
	Changed bool
}

// Line is a heading on one line, as contents and bookmarks show it.
func (b *Block) Line() string { return join(b.Number, b.Text) }

// join puts two blanks between a number and its text.
func join(number, words string) string {
	switch {
	case number == "":
		return words
	case words == "":
		return number
	}
	return number + "  " + words
}
