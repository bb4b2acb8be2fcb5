package xlsx

import (
	"github.com/xuri/excelize/v2"

	"hallmark/standard/grid"
)

// kind is what a cell is for; it decides how the cell looks.
type kind uint8

const (
	body kind = iota
	title
	about
	field
	heading
	headingNeeded
	headingMethod
	subtitle
	number
	paragraph
)

// look is a style that is made once.
type look struct {
	kind kind
	form grid.Form // of body
}

// Colours and type: dark blue headings, fields that must be filled in darker than the others.
const (
	typeface = "宋体"
	ink      = "1F2937"
	pale     = "6B7280"
	rule     = "BFC7D1"
	dark     = "1F4E79"
	middle   = "5B7FA6"
	grey     = "6B7280"
	mist     = "EEF2F7"
)

func (b *book) style(l look) int {
	if id, ok := b.styles[l]; ok {
		return id
	}
	id, err := b.file.NewStyle(styleOf(l))
	b.try(err)
	b.styles[l] = id
	return id
}

func styleOf(l look) *excelize.Style {
	plain := func(size float64, colour string, bold bool) *excelize.Style {
		return &excelize.Style{
			Font:      &excelize.Font{Family: typeface, Size: size, Color: colour, Bold: bold},
			Alignment: &excelize.Alignment{Vertical: "center"},
		}
	}
	switch l.kind {
	case title:
		return plain(18, ink, true)
	case about:
		return plain(10.5, pale, false)
	case subtitle:
		return plain(12, ink, true)
	case field:
		return boxed(plain(8, pale, false), mist)
	case heading:
		return centred(boxed(plain(11, "FFFFFF", true), middle))
	case headingNeeded:
		return centred(boxed(plain(11, "FFFFFF", true), dark))
	case headingMethod:
		return centred(boxed(plain(11, "FFFFFF", true), grey))
	case number:
		return centred(plain(11, pale, false))
	}
	return bodyStyle(l, boxed(plain(11, ink, false), ""))
}

func bodyStyle(l look, s *excelize.Style) *excelize.Style {
	format := func(f string) { s.CustomNumFmt = &f }
	s.Alignment = &excelize.Alignment{Vertical: "top", WrapText: true}
	if l.kind == paragraph {
		return s
	}
	switch l.form {
	case grid.Amount:
		s.Alignment.Horizontal = "right" // General shows a number as it is, 3 as 3 and 0.95 as 0.95
	case grid.Whole:
		s.Alignment.Horizontal = "right"
		format("0")
	case grid.Flag, grid.Choice:
		s.Alignment.Horizontal = "center"
	default: // what is typed stays a text: 5.10 is not 5.1
		format("@")
	}
	return s
}

func boxed(s *excelize.Style, fill string) *excelize.Style {
	for _, side := range []string{"left", "top", "right", "bottom"} {
		s.Border = append(s.Border, excelize.Border{Type: side, Color: rule, Style: 1})
	}
	if fill != "" {
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{fill}}
	}
	return s
}

func centred(s *excelize.Style) *excelize.Style {
	s.Alignment = &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true}
	return s
}
