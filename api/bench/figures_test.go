package bench_test

import (
	"fmt"
	"os"
	"testing"
	"text/tabwriter"
	"time"

	"hallmark/api/benchtest"
)

const (
	rounds = 7   // in which subject and floor take turns
	grace  = 0.2 // how far a ratio may be off before it fails
)

// line is one of the table.
type line struct {
	benchtest.Figure
	rates string // of a ratio: what it is made of
}

// figures is the table.
type figures struct{ lines []line }

// fixed adds a quantity that is the same on every machine and should be at most target.
func (f *figures) fixed(work string, target, measured float64, unit string) {
	f.lines = append(f.lines, line{Figure: benchtest.Fixed(work, target, measured, unit)})
}

// memory adds MB of memory that should be at most target. When the collector runs differs from run to
// run, so that they have the grace of a time.
func (f *figures) memory(work string, target, measured float64) {
	f.lines = append(f.lines, line{Figure: benchtest.Figure{Work: work, Target: target,
		Measured: measured, Unit: "MB", Grace: benchtest.Grace}})
}

// allocations adds how often work allocates, which should be at most target times.
func (f *figures) allocations(name string, target float64, work func()) {
	f.fixed(name+": allocations", target, testing.AllocsPerRun(20, work), "")
}

// time adds a time that was measured just now and should be at most target.
func (f *figures) time(work string, target, measured float64, unit string) {
	f.lines = append(f.lines,
		line{Figure: benchtest.Time(work, target, measured, unit, benchtest.Slowness())})
}

// ratio adds how many times as fast as the floor the subject is; it should be at least target.
func (f *figures) ratio(work string, target float64, subject, floor rates) {
	f.lines = append(f.lines, line{rates: ratesOf(subject, floor), Figure: benchtest.Figure{Work: work,
		Target: target, Measured: ratioOf(subject, floor), Unit: "× floor", AtLeast: true, Grace: grace}})
}

// slower adds how many times as long as the other the subject takes; it should be at most target.
func (f *figures) slower(work string, target float64, subject, other rates) {
	f.lines = append(f.lines, line{rates: ratesOf(subject, other), Figure: benchtest.Figure{Work: work,
		Target: target, Measured: ratioOf(other, subject), Unit: "× time", Grace: grace}})
}

func ratesOf(a, b rates) string {
	return fmt.Sprintf(" (%.0f/s : %.0f/s)", benchtest.Median(a), benchtest.Median(b))
}

// print writes the table and fails the test for every target that is missed.
func (f *figures) print(t *testing.T) {
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "work\ttarget\tmeasured (median)\t")
	for _, l := range f.lines {
		fmt.Fprintf(w, "%s\t%s\t%s%s\t%s\n", l.Work, l.Goal(), benchtest.Amount(l.Measured, l.Unit),
			l.rates, l.Word())
		if l.Missed() {
			t.Errorf("%v", l.Figure)
		}
	}
	if err := w.Flush(); err != nil {
		t.Error(err)
	}
}

// rates are calls a second, one rate of each round.
type rates []float64

// ratioOf is the median over the rounds of a to b.
func ratioOf(a, b rates) float64 {
	each := make([]float64, len(a))
	for i := range a {
		each[i] = a[i] / b[i]
	}
	return benchtest.Median(each)
}

// timed is how long f takes, the median of several calls, in units.
func timed(unit time.Duration, calls int, f func()) float64 {
	times := make([]float64, calls)
	for i := range times {
		began := time.Now()
		f()
		times[i] = float64(time.Since(began)) / float64(unit)
	}
	return benchtest.Median(times)
}
