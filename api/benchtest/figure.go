package benchtest

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"
)

// Grace is by which part of its target a time may be over it before it fails.
const Grace = 0.5

// Figure is one measured quantity and its target.
type Figure struct {
	Work     string
	Target   float64
	Measured float64
	Unit     string
	AtLeast  bool    // the quantity should be at least the target, else at most
	Grace    float64 // the part of the target that may be missing or over; 0 where no machine differs
	Slow     float64 // of a time: see [Slowness]; 0 of what does not depend on the machine
}

// Fixed is a quantity that is the same on every machine, such as a size, and at most target.
func Fixed(work string, target, measured float64, unit string) Figure {
	return Figure{Work: work, Target: target, Measured: measured, Unit: unit}
}

// Time is a time in a unit that should be at most target; slow is the [Slowness] of the same run.
func Time(work string, target, measured float64, unit string, slow float64) Figure {
	return Figure{Work: work, Target: target, Measured: measured, Unit: unit, Grace: Grace, Slow: slow}
}

// Duration is [Time] in milliseconds.
func Duration(work string, target, measured time.Duration, slow float64) Figure {
	return Time(work, ms(target), ms(measured), "ms", slow)
}

// Met reports whether the target is reached on this machine.
func (f Figure) Met() bool { return f.within(0) }

// Missed reports whether the target is missed by more than the grace.
func (f Figure) Missed() bool { return !f.within(f.Grace) }

// within is false, too, of a quantity that is no number.
func (f Figure) within(grace float64) bool {
	if f.AtLeast {
		return f.Measured >= f.Target*(1-grace)
	}
	target := f.Target
	if f.Slow > 0 {
		target *= f.Slow
	}
	return f.Measured <= target*(1+grace)
}

// Check logs the figure and fails the test where its target is missed.
func (f Figure) Check(t testing.TB) {
	t.Helper()
	t.Log(f)
	if f.Missed() {
		t.Errorf("%v", f)
	}
}

// String is such as "merge: 4 ms, target ≤ 5 ms: ok".
func (f Figure) String() string {
	return fmt.Sprintf("%s: %s, target %s: %s", f.Work, Amount(f.Measured, f.Unit), f.Goal(), f.Word())
}

// Goal is such as "≤ 5 ms".
func (f Figure) Goal() string {
	sign, slow := "≤ ", ""
	if f.AtLeast {
		sign = "≥ "
	}
	if f.Slow > 0 {
		slow = fmt.Sprintf(" × %.2f", f.Slow)
	}
	return sign + Amount(f.Target, f.Unit) + slow
}

// Word is what became of the target.
func (f Figure) Word() string {
	switch {
	case f.Met():
		return "ok"
	case f.Missed():
		return "MISSED"
	}
	return "over, within the grace"
}

// Amount writes a quantity with its unit.
func Amount(n float64, unit string) string {
	decimals := 2
	switch {
	case n == math.Trunc(n) || n >= 100:
		decimals = 0
	case n >= 10:
		decimals = 1
	}
	return strings.TrimSpace(fmt.Sprintf("%.*f %s", decimals, n, unit))
}

// Median is the one in the middle of a list that is not empty.
func Median(list []float64) float64 {
	list = slices.Sorted(slices.Values(list))
	return list[len(list)/2]
}

// reference is how long the [fixed] work takes on the machine that the targets were set on, in
// milliseconds.
const reference = 4.0

// Slowness is how many times as long as on the machine that the targets were set on a fixed piece of
// work takes at this moment. It takes a tenth of a second.
func Slowness() float64 {
	times := make([]float64, 15)
	for i := range times {
		began := time.Now()
		fixed()
		times[i] = ms(time.Since(began))
	}
	return Median(times) / reference
}

// fixed is a piece of work that never changes, of what the program does most: it sorts, fills a map,
// writes JSON and reads it.
func fixed() {
	numbers, n := map[string]int{}, uint32(1)
	for range 4000 {
		n = n*1664525 + 1013904223
		numbers[fmt.Sprintf("HS%010d", n)] = int(n)
	}
	text, err := json.Marshal(numbers) // sorts the keys
	if err != nil {
		panic(err)
	}
	var back map[string]int
	if err := json.Unmarshal(text, &back); err != nil || len(back) != len(numbers) {
		panic(fmt.Sprint("the fixed work does not come back: ", err))
	}
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
