package standard_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"hallmark/standard"
)

// marked writes a redline as "a[-b-][+c+]".
func marked(spans []standard.Span) string {
	var b strings.Builder
	for _, s := range spans {
		switch s.Op {
		case standard.SpanEqual:
			b.WriteString(s.Text)
		case standard.SpanDelete:
			b.WriteString("[-" + s.Text + "-]")
		case standard.SpanInsert:
			b.WriteString("[+" + s.Text + "+]")
		}
	}
	return b.String()
}

func TestRedline(t *testing.T) {
	for _, test := range []struct{ before, after, want string }{
		{"", "", ""},
		{"", "应", "[+应+]"},
		{"应", "", "[-应-]"},
		{"区级3000 m²,街道级200 m²。", "区级3000 m²,街道级300 m²。",
			"区级3000 m²,街道级[-200 m²-][+300 m²+]。"},
		{"宜安排在室内。", "应安排在室内。", "[-宜-][+应+]安排在室内。"},
		{"街道级不少于1台。", "街道级和社区级不少于1台。", "街道级[+和社区级+]不少于1台。"},
		{"满意率应不低于95%。", "满意率应不低于98.5%。", "满意率应不低于[-95%-][+98.5%+]。"},
		{"应有人接听。", "应有人接听,铃响20 s内接通。", "应有人接听[+,铃响20 s内接通+]。"},
		{"within 3 rings", "within 13 rings", "within [-3-][+13+] rings"},
		{"自助机停用时应贴告示。", "窗口关闭前应提前广播。", "[-自助机停用时应贴告示-][+窗口关闭前应提前广播+]。"},
		{"甲、乙。", "甲、丙、乙。", "甲、[+丙、+]乙。"},
		{"GB/T 36112", "GB/T 36113", "GB/T [-36112-][+36113+]"},
		{"cafe\u0301", "cafe", "[-cafe\u0301-][+cafe+]"},
	} {
		if have := marked(standard.Redline(test.before, test.after)); have != test.want {
			t.Errorf("%q → %q\n have %s\n want %s", test.before, test.after, have, test.want)
		}
	}
}

// texts are made of few different words, so that they share many.
func texts() *rapid.Generator[string] {
	word := rapid.OneOf(rapid.SampledFrom([]string{"应", "宜", "大", "厅", "级", ",", "。", "20", " ",
		"m²",
		"95%", "hall", "1.5", "\n", "\xff", "\u0301", "😀", "200 m²", "min"}), rapid.String())
	return rapid.Map(rapid.SliceOfN(word, 0, 60),
		func(w []string) string { return strings.Join(w, "") })
}

func TestRedlineKeepsBothTexts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before, after := texts().Draw(t, "before"), texts().Draw(t, "after")
		checkRedline(t, before, after)
	})
}

func checkRedline(t rapid.TB, before, after string) {
	var was, is strings.Builder
	spans := standard.Redline(before, after)
	for i, s := range spans {
		if s.Op != standard.SpanInsert {
			was.WriteString(s.Text)
		}
		if s.Op != standard.SpanDelete {
			is.WriteString(s.Text)
		}
		if s.Text == "" || i > 0 && spans[i-1].Op == s.Op ||
			i > 0 && s.Op == standard.SpanDelete && spans[i-1].Op == standard.SpanInsert {
			t.Fatalf("span %d of %+v", i, spans)
		}
	}
	if was.String() != before || is.String() != after {
		t.Fatalf("%q and %q\n from %+v", was.String(), is.String(), spans)
	}
	if before == after && len(spans) > 1 {
		t.Fatalf("equal texts differ: %+v", spans)
	}
}

// TestRedlineOfLongTexts asks that the work stays bounded, with the result still exact.
func TestRedlineOfLongTexts(t *testing.T) {
	a, b := strings.Repeat("甲乙", 50_000), strings.Repeat("丙丁", 50_000)
	checkRedline(t, a, b)
	checkRedline(t, "头"+a+"尾", "首"+a+"末")
	if d := cmp.Diff("[-头-][+首+]"+a+"[-尾-][+末+]",
		marked(standard.Redline("头"+a+"尾", "首"+a+"末"))); d != "" {
		t.Error("few changes in a long text are not found")
	}
}
