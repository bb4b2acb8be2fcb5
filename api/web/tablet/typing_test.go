package tablet_test

import (
	"fmt"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"hallmark/standard"
)

// typing holds that no redraw of a card takes what is being typed: another device's answers arrive at
// any time. Leaving the window in the middle of a number is no leaving of the field: half of a number is no
// answer. What papers cannot print of a reason is said while it is typed.
func (p *page) typing(t *testing.T) {
	e := reference(t)
	_, err := chromedp.Call(p.ctx, emulation.SetFocusEmulationEnabled,
		emulation.SetFocusEmulationEnabledParams{Enabled: true})
	if err != nil {
		t.Fatal(err)
	}
	p.serve(t, "sets", map[string]any{"edition": e})
	var ratio, measured string
	for _, c := range e.Checklist(standard.District) {
		switch c.Method.Type {
		case standard.Ratio:
			ratio = string(c.UID)
		case standard.Measured:
			measured = string(c.UID)
		}
	}
	for _, c := range []struct {
		uid  string
		keys [][2]string
		want string
	}{
		{measured, [][2]string{{"value-" + measured, "187.5"}},
			`[["187.5"],0,[["answer",{"value":187.5}]],""]`},
		{ratio, [][2]string{{"numerator-" + ratio, "19"}, {"denominator-" + ratio, "200"}},
			`[["19","200"],0,[["answer",{"denominator":200,"numerator":19}]],""]`},
		{measured, [][2]string{{"reason-" + measured, "本厅无此服务👍"}},
			`[["本厅无此服务👍"],0,[["not-applicable",{"notApplicable":"本厅无此服务👍"}]],"纸面文件印不出👍，将显示为〓。"]`},
	} {
		got := ask[any](t, p, fmt.Sprintf(`core.typeWhileDrawn(%s, %s)`,
			argument(t, c.uid), argument(t, c.keys)))
		if got := argument(t, got); got != c.want {
			t.Errorf("%v: %s, want %s", c.keys, got, c.want)
		}
	}
}
