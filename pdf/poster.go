package pdf

import (
	"fmt"
	"io"

	"hallmark/pdf/canvas"
	"hallmark/pdf/fonts"
	"hallmark/standard/message"
)

// Poster leads visitors of a hall from a QR code to the page where they rate it 意见箱.
type Poster struct {
	Language message.Language
	HallName string
	URL      string // of the page
}

// WritePoster writes the poster as one page A4, all of it vectors. A set of nil means the embedded
// fonts. It returns [ErrIncomplete], an error of w, or an error of the layout; it never panics.
func WritePoster(w io.Writer, s Poster, set *fonts.Set) (err error) {
	if s.HallName == "" || s.URL == "" {
		return fmt.Errorf("%w: no hall or no address", ErrIncomplete)
	}
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
	doc := canvas.New(set, canvas.Meta{Title: s.say("title") + " " + s.HallName, Subject: s.URL})
	doc.NewPage()
	if err := s.draw(doc); err != nil {
		return err
	}
	return doc.Write(w)
}

func (s Poster) say(key string, args ...any) string {
	return message.Text(s.Language, "poster."+key, args...)
}

// The poster's blue, and what stands on it.
var (
	posterBlue = canvas.Color{R: 0x1A, G: 0x47, B: 0x9C}
	white      = canvas.Color{R: 0xFF, G: 0xFF, B: 0xFF}
)

func (s Poster) draw(d *canvas.Document) error {
	const left, width, code = 20.0, canvas.PageWidth - 40, 100.0
	d.Fill(0, 0, canvas.PageWidth, 70, posterBlue)
	name := canvas.Style{Face: fonts.SansBold, Size: 26, Lead: 13, Color: white}
	name = d.Fitting(name, s.HallName, width, 13, 14)
	name = d.Fitting(name, s.HallName, width, 22, 8) // on more lines, where it is longer
	height := d.Height(width, para(name, canvas.Center, s.HallName))
	d.TextBox(left, 22.5-height/2, width, para(name, canvas.Center, s.HallName))
	d.TextIn(left, 36, width, canvas.Center,
		canvas.Style{Face: fonts.SansBold, Size: 40, Lead: 20, Color: white}, s.say("title"))
	d.TextIn(left, 80, width, canvas.Center, canvas.Style{Face: fonts.Sans, Size: 20, Lead: 12},
		s.say("scan"))
	x := (canvas.PageWidth - code) / 2
	d.Frame(x-14, 96, code+28, code+28, canvas.Pen{Width: 0.8, Color: posterBlue})
	if err := d.QR(x, 110, code, s.URL); err != nil {
		return err
	}
	s.levels(d, left, 234, width)
	small := canvas.Style{Face: fonts.Sans, Size: 13, Lead: 8}
	d.TextBox(left, 252, width, para(small, canvas.Center, s.say("privacy")),
		para(small, canvas.Center, s.say("promise")),
		para(canvas.Style{Face: fonts.Sans, Size: 11, Lead: 7}, canvas.Center, s.URL))
	return nil
}

// levels names the five levels of 好差评 side by side.
func (s Poster) levels(d *canvas.Document, left, y, width float64) {
	step := width / 5
	style := canvas.Style{Face: fonts.SansBold, Size: 13, Lead: 8, Color: posterBlue}
	for i, level := range []int{5, 4, 3, 2, 1} {
		words := s.say(fmt.Sprint("level-", level))
		at := style
		for at.Size > 8 && d.Measure(at, words) > step-4 {
			at.Size--
		}
		d.Frame(left+float64(i)*step+1, y-1, step-2, 10, canvas.Pen{Width: 0.4, Color: posterBlue})
		d.TextIn(left+float64(i)*step, y, step, canvas.Center, at, words)
	}
}
