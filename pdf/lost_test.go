package pdf_test

import (
	"strings"
	"testing"

	"hallmark/pdf"
)

// TestLost names what a paper cannot print of a text, and nothing else.
func TestLost(t *testing.T) {
	for text, want := range map[string]string{
		"张龑、𠮷野、劉陳張、𫍽㼆、囧㇏":          "",
		"5.1.1 使用面积≥200 m²，“应”——…": "",
		"〓":             "",
		"方案😀负责人😀👍":      "😀(U+1F600) 👍(U+1F44D)",
		"a\x01b":        "U+0001",
		"\ufeff家\u200d": "",
		"بەختىيار":      "ب(U+0628) ە(U+06D5) خ(U+062E) ت(U+062A) ى(U+0649) ي(U+064A) ا(U+0627) ر(U+0631)",
	} {
		if got := pdf.LostOf(nil, text).String(); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
	set := officeFonts(t, "noto/NotoSerifTibetan-Regular.ttf", "fonts-ukij-uyghur/UKIJTuz.ttf")
	if l := pdf.LostOf(set, "བསོད་ནམས"); !l.Unjoined || len(l.Signs) > 0 {
		t.Errorf("Tibetan: %+v", l)
	}
	if l := pdf.LostOf(set, "گۈلنار"); !l.None() {
		t.Errorf("Uyghur: %+v", l)
	}
	r := sample(t, 0)
	r.Facts = "见照片😀"
	if lost := r.Lost(); len(lost) != 1 || !strings.Contains(lost[0].Text, "😀") || lost[0].String() != "😀(U+1F600)" {
		t.Errorf("a report loses %v", lost)
	}
}
