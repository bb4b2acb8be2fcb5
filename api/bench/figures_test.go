package bench_test

import (
	"fmt"
	"math"
	"os"
	"slices"
	"testing"
	"text/tabwriter"
	"time"
)

const (
	rounds = 7   // in which subject and floor take turns
	grace  = 0.2 // how far a ratio may be off before it fails
)

// figure is one line of the table.
type figure struct {
	work, target, measured string
	met                    bool
	missed                 bool // clearly, of a ratio
}

// figures is the table.
type figures struct{ lines []figure }

// atMost adds a measured quantity that should be at most target.
func (f *figures) atMost(work string, target, measured float64, unit string) {
	f.lines = append(f.lines, figure{work: work, target: "≤ " + amount(target, unit),
		measured: amount(measured, unit), met: measured <= target})
}

// ratio adds how many times as fast as the floor the subject is; it should be at least target.
func (f *figures) ratio(work string, target float64, subject, floor rates) {
	r := ratioOf(subject, floor)
	f.lines = append(f.lines, figure{work: work, target: fmt.Sprintf("≥ %.2f × floor", target),
		measured: fmt.Sprintf("%.2f × floor (%.0f/s : %.0f/s)", r, median(subject), median(floor)),
		met:      r >= target, missed: r < target*(1-grace)})
}

// slower adds how many times as long as the other the subject takes; it should be at most target.
func (f *figures) slower(work string, target float64, subject, other rates) {
	r := ratioOf(other, subject)
	f.lines = append(f.lines, figure{work: work, target: fmt.Sprintf("≤ %.2f × time", target),
		measured: fmt.Sprintf("%.2f × time (%.0f/s : %.0f/s)", r, median(subject), median(other)),
		met:      r <= target, missed: r > target*(1+grace)})
}

// print writes the table and fails the test for what is clearly missed.
func (f *figures) print(t *testing.T) {
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "work\ttarget\tmeasured (median)\t")
	for _, l := range f.lines {
		word := "ok"
		if !l.met {
			word = "MISSED"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", l.work, l.target, l.measured, word)
		if l.missed {
			t.Errorf("%s: %s, target %s", l.work, l.measured, l.target)
		}
	}
	if err := w.Flush(); err != nil {
		t.Error(err)
	}
}

func amount(n float64, unit string) string {
	if n < 10 && n != math.Trunc(n) {
		return fmt.Sprintf("%.1f %s", n, unit)
	}
	return fmt.Sprintf("%.0f %s", n, unit)
}

// rates are calls a second, one rate of each round.
type rates []float64

// ratioOf is the median over the rounds of a to b.
func ratioOf(a, b rates) float64 {
	each := make([]float64, len(a))
	for i := range a {
		each[i] = a[i] / b[i]
	}
	return median(each)
}

func median(list []float64) float64 {
	list = slices.Sorted(slices.Values(list))
	return list[len(list)/2]
}

// timed is how long f takes, the median of several calls, in units.
func timed(unit time.Duration, calls int, f func()) float64 {
	times := make([]float64, calls)
	for i := range times {
		began := time.Now()
		f()
		times[i] = float64(time.Since(began)) / float64(unit)
	}
	return median(times)
}
