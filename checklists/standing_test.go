package checklists_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"hallmark/checklists"
	"hallmark/checklists/checktest"
	"hallmark/standard"
)

func rated(hall checklists.HallID, day int, rates ...string) checklists.Outcome {
	o := checklists.Outcome{Hall: hall, Audit: checklists.AuditID(hall), Tier: standard.Subdistrict,
		Kind: checklists.Announced, Started: checklists.At(checktest.Morning.AddDate(0, 0, day))}
	for i, rate := range rates {
		p := checklists.PartScore{Part: string(rune('5' + i))}
		if rate != "" {
			p.Applicable, p.Rate = standard.MustDecimal("10"), standard.MustDecimal(rate)
		}
		o.Chapters = append(o.Chapters, p)
	}
	return o
}

// TestClauseStandings compares two clauses of a hall with others by hand: 3.48 of 4 is 0.87 beside
// 0.5 and 1; of 3 points 1 is 0.3333, and nobody else was asked it.
func TestClauseStandings(t *testing.T) {
	line := func(uid standard.ClauseUID, earned, points string) checklists.ClauseOutcome {
		return checklists.ClauseOutcome{UID: uid, Earned: standard.MustDecimal(earned),
			Max: standard.MustDecimal(points)}
	}
	rates := func(lines ...checklists.ClauseOutcome) []checklists.ClauseRate {
		return (&checklists.Outcome{Clauses: lines}).Rates()
	}
	excluded := line("B", "0", "3")
	excluded.Excluded = true
	own := rates(line("A", "3.48", "4"), line("B", "1", "3"), line("C", "0", "0"))
	got := checklists.ClauseStandings(own, [][]checklists.ClauseRate{own,
		rates(line("A", "2", "4"), excluded), rates(line("A", "4", "4"), line("D", "1", "1"))})
	decimal := standard.MustDecimal
	want := []checklists.ClauseStanding{
		{ClauseRate: checklists.ClauseRate{UID: "A", Rate: decimal("0.87")}, Median: decimal("0.87"),
			Best: decimal("1"), Halls: 3},
		{ClauseRate: checklists.ClauseRate{UID: "B", Rate: decimal("0.3333")}, Median: decimal("0.3333"),
			Best: decimal("0.3333"), Halls: 1},
	}
	if d := cmp.Diff(want, got, cmp.Comparer(func(a, b standard.Decimal) bool {
		return a.Compare(b) == 0
	})); d != "" {
		t.Error(d)
	}
}

// TestStanding compares one hall with three others by hand: in chapter 5 with 0.7, 0.8 and 0.91, so
// that the middle two are 0.8 and 0.85; chapter 6 is asked of two halls only.
func TestStanding(t *testing.T) {
	own := rated("A", 3, "0.85", "0.5", "")
	community := rated("E", 1, "1", "1", "1")
	community.Tier = standard.Community
	phone := rated("F", 1, "1", "1", "1")
	phone.Kind = checklists.Phone
	peers := checklists.Peers(&own, []checklists.Outcome{rated("A", 9, "1", "1", "1"),
		rated("B", 1, "0.1", "0.1", "0.1"), rated("B", 2, "0.7", "0.6001", "1"), rated("C", 1, "0.8", "", ""),
		rated("D", 1, "0.91", "", "0.2"), community, phone})
	got := checklists.StandingOf(&own, peers,
		func(o *checklists.Outcome) []checklists.PartScore { return o.Chapters })
	want := []checklists.PartStanding{
		{PartScore: own.Chapters[0], Median: standard.MustDecimal("0.825"),
			Best: standard.MustDecimal("0.91"), Halls: 4},
		{PartScore: own.Chapters[1], Median: standard.MustDecimal("0.5501"),
			Best: standard.MustDecimal("0.6001"), Halls: 2},
	}
	if d := cmp.Diff(want, got, cmp.Comparer(func(a, b standard.Decimal) bool {
		return a.Compare(b) == 0
	})); d != "" {
		t.Error(d)
	}
}

// TestCosts compares the cost of each clause with the score without its loss.
func TestCosts(t *testing.T) {
	e := checktest.Reference(t)
	a := fellShort(t, e)
	score, err := a.Score(e)
	checktest.Must(t, err)
	costs := checklists.CostsOf(e, &score)
	if len(costs) != 2 || costs[0].Cost.Compare(costs[1].Cost) < 0 {
		t.Fatalf("costs %+v", costs)
	}
	for _, cost := range costs {
		c, _ := e.Clause(cost.UID)
		answers := a.Answers()
		answers[cost.UID] = checklists.WholeAnswer(c, a.Tier)
		better, err := checklists.ScoreOf(e, a.Tier, answers)
		checktest.Must(t, err)
		var gain int64
		for i := range score.Chapters {
			after, _ := better.Chapters[i].Contribution.Scaled(2)
			before, _ := score.Chapters[i].Contribution.Scaled(2)
			gain += after - before
		}
		got, _ := cost.Cost.Scaled(2)
		if got < gain-1 || got > gain+1 || got == 0 {
			t.Errorf("%s costs %s, and %d hundredths come back with it", cost.UID, cost.Cost, gain)
		}
	}
}
