package bench_test

import (
	"os"
	"testing"
)

// childKey makes this test binary write reports instead of running tests; see [reportChild].
const childKey = "HALLMARK_BENCH_REPORTS"

func TestMain(m *testing.M) {
	if n := os.Getenv(childKey); n != "" {
		reportChild(n)
		return
	}
	os.Exit(m.Run())
}

// TestFigures prints the table. It fails when something does not work at all, when a quantity that is
// the same on every machine is over its target, when a ratio is more than a fifth off its target, and
// when a time is over its target as package benchtest judges it.
func TestFigures(t *testing.T) {
	if os.Getenv("HALLMARK_BENCH") != "1" {
		t.Skip("takes a minute and wants a quiet machine: make bench, or HALLMARK_BENCH=1")
	}
	var f figures
	core(t, &f)
	t.Run("saving", func(t *testing.T) { saving(t, &f) })
	t.Run("trips", func(t *testing.T) { trips(t, &f) })
	t.Run("lists", func(t *testing.T) { lists(t, &f) })
	t.Run("reports", func(t *testing.T) { reports(t, &f) })
	t.Run("program", func(t *testing.T) { program(t, &f) })
	f.print(t)
}
