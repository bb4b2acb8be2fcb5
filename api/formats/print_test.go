package formats_test

import (
	"io"
	"os"
	"strings"
	"testing"

	"hallmark/api/formats"
	"hallmark/standard/message"
)

// TestLossesOfSigns: an edition with signs that a PDF cannot show is exported with a loss for each
// clause that names the sign.
func TestLossesOfSigns(t *testing.T) {
	file, err := os.Open("testdata/edition-hostile-texts.json")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	e, _, err := formats.Read("edition-hostile-texts.json", file, nil)
	if err != nil {
		t.Fatal(err)
	}
	form, _ := formats.Named("pdf")
	losses, err := form.Write(io.Discard, e, formats.Options{})
	if err != nil {
		t.Fatal(err)
	}
	code := e.Clauses[22].Code
	found := 0
	for _, l := range losses {
		if text := l.Text(message.Chinese); l.Code == "print.loss-signs" {
			found++
			if l.Path != "clauses[22]" || !strings.Contains(text, code) ||
				!strings.Contains(text, "😀(U+1F600)") || strings.Contains(text, "𠮷") {
				t.Errorf("%s: %s", l.Path, text)
			}
		}
	}
	if found != 1 {
		t.Errorf("%d clauses lose signs, want 1: %v", found, losses)
	}
}
