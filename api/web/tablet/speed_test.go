package tablet_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"hallmark/checklists"
	"hallmark/standard"
)

// Limits in milliseconds on a processor that is four times slower; the tap as a whole has 100.
const (
	slowdown   = 4
	scoreLimit = 10
	mergeLimit = 2
)

func (p *page) speed(t *testing.T) {
	e, dice := reference(t), rand.New(rand.NewPCG(2017, 4))
	var log []checklists.Change
	for i := range 12 {
		c := checklists.Change{ID: numbered(i), Op: "occurrence.add",
			By:    checklists.Username([]string{"li", "wu"}[i%2]),
			At:    checklists.Stamp(fmt.Sprintf("%d-0000-tab", 1_515_720_600_000+i)),
			Value: fmt.Appendf(nil, `{"id":"%d","kind":"a"}`, i)}
		if i > 0 {
			c.Saw = []checklists.ChangeID{numbered(i - 1)}
		}
		log = append(log, c)
	}
	p.serve(t, "speed", map[string]any{"edition": e, "tier": "district", "changes": log,
		"answers": randomSet(dice, e, standard.District)})
	throttle(t, p, slowdown)
	defer throttle(t, p, 1)
	type figures struct{ Score, Merge float64 }
	got := ask[figures](t, p, `core.speed()`)
	t.Logf("at 1/%d speed: score %.2f ms, merge of one clause %.2f ms", slowdown, got.Score,
		got.Merge)
	if got.Score > scoreLimit || got.Merge > mergeLimit {
		t.Errorf("score %.2f ms, want ≤ %d; merge %.2f ms, want ≤ %d",
			got.Score, scoreLimit, got.Merge, mergeLimit)
	}
}

func throttle(t testing.TB, p *page, rate float64) {
	t.Helper()
	_, err := chromedp.Call(p.ctx, emulation.SetCPUThrottlingRate,
		emulation.SetCPUThrottlingRateParams{Rate: rate})
	if err != nil {
		t.Fatal(err)
	}
}
