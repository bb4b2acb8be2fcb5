package canvas

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/jung-kurt/gofpdf"
)

// painter carries the state of the page in the file, so that nothing is said twice.
type painter struct {
	pdf     *gofpdf.Fpdf
	font    int
	size    float64
	spacing float64
	color   Color
	codeOf  map[rune]rune // of the characters beyond the BMP
}

func (p *painter) reset() { p.font, p.size, p.spacing = -1, 0, 0 }

func family(font int) string { return "f" + strconv.Itoa(font) }

func (p *painter) text(x, y float64, font int, s Style, spacing float64, text []rune) {
	p.setFont(font, s.Size)
	if p.color != s.Color {
		p.pdf.SetTextColor(int(s.Color.R), int(s.Color.G), int(s.Color.B))
		p.color = s.Color
	}
	if p.spacing != spacing {
		p.pdf.RawWriteStr(strconv.FormatFloat(spacing*72/25.4, 'f', 3, 64) + " Tc")
		p.spacing = spacing
	}
	p.pdf.Text(x, y, encode(p.codeOf, text))
}

func (p *painter) setFont(font int, size float64) {
	if p.font != font || p.size != size {
		p.pdf.SetFont(family(font), "", size)
		p.font, p.size = font, size
	}
}

func (p *painter) pen(pen Pen) {
	p.pdf.SetDrawColor(int(pen.Color.R), int(pen.Color.G), int(pen.Color.B))
	p.pdf.SetLineWidth(pen.Width)
	if pen.Dash > 0 {
		p.pdf.SetDashPattern([]float64{pen.Dash, pen.Dash}, 0)
	} else {
		p.pdf.SetDashPattern(nil, 0)
	}
}

func (p *painter) fill(c Color) { p.pdf.SetFillColor(int(c.R), int(c.G), int(c.B)) }

func (p *painter) points(points []Point) []gofpdf.PointType {
	out := make([]gofpdf.PointType, len(points))
	for i, at := range points {
		out[i] = gofpdf.PointType{X: at.X, Y: at.Y}
	}
	return out
}

// Write paints the document and writes the file. Equal documents give equal bytes.
func (d *Document) Write(w io.Writer) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("pdf: painting: %v", fault)
		}
	}()
	if len(d.pages) == 0 {
		d.NewPage()
	}
	if d.Decorate != nil {
		for d.at = range d.pages {
			d.Decorate(d.at+1, len(d.pages))
		}
	}
	byFont, codeOf := d.codes()
	p := &painter{pdf: d.open(byFont), codeOf: codeOf}
	if err := d.photos.register(p.pdf); err != nil {
		return err
	}
	for _, page := range d.pages {
		p.pdf.AddPage()
		p.reset()
		for _, o := range page.under {
			o(p)
		}
		for _, o := range page.ops {
			o(p)
		}
		if p.spacing != 0 {
			p.pdf.RawWriteStr("0 Tc")
		}
	}
	var file bytes.Buffer
	if err := p.pdf.Output(&file); err != nil {
		return fmt.Errorf("pdf: %w", err)
	}
	named, err := d.nameCodes(file.Bytes(), byFont)
	if err != nil {
		return err
	}
	_, err = w.Write(named)
	return err
}

// open makes an empty file with the fonts in it, each cut to the characters of this document.
func (d *Document) open(byFont []map[rune]rune) *gofpdf.Fpdf {
	pdf := gofpdf.New("P", "mm", "A4", "")
	pdf.SetMargins(0, 0, 0)
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetCatalogSort(true)
	pdf.SetCreationDate(d.meta.Created.UTC())
	pdf.SetModificationDate(d.meta.Created.UTC())
	pdf.SetProducer("Hallmark", false)
	pdf.SetTitle(spell(Clean(d.meta.Title)), true)
	pdf.SetAuthor(spell(Clean(d.meta.Author)), true)
	pdf.SetSubject(spell(Clean(d.meta.Subject)), true)
	for font, codes := range byFont {
		if codes != nil {
			pdf.AddUTF8FontFromBytes(family(font), "", d.set.Subset(font, codes))
		}
	}
	return pdf
}

// Bookmark puts an entry into the outline that leads to y on this page. Levels start at 0, and an
// entry is at most one level below the one before it. A reader draws it with fonts of its own, so
// that nothing is joined or replaced in it.
func (d *Document) Bookmark(level int, y float64, s Style, text string) {
	title := spell([]rune(strings.ReplaceAll(string(Clean(text)), "\n", " ")))
	font, _ := d.run(s.Face, []rune{'0'})
	d.use(font, []rune{'0'})
	d.paint(func(p *painter) {
		p.setFont(font, s.Size) // without a font gofpdf writes the title as raw UTF-8
		p.pdf.Bookmark(title, level, y)
	})
}

// Link makes a rectangle lead to a web address; an address that is not plain ASCII makes no link.
func (d *Document) Link(x, y, w, h float64, url string) {
	for i := range len(url) {
		if url[i] <= ' ' || url[i] > '~' {
			return
		}
	}
	if url != "" {
		d.paint(func(p *painter) { p.pdf.LinkString(x, y, w, h, url) })
	}
}

// LinkTo makes a rectangle lead to a height y on a page, from 1, of the same file.
func (d *Document) LinkTo(x, y, w, h float64, page int, to float64) {
	d.paint(func(p *painter) {
		link := p.pdf.AddLink()
		p.pdf.SetLink(link, to, page)
		p.pdf.Link(x, y, w, h, link)
	})
}
