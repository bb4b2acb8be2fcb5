package pdf_test

import (
	"bytes"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"rsc.io/qr"

	"hallmark/pdf"
)

var update = flag.Bool("update", false, "write testdata anew")

func goldens(t *testing.T) map[string][]byte {
	r := sample(t, 4)
	return map[string][]byte{"report": report(t, r), "record": record(t, r),
		"standard": wholeStandard(t, consolidated(t)), "sheet": amendmentSheet(t, sheetXG1(t))}
}

func TestGoldenText(t *testing.T) {
	for name, file := range goldens(t) {
		var got strings.Builder
		for i, page := range pagesOf(t, file, "-layout") {
			fmt.Fprintf(&got, "======== %d\n", i+1)
			for line := range strings.Lines(page) {
				got.WriteString(strings.TrimRight(line, " \n") + "\n")
			}
		}
		golden := filepath.Join("testdata", name+".txt")
		if *update {
			save(t, golden, []byte(got.String()))
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got.String()); diff != "" {
			t.Errorf("%s differs (-want +got; -update writes it anew):\n%s", name, diff)
		}
	}
}

// TestGoldenPixels compares a few pages as they look. Renderers differ at the edges of letters, so
// a page may differ in one of fifty pixels.
func TestGoldenPixels(t *testing.T) {
	pages := map[string][]int{"report": {1, 2, 3, 5, 28, 29, 30}, "record": {1, 7},
		"standard": {1, 2, 4, 5, 8, 18, 20, 30}, "sheet": {1, 3, 4, 5, 8}}
	for name, file := range goldens(t) {
		for _, page := range pages[name] {
			got := render(t, file, page, 40)
			golden := filepath.Join("testdata", fmt.Sprintf("%s-%02d.png", name, page))
			if *update {
				save(t, golden, pngOf(t, got))
			}
			data, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			want, err := png.Decode(bytes.NewReader(data))
			if err != nil {
				t.Fatal(err)
			}
			if share := differing(got, want); share > 0.02 {
				t.Errorf("%s page %d: %.1f%% of the pixels differ", name, page, share*100)
			}
		}
	}
}

func save(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// render draws a page in grey.
func render(t *testing.T, file []byte, page, dpi int) image.Image {
	t.Helper()
	n, res := fmt.Sprint(page), fmt.Sprint(dpi)
	out := tool(t, file, "pdftoppm", "-gray", "-png", "-r", res, "-f", n, "-l", n, "FILE")
	m, err := png.Decode(strings.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func differing(a, b image.Image) float64 {
	if a.Bounds() != b.Bounds() {
		return 1
	}
	size, n := a.Bounds(), 0
	for y := range size.Dy() {
		for x := range size.Dx() {
			if d := int(gray(a, x, y)) - int(gray(b, x, y)); d > 64 || d < -64 {
				n++
			}
		}
	}
	return float64(n) / float64(size.Dx()*size.Dy())
}

func gray(m image.Image, x, y int) uint8 {
	return color.GrayModel.Convert(m.At(x, y)).(color.Gray).Y
}

// The code on the cover is the address, module by module.
func TestQRCode(t *testing.T) {
	r := sample(t, 0)
	code, err := qr.Encode(r.VerifyURL, qr.M)
	if err != nil {
		t.Fatal(err)
	}
	const dpi = 300
	mm := dpi / 25.4
	page := render(t, report(t, r), 1, dpi)
	left, top := find(page, int(28*mm), int(200*mm), int(62*mm), int(255*mm))
	module := 30 * mm / float64(code.Size)
	for y := range code.Size {
		for x := range code.Size {
			px, py := left+int((float64(x)+0.5)*module), top+int((float64(y)+0.5)*module)
			if dark := gray(page, px, py) < 128; dark != code.Black(x, y) {
				t.Fatalf("module %d, %d is wrong", x, y)
			}
		}
	}
}

// find returns the first dark pixel of a room, line by line.
func find(m image.Image, x0, y0, x1, y1 int) (x, y int) {
	for y := y0; y < y1; y++ {
		for x := x0; x < x1; x++ {
			if gray(m, x, y) < 128 {
				return x, y
			}
		}
	}
	return x1, y1
}

// The table of chapters on the cover page of a hall that failed names every cause.
func TestCapsAreNamed(t *testing.T) {
	r := sample(t, 0)
	for uid, a := range r.Answers {
		c, _ := r.Edition.Clause(uid)
		if a.Pass = a.Pass && !c.Veto; c.Veto {
			r.Answers[uid] = a
		}
	}
	rescore(t, &r, r.Answers)
	var b bytes.Buffer
	if err := pdf.WriteReport(&b, r); err != nil {
		t.Fatal(err)
	}
	text := rawText(t, b.Bytes())
	for _, limit := range r.Score.Caps {
		c, ok := r.Edition.Clause(limit.Clause)
		if ok && !strings.Contains(text, "项"+c.Code+"“"+dense(c.Title)+"”") {
			t.Errorf("the cap by %s is not named", c.Code)
		}
	}
	if !strings.Contains(text, "等级为“不合格”") {
		t.Error("the grade is not said")
	}
}
