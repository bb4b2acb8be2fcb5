package pdf_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"os"
	"runtime"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"hallmark/pdf"
)

// corners is a picture with a colour of its own in each corner: red, green, blue, white in reading
// order.
func corners(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	colors := [2][2]color.RGBA{{{R: 255, A: 255}, {G: 255, A: 255}},
		{{B: 255, A: 255}, {R: 255, G: 255, B: 255, A: 255}}}
	for y := range h {
		for x := range w {
			m.Set(x, y, colors[y*2/h][x*2/w])
		}
	}
	return m
}

func encode(t testing.TB, write func(*bytes.Buffer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func jpegOf(t testing.TB, m image.Image) []byte {
	return encode(t, func(b *bytes.Buffer) error { return jpeg.Encode(b, m, nil) })
}

func pngOf(t testing.TB, m image.Image) []byte {
	return encode(t, func(b *bytes.Buffer) error { return png.Encode(b, m) })
}

// withExif puts an EXIF block with an orientation and a place behind the start of a JPEG.
func withExif(data []byte, orientation uint16, order binary.AppendByteOrder) []byte {
	tiff := []byte("II*\x00")
	if order == binary.AppendByteOrder(binary.BigEndian) {
		tiff = []byte("MM\x00*")
	}
	tiff = order.AppendUint32(tiff, 8)
	tiff = order.AppendUint16(tiff, 1)
	for _, word := range []uint16{0x0112, 3} {
		tiff = order.AppendUint16(tiff, word)
	}
	tiff = order.AppendUint32(tiff, 1)
	tiff = order.AppendUint16(order.AppendUint16(tiff, orientation), 0)
	body := append([]byte("Exif\x00\x00"), tiff...)
	body = append(body, "GPS 30.3 N 120.1 E"...)
	segment := binary.BigEndian.AppendUint16([]byte{0xFF, 0xE1}, uint16(len(body)+2))
	return append(append(append([]byte{}, data[:2]...), append(segment, body...)...), data[2:]...)
}

func TestOrientation(t *testing.T) {
	// Where the stored corners red, green, blue and white come to stand, in reading order.
	want := []string{"", "rgbw", "grwb", "wbgr", "bwrg", "rbgw", "brwg", "wgbr", "gwrb"}
	stored := jpegOf(t, corners(64, 32))
	for o := uint16(0); o <= 9; o++ {
		for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
			out, w, h, err := pdf.NormalizeImage(withExif(stored, o, order))
			if err != nil {
				t.Fatal(err)
			}
			expect, across := want[1], 64
			if o >= 1 && o <= 8 {
				expect = want[o]
			}
			if o >= 5 && o <= 8 {
				across = 32
			}
			if got := seen(t, out); got != expect || w != across || w*h != 64*32 {
				t.Errorf("orientation %d: %s %d×%d, want %s %d wide", o, got, w, h, expect, across)
			}
			if bytes.Contains(out, []byte("GPS")) || bytes.Contains(out, []byte("Exif")) {
				t.Errorf("orientation %d: the place is still in the file", o)
			}
		}
	}
}

// seen names the colours of the corners in reading order.
func seen(t *testing.T, data []byte) string {
	t.Helper()
	m, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	var names strings.Builder
	b := m.Bounds()
	right, low := b.Dx()-3, b.Dy()-3
	for _, at := range []image.Point{{2, 2}, {right, 2}, {2, low}, {right, low}} {
		r, g, bl, _ := m.At(at.X, at.Y).RGBA()
		switch high := uint32(0x8000); {
		case r > high && g > high && bl > high:
			names.WriteByte('w')
		case r > high:
			names.WriteByte('r')
		case g > high:
			names.WriteByte('g')
		default:
			names.WriteByte('b')
		}
	}
	return names.String()
}

func TestNormalizeImage(t *testing.T) {
	small := corners(64, 32)
	deep := image.NewNRGBA64(small.Rect)
	gray := image.NewGray(small.Rect)
	clear := image.NewNRGBA(small.Rect)
	palette := image.NewPaletted(small.Rect, color.Palette{color.White, color.Black})
	for y := range 32 {
		for x := range 64 {
			deep.Set(x, y, small.At(x, y))
			gray.Set(x, y, small.At(x, y))
		}
	}
	webp := []byte("RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00" +
		"\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00")
	film := encode(t, func(b *bytes.Buffer) error { return gif.Encode(b, small, nil) })
	whole := jpegOf(t, small)
	tests := map[string]struct {
		data []byte
		w, h int
		err  error
	}{
		"jpeg":           {whole, 64, 32, nil},
		"gray jpeg":      {jpegOf(t, gray), 64, 32, nil},
		"png":            {pngOf(t, small), 64, 32, nil},
		"16-bit png":     {pngOf(t, deep), 64, 32, nil},
		"clear png":      {pngOf(t, clear), 64, 32, nil},
		"palette png":    {pngOf(t, palette), 64, 32, nil},
		"gif":            {film, 64, 32, nil},
		"webp":           {webp, 1, 1, nil},
		"large":          {jpegOf(t, corners(4000, 3000)), 1600, 1200, nil},
		"tall":           {jpegOf(t, corners(30, 5000)), 9, 1600, nil},
		"line":           {pngOf(t, corners(60000, 1)), 1600, 1, nil},
		"pixel":          {pngOf(t, corners(1, 1)), 1, 1, nil},
		"empty":          {nil, 0, 0, pdf.ErrImage},
		"text":           {[]byte("<svg/>"), 0, 0, pdf.ErrImage},
		"pdf":            {[]byte("%PDF-1.4"), 0, 0, pdf.ErrImage},
		"truncated":      {whole[:len(whole)/2], 0, 0, pdf.ErrImage},
		"only a head":    {pngOf(t, small)[:33], 0, 0, pdf.ErrImage},
		"bomb":           {sized(pngOf(t, palette), 20000, 4000), 0, 0, pdf.ErrImageSize},
		"huge":           {sized(pngOf(t, small), 1<<30, 2), 0, 0, pdf.ErrImageSize},
		"false height":   {sized(pngOf(t, small), 64, 4000), 0, 0, pdf.ErrImage},
		"too many bytes": {make([]byte, pdf.MaxImageBytes+1), 0, 0, pdf.ErrImageSize},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			out, w, h, err := pdf.NormalizeImage(test.data)
			if !errors.Is(err, test.err) || w != test.w || h != test.h {
				t.Fatalf("%d×%d, error %v; want %d×%d, %v", w, h, err, test.w, test.h, test.err)
			}
			if test.err != nil {
				return
			}
			config, err := jpeg.DecodeConfig(bytes.NewReader(out))
			if err != nil || config.Width != w || config.Height != h {
				t.Errorf("the JPEG is %d×%d (%v)", config.Width, config.Height, err)
			}
		})
	}
}

// sized gives a PNG another width and height in its head, with a right checksum.
func sized(data []byte, w, h uint32) []byte {
	data = bytes.Clone(data)
	binary.BigEndian.PutUint32(data[16:], w)
	binary.BigEndian.PutUint32(data[20:], h)
	binary.BigEndian.PutUint32(data[29:], crc(data[12:29]))
	return data
}

func crc(data []byte) uint32 {
	sum := ^uint32(0)
	for _, b := range data {
		sum ^= uint32(b)
		for range 8 {
			sum = sum>>1 ^ 0xEDB88320&-(sum&1)
		}
	}
	return ^sum
}

// A bomb is refused by its head: nothing of its size is allocated.
func TestBombTakesNoMemory(t *testing.T) {
	bomb := sized(pngOf(t, corners(64, 32)), 20000, 4000)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, _, _, err := pdf.NormalizeImage(bomb); !errors.Is(err, pdf.ErrImageSize) {
		t.Fatalf("error %v", err)
	}
	runtime.ReadMemStats(&after)
	if used := after.TotalAlloc - before.TotalAlloc; used > 1<<20 {
		t.Errorf("%d bytes were allocated", used)
	}
}

func TestDamagedImages(t *testing.T) {
	small := corners(32, 16)
	good := [][]byte{withExif(jpegOf(t, small), 6, binary.BigEndian), pngOf(t, small)}
	rapid.Check(t, func(t *rapid.T) {
		bad := bytes.Clone(rapid.SampledFrom(good).Draw(t, "picture"))
		for range rapid.IntRange(1, 6).Draw(t, "damages") {
			at := rapid.IntRange(0, min(len(bad)-1, 300)).Draw(t, "at")
			bad[at] = rapid.Byte().Draw(t, "byte")
		}
		bad = bad[:rapid.IntRange(0, len(bad)).Draw(t, "length")]
		_, _, _, err := pdf.NormalizeImage(bad)
		if err != nil && !errors.Is(err, pdf.ErrImage) && !errors.Is(err, pdf.ErrImageSize) {
			t.Fatalf("error %v", err)
		}
	})
}

// A report takes whatever pictures it is given: it turns and cleans those that were stored as they
// came, and says so where one cannot be shown.
func TestReportWithAnyPictures(t *testing.T) {
	whole := jpegOf(t, corners(640, 480))
	r := sample(t, 0)
	clause := r.Edition.Checklist(tier)[0].UID
	turned := withExif(whole, 6, binary.LittleEndian)
	gray := jpegOf(t, image.NewGray(image.Rect(0, 0, 8, 8)))
	for _, data := range [][]byte{whole, turned, pngOf(t, corners(40, 30)), whole[:len(whole)/2],
		nil, []byte("no picture"), gray} {
		r.Photos = append(r.Photos, pdf.Photo{Clause: clause, Data: data})
	}
	file := report(t, r)
	tool(t, file, "qpdf", "--check", "FILE")
	if bytes.Contains(file, []byte("GPS")) {
		t.Error("a place is in the file")
	}
	if got := strings.Count(rawText(t, file), "照片无法显示"); got != 3 {
		t.Errorf("%d pictures cannot be shown, want 3", got)
	}
}

// TestColoursOfWebP: a WebP picture keeps its colours, which are of limited range in the file.
func TestColoursOfWebP(t *testing.T) {
	data, err := os.ReadFile("testdata/base.webp")
	if err != nil {
		t.Fatal(err)
	}
	out, _, _, err := pdf.NormalizeImage(data)
	if err != nil {
		t.Fatal(err)
	}
	m, err := jpeg.Decode(bytes.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	quarters := map[image.Point][3]int{{200, 150}: {220, 41, 40}, {600, 150}: {40, 180, 60},
		{200, 450}: {39, 61, 219}, {600, 450}: {240, 221, 41}}
	for at, want := range quarters {
		r, g, b, _ := m.At(at.X, at.Y).RGBA()
		for i, got := range []int{int(r >> 8), int(g >> 8), int(b >> 8)} {
			if d := got - want[i]; d > 3 || d < -3 {
				t.Errorf("at %v colour %d is %d, want %d", at, i, got, want[i])
			}
		}
	}
}

// TestKeptAsItCame: a baseline JPEG that is small and upright is not encoded anew; only what is not
// the picture is taken out. Anything else is.
func TestKeptAsItCame(t *testing.T) {
	stored := jpegOf(t, corners(640, 480))
	for name, data := range map[string][]byte{"plain": stored,
		"with metadata":    withExif(stored, 1, binary.BigEndian),
		"with an appendix": append(bytes.Clone(stored), "GPS 30.3 N 120.1 E"...)} {
		out, w, h, err := pdf.NormalizeImage(data)
		if err != nil || !bytes.Equal(out, stored) || w != 640 || h != 480 {
			t.Errorf("%s: %d bytes of %d, %d×%d, %v", name, len(out), len(stored), w, h, err)
		}
	}
	for name, data := range map[string][]byte{"turned": withExif(stored, 6, binary.BigEndian),
		"large": jpegOf(t, corners(1700, 400))} {
		if out, _, _, err := pdf.NormalizeImage(data); err != nil || bytes.Contains(data, out[100:]) {
			t.Errorf("%s: kept as it came, %v", name, err)
		}
	}
	if _, _, _, err := pdf.NormalizeImage(stored[:len(stored)/2]); !errors.Is(err, pdf.ErrImage) {
		t.Errorf("half of it: %v", err)
	}
}

func TestHEICIsNamed(t *testing.T) {
	data, err := os.ReadFile("testdata/h.heic")
	if err != nil {
		t.Fatal(err)
	}
	if _, _, _, err := pdf.NormalizeImage(data); !errors.Is(err, pdf.ErrImageHEIC) {
		t.Errorf("refused with %v", err)
	}
}
