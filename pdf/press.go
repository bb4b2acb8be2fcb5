package pdf

import (
	"fmt"
	"io"

	"hallmark/pdf/canvas"
	"hallmark/pdf/fonts"
	"hallmark/pdf/manuscript"
	"hallmark/standard/message"
)

// WriteStandard writes the whole text of a standard as PDF, in the layout of GB/T 1.1. A set of nil
// means the embedded fonts. It returns [ErrIncomplete], an error of w, or an error of the layout;
// it never panics.
func WriteStandard(w io.Writer, s manuscript.Standard, set *fonts.Set) error {
	if s.Edition == nil {
		return fmt.Errorf("%w: no edition", ErrIncomplete)
	}
	return WriteManuscript(w, s.Manuscript(), set)
}

// WriteSheet writes an amendment sheet 修改单 as PDF, with the errors of [WriteStandard].
func WriteSheet(w io.Writer, s manuscript.Sheet, set *fonts.Set) error {
	if s.Amendment == nil {
		return fmt.Errorf("%w: no amendment", ErrIncomplete)
	}
	return WriteManuscript(w, s.Manuscript(), set)
}

// WriteManuscript sets any manuscript as PDF, with the errors of [WriteStandard].
func WriteManuscript(w io.Writer, m *manuscript.Manuscript, set *fonts.Set) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("pdf: layout: %v", fault)
		}
	}()
	if set == nil {
		if set, err = fonts.Embedded(); err != nil {
			return err
		}
	}
	places := map[int]place{} // known after the first pass; the contents of the second print them
	if m.Contents {
		p := newPress(m, set, places)
		p.set()
		places = p.numbered()
	}
	p := newPress(m, set, places)
	p.set()
	return p.doc.Write(w)
}

// place is where a heading stands: page of the file and of its own numbering, and height.
type place struct {
	page   int
	number string
	y      float64
}

// press sets one manuscript.
type press struct {
	*manuscript.Manuscript
	doc     *canvas.Document
	faces   typefaces
	known   map[int]place // where the headings stood in the pass before
	places  map[int]place // where they stand now, by their place in the list of all blocks
	front   int           // the last page of cover, contents and foreword
	at      int           // the block that is set
	caption string        // of the table that comes next
	keep    float64       // height of the signature that stays with the block that is set, mm
}

func newPress(m *manuscript.Manuscript, set *fonts.Set, known map[int]place) *press {
	p := &press{Manuscript: m, faces: typefacesOf(m.Form), known: known, places: map[int]place{}}
	p.doc = canvas.New(set, canvas.Meta{Title: m.Title, Author: m.Author, Subject: m.Subject,
		Created: m.Created})
	p.doc.Area = p.faces.area
	p.doc.Decorate = p.decorate
	return p
}

// set lays all pages out.
func (p *press) set() {
	if p.Cover != nil {
		p.cover()
	}
	if p.Contents {
		p.doc.NewPage()
		p.contents()
	}
	p.blocks(p.Front)
	p.front = p.doc.Pages()
	p.doc.NewPage()
	p.at = len(p.Front)
	p.blocks(p.Body)
}

// numbered gives the places of the headings the numbers that their pages bear.
func (p *press) numbered() map[int]place {
	for at, to := range p.places {
		to.number = p.number(to.page)
		p.places[at] = to
	}
	return p.places
}

func (p *press) say(key string, args ...any) string {
	return message.Text(p.Language, "print."+key, args...)
}

// number returns the number that a page bears: none on the cover, then I, II, then 1, 2.
func (p *press) number(page int) string {
	first := 0
	if p.Cover != nil {
		first = 1
	}
	switch {
	case page <= first:
		return ""
	case page <= p.front:
		return roman(page - first)
	}
	return fmt.Sprint(page - p.front)
}

// roman writes a number below 40.
func roman(n int) string {
	text := ""
	for _, step := range []struct {
		value  int
		letter string
	}{{10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for n >= step.value {
			text, n = text+step.letter, n-step.value
		}
	}
	return text
}

// decorate draws the head and the number of a page.
func (p *press) decorate(page, _ int) {
	area := p.faces.area
	if p.Mark != "" {
		p.doc.Watermark(p.Mark, mark)
		p.doc.TextIn(area.Left, area.Top-14, area.Width, canvas.Start,
			canvas.Style{Face: fonts.SansBold, Size: 12, Lead: 5, Color: red}, p.Mark)
	}
	number := p.number(page)
	if number == "" {
		return
	}
	outer := canvas.End
	if page%2 == 0 {
		outer = canvas.Start
	}
	if p.Form == manuscript.NoticeForm { // a character from the outer edge
		em := p.faces.folio.Size * 25.4 / 72
		p.doc.TextIn(area.Left+em, area.Bottom()+7, area.Width-2*em, outer, p.faces.folio,
			"— "+number+" —")
		return
	}
	if p.Form == manuscript.OfficialForm {
		p.doc.TextIn(area.Left, area.Bottom()+7, area.Width, canvas.Center, p.faces.folio,
			"— "+number+" —")
		if page > 1 {
			p.doc.TextIn(area.Left, area.Top-14, area.Width, canvas.End, tiny,
				p.doc.Fit(tiny, p.Header, area.Width-40))
		}
		return
	}
	p.doc.TextIn(area.Left, area.Top-11, area.Width, outer, p.faces.header,
		p.doc.Fit(p.faces.header, p.Header, area.Width-40))
	p.doc.TextIn(area.Left, area.Bottom()+5, area.Width, outer, p.faces.folio, number)
}
