package csv

import (
	"strings"
	"unicode/utf8"

	"hallmark/standard"
	"hallmark/standard/grid"
)

// parser divides a text into records as RFC 4180 says, with any separator and any line end: CR, LF
// or both.
type parser struct {
	text      string
	separator rune
	line      int  // of what comes next, from 1
	bareCR    bool // a record ended with CR alone
	problems  []standard.Problem
}

// record is one record: the line on which it begins, and its cells.
type record struct {
	line  int
	cells []string
}

// next reads a record; ok is false at the end of the text.
func (p *parser) next() (r record, ok bool) {
	if p.text == "" {
		return r, false
	}
	r.line = p.line
	for {
		cell, more := p.cell(len(r.cells) + 1)
		r.cells = append(r.cells, cell)
		if !more {
			return r, true
		}
	}
}

// cell reads a cell with the separator or line end after it; more is false at the end of a record.
func (p *parser) cell(column int) (text string, more bool) {
	line := p.line
	var b strings.Builder
	inside, after := strings.CutPrefix(strings.TrimLeft(p.text, " "), `"`)
	if after {
		p.text = inside
		if !p.quoted(&b) {
			p.wrong(line, column, "grid.csv-open")
			return b.String(), false
		}
	}
	end := strings.IndexFunc(p.text, func(r rune) bool {
		return r == p.separator || r == '\r' || r == '\n'
	})
	if end < 0 {
		end = len(p.text)
	}
	rest := p.text[:end]
	if strings.Contains(rest, `"`) || after && strings.TrimSpace(rest) != "" {
		p.wrong(line, column, "grid.csv-quote")
	}
	if p.text = p.text[end:]; !after {
		b.WriteString(rest)
	}
	if r, size := utf8.DecodeRuneInString(p.text); r == p.separator && size > 0 {
		p.text = p.text[size:]
		return b.String(), true
	}
	if p.endLine() == "\r" {
		p.bareCR = true
	}
	return b.String(), false
}

// quoted reads up to the quotation mark that ends a cell; there, two stand for one.
func (p *parser) quoted(b *strings.Builder) (ended bool) {
	for {
		end := strings.IndexAny(p.text, "\"\r\n")
		if end < 0 {
			b.WriteString(p.text)
			p.text = ""
			return false
		}
		b.WriteString(p.text[:end])
		p.text = p.text[end:]
		switch {
		case strings.HasPrefix(p.text, `""`):
			b.WriteByte('"')
			p.text = p.text[2:]
		case p.text[0] == '"':
			p.text = p.text[1:]
			return true
		default:
			p.endLine()
			b.WriteByte('\n')
		}
	}
}

// endLine takes a line end away and returns it, "" at the end of the text.
func (p *parser) endLine() string {
	for _, end := range []string{"\r\n", "\n", "\r"} {
		if strings.HasPrefix(p.text, end) {
			p.text = p.text[len(end):]
			p.line++
			return end
		}
	}
	return ""
}

// maxProblems is how many quotation marks are complained about; more would help nobody.
const maxProblems = 100

func (p *parser) wrong(line, column int, code string) {
	if len(p.problems) < maxProblems {
		p.problems = append(p.problems, standard.Problem{Path: grid.ColumnName(column), Line: line,
			Code: code})
	}
}
