package pdf_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"hallmark/pdf"
	"hallmark/standard/message"
)

// A poster is one page without pictures, whatever the hall is called; its QR code is drawn.
func TestPoster(t *testing.T) {
	for name, l := range map[string]message.Language{"小河街道便民服务中心": message.Chinese,
		"Xiaohe Sub-district Convenience Service Centre of a very long name indeed": message.English,
		strings.Repeat("很长的大厅名称", 9):                                                message.Chinese} {
		var b bytes.Buffer
		err := pdf.WritePoster(&b, pdf.Poster{Language: l, HallName: name,
			URL: "https://hall.example/f/GS-S03"}, nil)
		if err != nil {
			t.Fatal(err)
		}
		file := b.Bytes()
		tool(t, file, "qpdf", "--check", "FILE")
		if text := unbroken(t, file); !strings.Contains(text, "https://hall.example/f/GS-S03") ||
			!strings.Contains(text, dense(name)) && len(name) < 80 {
			t.Errorf("%s: %s", name, text)
		}
		if pages := tool(t, file, "qpdf", "--show-npages", "FILE"); strings.TrimSpace(pages) != "1" {
			t.Errorf("%s: %s pages", name, pages)
		}
		if images := tool(t, file, "pdfimages", "-list", "FILE"); strings.Count(images, "\n") > 2 {
			t.Errorf("%s: %s", name, images)
		}
	}
	if err := pdf.WritePoster(&bytes.Buffer{}, pdf.Poster{}, nil); !errors.Is(err, pdf.ErrIncomplete) {
		t.Error(err)
	}
}
