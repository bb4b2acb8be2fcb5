package checklists_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"hallmark/checklists"
	"hallmark/checklists/checktest"
	"hallmark/standard"
)

func ranked(lines []checklists.RankLine) string {
	var words []string
	for _, l := range lines {
		words = append(words, fmt.Sprintf("%d:%s%+d", l.Rank, l.Hall, l.Moved))
	}
	return strings.Join(words, " ")
}

func TestRankingOf(t *testing.T) {
	first := checklists.RankingOf(standard.Subdistrict, []checklists.Outcome{
		checktest.Outcome("C", "88.4", 0), checktest.Outcome("A", "91", 0), checktest.Outcome("D", "60.1", 0),
		checktest.Outcome("B", "88.4", 0)}, nil)
	if got, want := ranked(first), "1:A+0 2:B+0 2:C+0 4:D+0"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	self := checktest.Outcome("A", "99", 5)
	self.Kind = checklists.Self
	other := checktest.Outcome("X", "99", 5)
	other.Tier = standard.Community
	second := checklists.RankingOf(standard.Subdistrict, []checklists.Outcome{self, other,
		checktest.Outcome("A", "70", 0), checktest.Outcome("A", "72", 9), checktest.Outcome("B", "72.1", 0),
		checktest.Outcome("D", "95", 1), checktest.Outcome("E", "10", 1)}, first)
	if got, want := ranked(second), "1:D+3 2:B+0 3:A-2 4:E+0"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestRankingDoesNotDependOnOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var list []checklists.Outcome
		for i := range rapid.IntRange(1, 12).Draw(t, "halls") {
			hall := checklists.HallID(fmt.Sprint("H", i%9))
			total := fmt.Sprint(rapid.IntRange(60, 64).Draw(t, "total"))
			o := checktest.Outcome(hall, total, rapid.IntRange(0, 2).Draw(t, "minutes"))
			o.Audit = checklists.AuditID(fmt.Sprint(i))
			list = append(list, o)
		}
		want := checklists.RankingOf(standard.Subdistrict, list, nil)
		got := checklists.RankingOf(standard.Subdistrict, rapid.Permutation(list).Draw(t, "order"), nil)
		if ranked(got) != ranked(want) {
			t.Fatalf("%s, in another order %s", ranked(want), ranked(got))
		}
		for i, l := range want {
			better := 0
			for _, o := range want {
				if o.Total.Compare(l.Total) > 0 {
					better++
				}
			}
			if l.Rank != better+1 {
				t.Fatalf("line %d: rank %d with %d better", i, l.Rank, better)
			}
		}
	})
}

func TestConsequencesOf(t *testing.T) {
	period := func(last string) []checklists.RankLine {
		list := []checklists.Outcome{checktest.Outcome("A", "90", 0), checktest.Outcome("B", "80", 0), checktest.Outcome("C", "80", 0)}
		switch last {
		case "absent": // A is not visited
			list = list[1:]
		case "alone":
			list = list[:1]
		}
		for i := range list {
			if string(list[i].Hall) == last {
				list[i].Result.Total = standard.MustDecimal("50")
			}
		}
		return checklists.RankingOf(standard.Subdistrict, list, nil)
	}
	for _, c := range []struct{ year, want string }{
		{"A", ""},
		{"A A", "A 2 2 internal-notice"},
		{"A B A B A", "A 1 3 internal-notice"},
		{"A A A", "A 3 3 parent-notice"},
		{"A B A A", "A 2 3 internal-notice"},
		{"A A B A A", "A 2 4 parent-notice"},
		{"A A B", ""},
		{"A absent A", "A 2 2 internal-notice"}, // where A is not ranked it has no place
		{"A alone A", "A 2 2 internal-notice"},  // nor where it has no other beside it
		{"A A alone", ""},
		{"none", ""},
		{"none none", "B 2 2 internal-notice C 2 2 internal-notice"}, // both share the last place
	} {
		var year [][]checklists.RankLine
		for last := range strings.FieldsSeq(c.year) {
			year = append(year, period(last))
		}
		var got []string
		for _, q := range checklists.ConsequencesOf(year, len(year),
			checklists.DefaultLastPlaces().Rules()) {
			got = append(got, fmt.Sprintf("%s %d %d %s", q.Hall, q.Running, q.InYear, q.Measure))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, want %s", c.year, got, c.want)
		}
	}
	// Over a turn of the year places are running, and those of the year before are not of this one.
	turn := [][]checklists.RankLine{period("A"), period("B"), period("A"), period("A")}
	rules := checklists.LastPlaces{Notice: checklists.LastPlaceCounts{Running: 2},
		Parent: checklists.LastPlaceCounts{InYear: 2}}.Rules()
	got := checklists.ConsequencesOf(turn, 1, rules)
	if len(got) != 1 || got[0].Running != 2 || got[0].InYear != 1 ||
		got[0].Measure != checklists.InternalNotice {
		t.Errorf("over a turn of the year: %v", got)
	}
	if got := checklists.ConsequencesOf(turn, 2, rules); got[0].Measure != checklists.ParentNotice {
		t.Errorf("twice in the year: %v", got)
	}
	if rules := (checklists.LastPlaces{}).Rules(); len(rules) != 0 {
		t.Errorf("nothing follows: %v", rules)
	}
}

func TestOutcomeOf(t *testing.T) {
	e := checktest.Reference(t)
	a := fellShort(t, e)
	score, err := a.Score(e)
	checktest.Must(t, err)
	findings := checklists.FindingsOf(e, score, a.Answers(), checktest.Morning, checklists.Calendar{})
	o, err := checklists.OutcomeOf(e, &a, findings)
	checktest.Must(t, err)
	if o.Result != *a.Result || o.Restated || o.Findings[checklists.Major] != 1 || len(o.Clauses) != a.Asked {
		t.Errorf("%+v", o.Findings)
	}
	for i, part := range o.Chapters {
		if c := score.Chapters[i]; part.Rate != c.Rate || part.Applicable != c.Applicable {
			t.Errorf("chapter %s: %+v, the score says %+v", part.Part, part, c)
		}
	}
	var parts, chapters standard.Decimal
	for _, list := range []struct {
		of  []checklists.PartScore
		sum *standard.Decimal
	}{{o.Dimensions, &parts}, {o.Chapters, &chapters}} {
		var n int64
		for _, p := range list.of {
			cents, _ := p.Earned.Scaled(2)
			n += cents
		}
		*list.sum = standard.NewDecimal(n, 2)
	}
	if parts != chapters {
		t.Errorf("dimensions earned %s, chapters %s", parts, chapters)
	}
	running := started(t, e)
	if _, err := checklists.OutcomeOf(e, &running, nil); err == nil {
		t.Error("a running audit has an outcome")
	}
}
