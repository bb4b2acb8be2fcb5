package tablet_test

import (
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hallmark/standard/message"
)

// clock reads stamps from a clock whose own time stands still, goes back and jumps.
func (p *page) clock(t *testing.T) {
	const start = 1_767_225_600_000
	for _, test := range []struct {
		name  string
		times []float64
		last  string
		seen  map[int]string
		want  []string // nil: only the order and the form are asked for
	}{
		{"runs", []float64{start, start + 1, start + 2.7}, "", nil, []string{
			"1767225600000-0000-tab7", "1767225600001-0000-tab7", "1767225600002-0000-tab7"}},
		{"stands still", []float64{start, start, start}, "", nil, []string{
			"1767225600000-0000-tab7", "1767225600000-0001-tab7", "1767225600000-0002-tab7"}},
		{"goes back", []float64{start, start - 86_400_000, 0, -5, start + 1}, "", nil, []string{
			"1767225600000-0000-tab7", "1767225600000-0001-tab7", "1767225600000-0002-tab7",
			"1767225600000-0003-tab7", "1767225600001-0000-tab7"}},
		{"after a restart", []float64{start - 1000}, "1767225600000-0041-tab7", nil,
			[]string{"1767225600000-0042-tab7"}},
		{"counter runs out", []float64{start}, "1767225600000-9999-tab7", nil,
			[]string{"1767225600001-0000-tab7"}},
		{"sees another device", []float64{start, start, start}, "",
			map[int]string{1: "1767225600500-0007-tab1", 2: "1767225600000-0001-tab1"}, []string{
				"1767225600000-0000-tab7", "1767225600500-0008-tab7", "1767225600500-0009-tab7"}},
		{"sees what is no stamp", []float64{start, start, start}, "x",
			map[int]string{1: "9999999999999-9999-tab1", 2: "tomorrow"}, []string{
				"1767225600000-0000-tab7", "1767225600000-0001-tab7", "1767225600000-0002-tab7"}},
		{"jumps", []float64{start, start + 3*86_400_000, start, 1e300, start, start}, "", nil, nil},
		{"10,500 in a millisecond", slices.Repeat([]float64{start}, 10_500), "", nil, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := ask[[]string](t, p, "core.stamps("+argument(t, test.times)+","+
				argument(t, test.last)+","+argument(t, orEmpty(test.seen))+")")
			if d := cmp.Diff(test.want, got); test.want != nil && d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
			if len(got) != len(test.times) {
				t.Errorf("%d stamps of %d", len(got), len(test.times))
			}
			rising(t, got, `^\d{13}-\d{4}-tab7$`)
		})
	}
}

func orEmpty(m map[int]string) map[int]string {
	if m == nil {
		return map[int]string{}
	}
	return m
}

// rising fails unless the texts have a form and each sorts after the one before.
func rising(t *testing.T, list []string, form string) {
	t.Helper()
	pattern := regexp.MustCompile(form)
	for i, s := range list {
		if !pattern.MatchString(s) {
			t.Fatalf("%q is not of the form %s", s, form)
		}
		if i > 0 && s <= list[i-1] {
			t.Fatalf("%q follows %q", s, list[i-1])
		}
	}
}

func (p *page) clockRefuses(t *testing.T) {
	for _, test := range []struct{ device, want string }{
		{"tab7", ""}, {"", "RangeError "}, {"平板", "RangeError "}, {"a b", "RangeError "},
	} {
		got := ask[string](t, p,
			"core.refusal(() => new core.Clock("+argument(t, test.device)+"))")
		if got != test.want {
			t.Errorf("device %q: %q, want %q", test.device, got, test.want)
		}
	}
	if s := ask[string](t, p, `core.refusal(() => new core.Clock("a".repeat(65)))`); s == "" {
		t.Error("a device of 65 letters is accepted")
	}
}

func (p *page) ids(t *testing.T) {
	const form = `^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`
	before := ask[[]string](t, p, `core.ids([1767225600000])`)
	if before[0][:13] != "019b76da-a800" {
		t.Errorf("%s does not begin with its time", before[0])
	}
	times := slices.Repeat([]float64{1_767_225_600_001}, 9_000)
	times = append(times, 1_767_225_600_000, 0, 1_767_225_700_000, 1_767_225_600_000)
	list := ask[[]string](t, p, "core.ids("+argument(t, times)+")")
	rising(t, append(before, list...), form)
	tails := map[string]bool{}
	for _, id := range list {
		tails[id[19:]] = true
	}
	if len(tails) != len(list) {
		t.Errorf("%d ids have %d random parts", len(list), len(tails))
	}
}

// words compares texts with the server's.
func (p *page) words(t *testing.T) {
	const at = "2018-01-11T17:05:00.000Z" // the day after, in the halls
	for l, want := range map[message.Language][]string{
		message.Chinese: {"zh", "2018年1月12日", "2018年1月12日 01:05", "2018年1月12日", "", "",
			message.Text(message.Chinese, "answer.numerator", 3, 2), "100% 3", "no.key",
			"“%s”重复出现", "0 KB", "240 KB", "7.6 MB"},
		message.English: {"en", "12 January 2018", "12 January 2018 01:05", "12 January 2018", "",
			"", message.Text(message.English, "answer.numerator", 3, 2), "100% 3", "no.key",
			message.Text(message.English, "answer.twice"), "0 KB", "240 KB", "7.6 MB"},
	} {
		calls := [][]any{{"date", at}, {"time", at}, {"date", "1515690300000-0001-tab"},
			{"date", ""}, {"time", "tomorrow"}, {"t", "answer.numerator", 3, 2},
			{"t", "100%% %[1]d", 3}, {"t", "no.key", 1}, {"t", "answer.twice"}, {"size", 0},
			{"size", 245_760}, {"size", 8_000_000}}
		got := ask[[]string](t, p,
			"core.texts("+argument(t, l.String()[:2])+","+argument(t, calls)+")")
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", l, d)
		}
	}
}
