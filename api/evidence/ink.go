package evidence

import (
	"bytes"
	"image"
	_ "image/jpeg" // the form in which pictures are kept
)

// inkSide is the number of cells of a side on which strokes are compared.
const inkSide = 64

// inkContrast is how far a stroke's brightness, 0 to 255, is from the paper's.
const inkContrast = 48

// inkLike is how many of a hundred inked cells may differ in what counts as the same strokes: a
// changed pixel or a lossy copy moves the edges, another hand moves most of them.
const inkLike = 8

// ink are the strokes of a signature, without the paper around them: which cells they touch. It is
// nil for a blank picture.
type ink []bool

// inkOf finds the strokes in a picture; nil for one that is blank or cannot be read.
func inkOf(picture []byte) ink {
	img, _, err := image.Decode(bytes.NewReader(picture))
	if err != nil {
		return nil
	}
	dark, box := strokes(img)
	if box.Empty() {
		return nil
	}
	side := max(box.Dx(), box.Dy())
	cells := make(ink, inkSide*inkSide)
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			if dark(x, y) {
				cells[(y-box.Min.Y)*inkSide/side*inkSide+(x-box.Min.X)*inkSide/side] = true
			}
		}
	}
	return cells
}

// strokes tells which pixels differ from the paper, whose brightness is the most frequent one, and
// the smallest rectangle around them.
func strokes(img image.Image) (dark func(x, y int) bool, box image.Rectangle) {
	light := func(x, y int) int {
		r, g, b, _ := img.At(x, y).RGBA()
		return int(299*r+587*g+114*b) / 1000 >> 8
	}
	var often [256]int
	all := img.Bounds()
	for y := all.Min.Y; y < all.Max.Y; y++ {
		for x := all.Min.X; x < all.Max.X; x++ {
			often[light(x, y)]++
		}
	}
	paper := 0
	for v, n := range often {
		if n > often[paper] {
			paper = v
		}
	}
	dark = func(x, y int) bool {
		d := light(x, y) - paper
		return d > inkContrast || d < -inkContrast
	}
	for y := all.Min.Y; y < all.Max.Y; y++ {
		for x := all.Min.X; x < all.Max.X; x++ {
			if dark(x, y) {
				box = box.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return dark, box
}

// like reports whether two pictures show the same strokes.
func (k ink) like(other ink) bool {
	if k == nil || other == nil {
		return false
	}
	either, differs := 0, 0
	for i := range k {
		if k[i] || other[i] {
			either++
		}
		if k[i] != other[i] {
			differs++
		}
	}
	return differs*100 <= inkLike*either
}
