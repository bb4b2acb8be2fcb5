package checklists_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"hallmark/checklists"
	"hallmark/standard"
)

// The tables are worked by hand: with a, b, c, d the pairs of both passed, first alone, second
// alone, none, p = (a+d)/n and e = ((a+b)(a+c) + (c+d)(b+d))/n².
func TestKappa(t *testing.T) {
	for _, c := range []struct {
		table [4]int
		want  string // "" for not defined
	}{
		{[4]int{20, 5, 10, 15}, "0.4"},    // p = 0.70, e = 0.50
		{[4]int{45, 15, 25, 15}, "0.13"},  // p = 0.60, e = 0.54: 0.06 ÷ 0.46 = 0.1304…
		{[4]int{25, 35, 5, 35}, "0.259"},  // p = 0.60, e = 0.46: 0.14 ÷ 0.54 = 0.2592…
		{[4]int{7, 0, 0, 3}, "1"},         // full agreement
		{[4]int{0, 5, 5, 0}, "-1"},        // p = 0, e = 0.5
		{[4]int{1, 1, 1, 1}, "0"},         // what chance gives
		{[4]int{2, 3, 3, 2}, "-0.2"},      // p = 0.4, e = 0.5
		{[4]int{9, 1, 0, 0}, "0"},         // p = e = 0.9: one rater never fails it
		{[4]int{5, 0, 0, 0}, ""},          // both always passed: chance agrees as well
		{[4]int{0, 0, 0, 4}, ""},          // both always failed
		{[4]int{}, ""},                    // no pair
		{[4]int{0, 1000, 1, 0}, "-0.002"}, // p = 0, e = 2000/1001²: −0.001998…
	} {
		a := checklists.Agreement{Passed: c.table[0], FirstPassed: c.table[1],
			SecondPassed: c.table[2], Failed: c.table[3]}
		got := ""
		if kappa, ok := a.Kappa(); ok {
			got = kappa.String()
		}
		if got != c.want {
			t.Errorf("%v: %q, want %q", c.table, got, c.want)
		}
	}
}

// TestKappaIsSymmetric swaps the raters, and the two ratings.
func TestKappaIsSymmetric(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 300)
		a := checklists.Agreement{Passed: n.Draw(t, "a"), FirstPassed: n.Draw(t, "b"),
			SecondPassed: n.Draw(t, "c"), Failed: n.Draw(t, "d")}
		want, ok := a.Kappa()
		for _, b := range []checklists.Agreement{
			{Passed: a.Passed, FirstPassed: a.SecondPassed, SecondPassed: a.FirstPassed, Failed: a.Failed},
			{Passed: a.Failed, FirstPassed: a.SecondPassed, SecondPassed: a.FirstPassed, Failed: a.Passed},
		} {
			if got, defined := b.Kappa(); got != want || defined != ok {
				t.Errorf("%+v: %s, %+v: %s", a, want, b, got)
			}
		}
		one := standard.MustDecimal("1")
		if want.Compare(one) > 0 || want.Compare(standard.MustDecimal("-1")) < 0 {
			t.Errorf("%+v: %s", a, want)
		}
	})
}

// visit is an official audit of a hall on a day of January; marks are its clauses in their order: +
// passed, − failed, 0 not applicable.
func visit(hall checklists.HallID, day int, by checklists.Username, marks string) checklists.Outcome {
	o := checklists.Outcome{Hall: hall, Audit: checklists.AuditID(fmt.Sprint(hall, day, by)),
		Tier: standard.Subdistrict, Kind: checklists.Comprehensive, Edition: "2017",
		Inspectors: []checklists.Username{by},
		Started:    checklists.At(time.Date(2018, 1, day, 1, 0, 0, 0, time.UTC))}
	for i, mark := range marks {
		line := checklists.ClauseOutcome{UID: standard.ClauseUID(fmt.Sprintf("HS%03d", i+1)),
			Max: standard.MustDecimal("2"), Excluded: mark == '0'}
		if mark == '+' {
			line.Earned = line.Max
		}
		o.Clauses = append(o.Clauses, line)
	}
	return o
}

func TestDoublesOf(t *testing.T) {
	edited := visit("A", 3, "chen", "+")
	edited.Edition = "2017+XG1"
	own := visit("A", 3, "chen", "+")
	own.Kind = checklists.Self
	for name, c := range map[string]struct {
		outcomes []checklists.Outcome
		want     []string
	}{
		"one pair, whatever the order": {[]checklists.Outcome{visit("A", 5, "chen", "+"),
			visit("A", 1, "lin", "+")}, []string{"A1lin A5chen"}},
		"the last day counts": {[]checklists.Outcome{visit("A", 1, "lin", "+"),
			visit("A", 11, "chen", "+")}, []string{"A1lin A11chen"}},
		"a day too late": {[]checklists.Outcome{visit("A", 1, "lin", "+"),
			visit("A", 12, "chen", "+")}, nil},
		"same inspector": {[]checklists.Outcome{visit("A", 1, "lin", "+"),
			visit("A", 2, "lin", "+")}, nil},
		"other hall": {[]checklists.Outcome{visit("A", 1, "lin", "+"),
			visit("B", 2, "chen", "+")}, nil},
		"other edition":   {[]checklists.Outcome{visit("A", 1, "lin", "+"), edited}, nil},
		"the hall itself": {[]checklists.Outcome{visit("A", 1, "lin", "+"), own}, nil},
		"each audit once": {[]checklists.Outcome{visit("A", 1, "lin", "+"), visit("A", 2, "chen", "+"),
			visit("A", 3, "zhou", "+")}, []string{"A1lin A2chen"}},
		"the next that fits": {[]checklists.Outcome{visit("A", 1, "lin", "+"),
			visit("A", 2, "lin", "+"), visit("A", 3, "chen", "+"), visit("A", 4, "chen", "+")},
			[]string{"A1lin A3chen", "A2lin A4chen"}},
	} {
		var got []string
		for _, d := range checklists.DoublesOf(c.outcomes, 10) {
			got = append(got, string(d.First.Audit+" "+d.Second.Audit))
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}

func TestAgreementOf(t *testing.T) {
	got := checklists.AgreementOf(checklists.DoublesOf([]checklists.Outcome{
		visit("A", 1, "lin", "++-0"), visit("A", 2, "chen", "+--+"),
		visit("B", 1, "lin", "+++-"), visit("B", 2, "chen", "+-+0"),
	}, 30))
	want := map[standard.ClauseUID]checklists.Agreement{
		"HS001": {Passed: 2}, "HS002": {FirstPassed: 2}, "HS003": {Passed: 1, Failed: 1}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}
