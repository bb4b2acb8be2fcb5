package canvas_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"hallmark/pdf/canvas"
)

// width counts half-width characters as 1 and full-width ones as 2.
func width(r rune) int {
	if r < 0x2000 {
		return 1
	}
	return 2
}

func lines(text string, limit int) []string {
	runes := []rune(text)
	var out []string
	for _, s := range canvas.Break(runes, width, limit, limit) {
		out = append(out, string(runes[s.From:s.To]))
	}
	return out
}

func TestBreak(t *testing.T) {
	tests := []struct {
		name, text string
		limit      int
		want       []string
	}{
		{"empty", "", 10, []string{""}},
		{"fits", "二十二条规定", 12, []string{"二十二条规定"}},
		{"no character lost", "二十二条规定", 8, []string{"二十二条", "规定"}},
		{"no comma at the start", "大厅整洁,有序。", 8, []string{"大厅整", "洁,有", "序。"}},
		{"no bracket at the end", "依据规范(试行)执行", 10, []string{"依据规范", "(试行)执", "行"}},
		{"no quote at the end", "等级为“合格”以上", 8, []string{"等级为", "“合格”", "以上"}},
		{"words stay whole", "按GB/T 36112执行", 8, []string{"按GB/T ", "36112执", "行"}},
		{"percent stays", "得分率低于50%以下", 12, []string{"得分率低于", "50%以下"}},
		{"long word is cut", "abcdefghij", 4, []string{"abcd", "efgh", "ij"}},
		{"line ends", "一\n\n二", 4, []string{"一", "", "二"}},
		{"blanks hang", "ab   cd", 3, []string{"ab   ", "cd"}},
		{"narrower than a character", "一二", 1, []string{"一", "二"}},
		{"nothing may break", "！！！！！", 4, []string{"！！", "！！", "！"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			text := strings.NewReplacer(",", "，", "(", "（", ")", "）").Replace(test.text)
			want := strings.Split(strings.NewReplacer(",", "，", "(", "（", ")", "）").
				Replace(strings.Join(test.want, "|")), "|")
			if diff := cmp.Diff(want, lines(text, test.limit)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// These are written out here so that a slip in the breaker's own lists shows.
const (
	neverFirst = "，。、；：？！）》】”’…％"
	neverLast  = "（《【“‘"
)

func TestBreakProperties(t *testing.T) {
	alphabet := []rune("政务大厅检查评价一二三abcXYZ019 ,.%-/\n，。、；：？！）》】”’…％（《【“‘—〓①★")
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SliceOfN(rapid.SampledFrom(alphabet), 0, 200).Draw(t, "text")
		limit := rapid.IntRange(1, 40).Draw(t, "limit")
		first := rapid.IntRange(1, 40).Draw(t, "first")
		spans := canvas.Break(text, width, first, limit)
		var joined []rune
		for i, s := range spans {
			joined = append(joined, text[s.From:s.To]...)
			if s.Last && i < len(spans)-1 {
				joined = append(joined, '\n')
			}
			checkLine(t, text, spans, i, map[bool]int{true: first, false: limit}[i == 0])
		}
		if !slices.Equal(joined, text) {
			t.Fatalf("%q became %q", string(text), string(joined))
		}
	})
}

// checkLine checks that a line keeps its width, and its edges the rules, unless the line before had
// no place to break.
func checkLine(t *rapid.T, text []rune, spans []canvas.Span, i, limit int) {
	line := strings.TrimRight(string(text[spans[i].From:spans[i].To]), " ")
	sum := 0
	for _, r := range line {
		sum += width(r)
	}
	if len([]rune(line)) > 1 && sum > limit {
		t.Fatalf("line %q is %d wide, more than %d", line, sum, limit)
	}
	if i == 0 || spans[i-1].Last || line == "" {
		return
	}
	before := strings.TrimRight(string(text[spans[i-1].From:spans[i-1].To]), " ")
	start, end := []rune(line)[0], []rune("x" + before)[len([]rune(before))]
	wrong := strings.ContainsRune(neverFirst, start) || strings.ContainsRune(neverLast, end)
	if wrong && couldBreak([]rune(before+string(start))) {
		t.Fatalf("%q / %q breaks against the rules", before, line)
	}
}

// couldBreak reports whether two plain Chinese characters stand side by side in the line, where a
// break is always allowed.
func couldBreak(line []rune) bool {
	for i := 1; i < len(line); i++ {
		if line[i-1] >= 0x4E00 && line[i-1] < 0xA000 && line[i] >= 0x4E00 && line[i] < 0xA000 {
			return true
		}
	}
	return false
}

func TestClean(t *testing.T) {
	tests := map[string]struct{ in, want string }{
		"plain":             {"大厅 ok", "大厅 ok"},
		"beyond the BMP":    {"李😀𠮷王", "李😀𠮷王"}, // whether a face draws it is another question
		"broken end":        {"大厅\xe5\xa4", "大厅〓〓"},
		"broken middle":     {"大\xff厅", "大〓厅"},
		"surrogate":         {"a\xed\xa0\x80b", "a〓〓〓b"},
		"nul and controls":  {"a\x00b\x07c\x7f", "a〓b〓c〓"},
		"tab and odd blank": {"a\tb\u00a0c\u2003d", "a b c d"},
		"ideographic blank": {"a\u3000b", "a\u3000b"},
		"line ends":         {"a\r\nb\rc\u2028d\u2029e\u0085f", "a\nb\nc\nd\ne\nf"},
		"joiners":           {"a\u200bb\u200dc\ufeffd\ufe0fe\u00adf", "abcdef"},
		"bidi marks":        {"得分\u202e5.0\u202c", "得分〓5.0〓"},
		"private use":       {"a\ue000b", "a\ue000b"}, // an office's own font may draw it
		"emoji sequence":    {"👨\u200d👩", "👨👩"},
		"variation":         {"葛\U000E0100城", "葛城"},
		"replacement":       {"a\ufffdb", "a〓b"},
		"last of the BMP":   {"a\uffffb", "a〓b"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := string(canvas.Clean(test.in)); got != test.want {
				t.Errorf("Clean(%q) = %q, want %q", test.in, got, test.want)
			}
		})
	}
}

// Whatever the bytes, every character that is plain survives in its order.
func TestCleanKeepsNeighbours(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		odd := []string{"\xff", "\xe5", "\x00", "😀", "\u202e", "\u200d"}
		parts := rapid.SliceOf(rapid.OneOf(rapid.Just("大"), rapid.Just("a"),
			rapid.SampledFrom(odd))).Draw(t, "parts")
		plain := func(s string) string {
			return strings.Map(func(r rune) rune {
				if r == '大' || r == 'a' {
					return r
				}
				return -1
			}, s)
		}
		in := strings.Join(parts, "")
		if got, want := plain(string(canvas.Clean(in))), plain(in); got != want {
			t.Fatalf("Clean(%q) keeps %q, want %q", in, got, want)
		}
	})
}
