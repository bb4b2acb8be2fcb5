package pdf

import (
	"errors"
	"fmt"
	"strings"

	"hallmark/checklists"
	"hallmark/pdf/canvas"
	"hallmark/pdf/fonts"
	"hallmark/standard"
)

// Colours: black on white; red for marks and lost points, blue for figures.
var (
	ink    = canvas.Color{}
	grey   = canvas.Color{R: 0x59, G: 0x59, B: 0x59}
	pale   = canvas.Color{R: 0xE4, G: 0xE4, B: 0xE4}
	shade  = canvas.Color{R: 0xF0, G: 0xF2, B: 0xF5}
	red    = canvas.Color{R: 0xB0, G: 0x12, B: 0x12}
	blue   = canvas.Color{R: 0x1F, G: 0x4E, B: 0x79}
	mark   = canvas.Color{R: 0xF3, G: 0xDF, B: 0xDF}
	tint   = canvas.Color{R: 0xD6, G: 0xE3, B: 0xEF}
	rule   = canvas.Pen{Width: 0.15, Color: canvas.Color{R: 0x40, G: 0x40, B: 0x40}}
	hair   = canvas.Pen{Width: 0.2, Color: grey}
	dashed = canvas.Pen{Width: 0.2, Dash: 1.2, Color: grey}
)

// Styles, by the sizes of GB/T 9704-2012: 2号 is 22 pt, 3号 16 pt, 小四 12 pt, 五号 10.5 pt.
var (
	title   = canvas.Style{Face: fonts.SerifBold, Size: 22, Lead: 12}
	heading = canvas.Style{Face: fonts.SansBold, Size: 16, Lead: 9.9}
	second  = canvas.Style{Face: fonts.SansBold, Size: 12, Lead: 7}
	prose   = canvas.Style{Face: fonts.Serif, Size: 16, Lead: 9.88}
	notes   = canvas.Style{Face: fonts.Serif, Size: 12, Lead: 7}
	text    = canvas.Style{Face: fonts.Serif, Size: 10.5, Lead: 5.3}
	strong  = canvas.Style{Face: fonts.SansBold, Size: 10.5, Lead: 5.3}
	small   = canvas.Style{Face: fonts.Serif, Size: 9, Lead: 4.5}
	label   = canvas.Style{Face: fonts.SansBold, Size: 9, Lead: 4.5}
	tiny    = canvas.Style{Face: fonts.Serif, Size: 8, Lead: 4, Color: grey}
)

// paper is one document in the making: what it says, and where it is on the page.
type paper struct {
	phrasing
	doc    *canvas.Document
	lines  map[standard.ClauseUID]*checklists.ClauseScore
	photos map[standard.ClauseUID][]numbered
	order  []numbered // all photographs, in the order of the checklist
}

// numbered is a photograph with the number that the document gives it.
type numbered struct {
	*Photo
	number int
}

func newPaper(r Report, titleKey string) (*paper, error) {
	if r.Edition == nil || r.Audit == nil {
		return nil, fmt.Errorf("%w: no edition or no audit", ErrIncomplete)
	}
	if r.Fonts == nil {
		set, err := fonts.Embedded()
		if err != nil {
			return nil, err
		}
		r.Fonts = set
	}
	p := &paper{phrasing: phrasing{Report: r, tier: r.Audit.Tier}}
	if err := errors.Join(p.index(), p.agree()); err != nil {
		return nil, err
	}
	p.doc = canvas.New(r.Fonts, canvas.Meta{
		Title:   p.say(titleKey) + " " + r.Audit.Number,
		Author:  r.Office,
		Subject: r.Audit.HallName,
		Created: r.Printed.Time,
	})
	p.doc.Decorate = p.decorate
	return p, nil
}

// index finds the lines and photographs of each clause, and refuses what the edition does not know.
func (p *paper) index() error {
	p.lines = map[standard.ClauseUID]*checklists.ClauseScore{}
	p.photos = map[standard.ClauseUID][]numbered{}
	var unknown []string
	know := func(uid standard.ClauseUID) {
		if _, ok := p.Edition.Clause(uid); !ok {
			unknown = append(unknown, string(uid))
		}
	}
	for i := range p.Score.Clauses {
		line := &p.Score.Clauses[i]
		know(line.UID)
		p.lines[line.UID] = line
	}
	for i := range p.Findings {
		know(p.Findings[i].Clause)
	}
	for i := range p.Photos {
		photo := &p.Photos[i]
		know(photo.Clause)
		p.photos[photo.Clause] = append(p.photos[photo.Clause], numbered{Photo: photo})
	}
	if len(unknown) > 0 {
		return fmt.Errorf("%w: clauses %s are not in edition %s", ErrIncomplete,
			strings.Join(unknown, ", "), p.Edition.ID())
	}
	p.numberPhotos()
	return nil
}

// numberPhotos numbers the photographs from 1 in the order of the edition.
func (p *paper) numberPhotos() {
	for i := range p.Edition.Clauses {
		list := p.photos[p.Edition.Clauses[i].UID]
		for k := range list {
			list[k].number = len(p.order) + 1
			p.order = append(p.order, list[k])
		}
	}
}

// decorate draws what stands on every page: edition and digest above, the number below.
func (p *paper) decorate(page, of int) {
	if p.draft() {
		p.doc.Watermark(p.say("pdf.mark."+p.markKey()), mark)
	}
	const head = 24.0
	style := tiny
	digest := p.say("pdf.header.digest", p.Edition.Digest().Short())
	name := p.standardLine()
	if p.doc.Measure(style, name+digest) > canvas.Width-4 {
		name = p.Edition.Standard.Number + "  " + p.editionName()
	}
	name = p.doc.Fit(style, name, canvas.Width-4-p.doc.Measure(style, digest))
	p.doc.TextIn(canvas.Left, head-5, canvas.Width, canvas.Start, style, name)
	p.doc.TextIn(canvas.Left, head-5, canvas.Width, canvas.End, style, digest)
	p.doc.Line(canvas.Left, head, canvas.Left+canvas.Width, head, hair)
	const foot = canvas.Bottom + 7
	number := canvas.Style{Face: fonts.Serif, Size: 14, Lead: 6}
	p.doc.TextIn(canvas.Left, foot, canvas.Width, canvas.Center, number,
		fmt.Sprintf("— %d —", page))
	style.Lead = number.Lead
	p.doc.TextIn(canvas.Left, foot, canvas.Width, canvas.Start, style,
		p.doc.Fit(style, p.Audit.Number, 60))
	p.doc.TextIn(canvas.Left, foot, canvas.Width, canvas.End, style, p.say("pdf.page", page, of))
}

// draft reports whether the audit has not been approved, so that the document binds nobody.
func (p *phrasing) draft() bool {
	return p.Audit.State != checklists.Approved && p.Audit.State != checklists.Final
}

// markKey names the mark of an unapproved document: submitted work waits for approval, other work
// is a draft.
func (p *phrasing) markKey() string {
	if p.Audit.State == checklists.Submitted {
		return "unapproved"
	}
	return "draft"
}

// heading sets a heading of the first or second level with its bookmark and keeps it with what
// follows.
func (p *paper) heading(level int, words string) {
	style, above, below := heading, 6.0, 32.0
	if level > 0 {
		style, above, below = second, 4.0, 22.0
	}
	p.doc.Skip(above)
	p.doc.Need(style.Lead + below)
	p.doc.Bookmark(level, p.doc.Y, style, words)
	p.doc.Paragraph(canvas.Para{Text: words, Style: style})
	p.doc.Skip(1.5)
}

// prose sets a paragraph with its first line indented by two characters.
func (p *paper) prose(style canvas.Style, words string) {
	p.doc.Paragraph(canvas.Para{Text: words, Style: style, First: 2 * style.Size * 25.4 / 72,
		Align: canvas.Justify})
}

// para makes a paragraph.
func para(style canvas.Style, align canvas.Align, words string) canvas.Para {
	return canvas.Para{Text: words, Style: style, Align: align}
}

// cell makes a cell of one paragraph, in the middle of its height.
func cell(style canvas.Style, align canvas.Align, words string) canvas.Cell {
	return canvas.Cell{Paras: []canvas.Para{para(style, align, words)}, Middle: true}
}

// head makes the cells of a table's head.
func (p *paper) head(keys ...string) []canvas.Cell {
	cells := make([]canvas.Cell, len(keys))
	for i, key := range keys {
		cells[i] = cell(label, canvas.Center, p.say(key))
		cells[i].Fill = &shade
	}
	return cells
}
