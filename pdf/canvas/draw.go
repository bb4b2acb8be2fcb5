package canvas

import (
	"math"

	"hallmark/pdf/fonts"
)

// Point is a place on the page, mm from its left and top edges.
type Point struct{ X, Y float64 }

// Pen is a line: its width in mm, its colour, and the length of its dashes (0: none).
type Pen struct {
	Width, Dash float64
	Color       Color
}

// Line draws a line.
func (d *Document) Line(x1, y1, x2, y2 float64, pen Pen) {
	d.paint(func(p *painter) { p.pen(pen); p.pdf.Line(x1, y1, x2, y2) })
}

// Frame draws a rectangle's edge.
func (d *Document) Frame(x, y, w, h float64, pen Pen) {
	d.paint(func(p *painter) { p.pen(pen); p.pdf.Rect(x, y, w, h, "D") })
}

// Fill paints a rectangle.
func (d *Document) Fill(x, y, w, h float64, c Color) {
	d.paint(func(p *painter) { p.fill(c); p.pdf.Rect(x, y, w, h, "F") })
}

// Polygon draws a closed polygon's edge, and fills it if fill is set.
func (d *Document) Polygon(points []Point, pen Pen, fill *Color) {
	d.paint(func(p *painter) {
		p.pen(pen)
		style := "D"
		if fill != nil {
			p.fill(*fill)
			style = "FD"
		}
		p.pdf.Polygon(p.points(points), style)
	})
}

// Circle draws a circle's edge.
func (d *Document) Circle(x, y, radius float64, pen Pen) {
	d.paint(func(p *painter) { p.pen(pen); p.pdf.Circle(x, y, radius, "D") })
}

// CheckBox draws a box with its top left corner at x, y, ticked or not. No embedded font has ☐ ☑.
func (d *Document) CheckBox(x, y, size float64, ticked bool) {
	d.Frame(x, y, size, size, Pen{Width: 0.2})
	if ticked {
		pen := Pen{Width: size / 7}
		d.Line(x+0.18*size, y+0.52*size, x+0.42*size, y+0.78*size, pen)
		d.Line(x+0.42*size, y+0.78*size, x+0.84*size, y+0.22*size, pen)
	}
}

// Watermark sets a large, pale, slanting text under the page.
func (d *Document) Watermark(text string, c Color) {
	s := Style{Face: fonts.SansBold, Size: 80, Color: c}
	runes := d.prepareLine(s.Face, text)
	width := d.measure(s, runes)
	top := d.pages[d.at]
	ops := top.ops
	top.ops = nil
	d.draw(-width/2, 0.38*s.em(), s, runes, 0)
	under := top.ops
	top.ops = ops
	top.under = append(top.under, func(p *painter) {
		p.pdf.TransformBegin()
		p.pdf.TransformTranslate(PageWidth/2, PageHeight/2)
		p.pdf.TransformRotate(45, 0, 0)
		for _, o := range under {
			o(p)
		}
		p.pdf.TransformEnd()
		p.reset()
	})
}

// Axis is one direction of a radar chart; Value is 0 in the middle and 1 at the rim.
type Axis struct {
	Label string
	Value float64
}

// Radar draws a radar chart around x, y: rings at each fifth, an axis up and the others clockwise,
// and the area of the values. Fewer than three axes make no area and draw nothing.
func (d *Document) Radar(x, y, radius float64, axes []Axis, s Style, ink, tint Color) {
	if len(axes) < 3 {
		return
	}
	at := func(i int, r float64) Point {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(len(axes)))
		return Point{x + r*sin, y - r*cos}
	}
	area := make([]Point, len(axes))
	for i, a := range axes {
		area[i] = at(i, radius*min(max(a.Value, 0), 1))
	}
	d.Polygon(area, Pen{Width: 0.5, Color: ink}, &tint)
	for ring := 1; ring <= 5; ring++ {
		rim := make([]Point, len(axes))
		for i := range axes {
			rim[i] = at(i, radius*float64(ring)/5)
		}
		d.Polygon(rim, Pen{Width: 0.1, Color: s.Color}, nil)
	}
	for i, a := range axes {
		end, label := at(i, radius), at(i, radius+2)
		d.Line(x, y, end.X, end.Y, Pen{Width: 0.1, Color: s.Color})
		width := d.Measure(s, a.Label)
		lean := (label.X - x) / (radius + 2) // -1 at the left, 1 at the right
		middle := label.Y + 0.38*s.em() - (y-label.Y)/radius*0.4*s.em()
		d.Text(label.X-width*(1-lean)/2, middle, s, a.Label)
	}
}
