package seal_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"testing"
)

// photo returns a picture whose pixels do not compress.
func photo(t testing.TB, width, height int) []byte {
	t.Helper()
	m := image.NewNRGBA(image.Rect(0, 0, width, height))
	seed := uint32(width)
	for y := range height {
		for x := range width {
			seed = seed*1664525 + 1013904223
			m.Set(x, y, color.NRGBA{uint8(seed >> 24), uint8(seed >> 16), uint8(seed >> 8), 255})
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
