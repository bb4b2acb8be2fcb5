package canvas

import (
	"time"

	"hallmark/pdf/fonts"
)

// A4 and the text area of GB/T 9704-2012, in mm.
const (
	PageWidth  = 210.0
	PageHeight = 297.0
	Left       = 28.0
	Top        = 37.0
	Width      = 156.0
	Height     = 225.0
	Bottom     = Top + Height
)

// Area is a part of the page, mm.
type Area struct{ Left, Top, Width, Height float64 }

// Bottom returns where the area ends.
func (a Area) Bottom() float64 { return a.Top + a.Height }

// Meta is what a file says about itself.
type Meta struct {
	Title, Author, Subject string
	Created                time.Time // written as the time of creation and of change
}

// Color is red, green, blue.
type Color struct{ R, G, B uint8 }

// Style is how a text is set.
type Style struct {
	Face  fonts.Face
	Size  float64 // points
	Lead  float64 // height of a line, mm
	Color Color
}

// With returns the style in another colour.
func (s Style) With(c Color) Style {
	s.Color = c
	return s
}

// em returns the width of a full-width character in mm.
func (s Style) em() float64 { return s.Size * 25.4 / 72 }

// baseline returns how far below the top of its line a text stands: the middle of a Chinese
// character, 0.38 em above the base line, comes to the middle of the line.
func (s Style) baseline() float64 { return s.Lead/2 + 0.38*s.em() }

// Document is a document being laid out. It is for one goroutine.
type Document struct {
	// Y is where the next block starts, from the top of the page.
	Y float64
	// Area is the part of the page that holds the text; [New] sets it as GB/T 9704-2012 has it.
	Area Area
	// Bar marks what is set while it is true with a double rule in the outer margin, as standards
	// mark what an amendment has changed.
	Bar bool
	// Decorate, if set, draws what stands on every page, such as its number; it is called for each
	// page when the document is written.
	Decorate func(page, of int)

	set     *fonts.Set
	meta    Meta
	pages   []*page
	at      int             // the page that is drawn on
	used    []map[rune]bool // by font, the characters that it draws
	letters map[rune]rune   // what the forms of Arabic letters mean
	photos  photos
}

type page struct {
	under []op // below everything else
	ops   []op
}

// op paints one thing.
type op func(*painter)

// New starts a document; it has no page yet.
func New(set *fonts.Set, meta Meta) *Document {
	return &Document{Area: Area{Left, Top, Width, Height}, set: set, meta: meta, at: -1}
}

// NewPage starts a page and puts Y at its top.
func (d *Document) NewPage() {
	d.pages = append(d.pages, new(page))
	d.at = len(d.pages) - 1
	d.Y = d.Area.Top
}

// Pages returns how many pages there are.
func (d *Document) Pages() int { return len(d.pages) }

// Room returns how much of the text area is left below Y.
func (d *Document) Room() float64 { return d.Area.Bottom() - d.Y }

// Need starts a new page unless the page has room for a block of the given height.
func (d *Document) Need(height float64) {
	if d.at < 0 || d.Room() < height-0.01 && d.Y > d.Area.Top {
		d.NewPage()
	}
}

// Skip leaves room, but not at the top of a page.
func (d *Document) Skip(height float64) {
	if d.Y > d.Area.Top {
		d.Y += height
	}
}

func (d *Document) paint(o op) {
	p := d.pages[d.at]
	p.ops = append(p.ops, o)
}

func (d *Document) use(font int, text []rune) {
	for len(d.used) <= font {
		d.used = append(d.used, nil)
	}
	if d.used[font] == nil {
		d.used[font] = map[rune]bool{}
	}
	for _, r := range text {
		d.used[font][r] = true
	}
}
