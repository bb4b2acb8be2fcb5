package benchtest_test

import (
	"fmt"
	"math"
	"testing"
	"time"

	"hallmark/api/benchtest"
)

// A size over its target fails by whatever it is over; a time by more than half of its target, as
// stretched by the machine; a ratio by more than its own grace.
func TestFigure(t *testing.T) {
	t.Parallel()
	ratio := func(measured float64) benchtest.Figure {
		return benchtest.Figure{Work: "w", Target: 0.5, Measured: measured, AtLeast: true, Grace: 0.2}
	}
	for _, c := range []struct {
		f           benchtest.Figure
		met, missed bool
	}{
		{benchtest.Fixed("size", 80, 80, "MB"), true, false},
		{benchtest.Fixed("size", 80, 80.01, "MB"), false, true},
		{benchtest.Fixed("size", 80, math.NaN(), "MB"), false, true},
		{benchtest.Time("time", 100, 100, "ms", 1), true, false},
		{benchtest.Time("time", 100, 150, "ms", 1), false, false},
		{benchtest.Time("time", 100, 151, "ms", 1), false, true},
		{benchtest.Time("time", 100, 290, "ms", 2), false, false},
		{benchtest.Time("time", 100, 301, "ms", 2), false, true},
		{benchtest.Time("time", 100, 80, "ms", 0.5), false, true},
		{benchtest.Duration("time", time.Second, 1501*time.Millisecond, 1), false, true},
		{ratio(0.5), true, false},
		{ratio(0.41), false, false},
		{ratio(0.39), false, true},
		{ratio(math.NaN()), false, true},
	} {
		if c.f.Met() != c.met || c.f.Missed() != c.missed {
			t.Errorf("%v: met %t, missed %t", c.f, c.f.Met(), c.f.Missed())
		}
		r := &recorder{TB: t}
		c.f.Check(r)
		if (r.said != "") != c.missed {
			t.Errorf("%v: the check says %q", c.f, r.said)
		}
	}
	for want, f := range map[string]benchtest.Figure{
		"size: 81 MB, target ≤ 80 MB: MISSED":                         benchtest.Fixed("size", 80, 81, "MB"),
		"time: 4.25 ms, target ≤ 5 ms × 1.00: ok":                     benchtest.Time("time", 5, 4.25, "ms", 1),
		"time: 12.5 ms, target ≤ 5 ms × 2.00: over, within the grace": benchtest.Time("time", 5, 12.5, "ms", 2),
	} {
		if got := f.String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if s := benchtest.Slowness(); !(s > 0) {
		t.Errorf("slowness %v", s)
	}
}

// recorder keeps what a check reports.
type recorder struct {
	testing.TB
	said string
}

func (r *recorder) Helper()                           {}
func (r *recorder) Errorf(format string, args ...any) { r.said = fmt.Sprintf(format, args...) }
