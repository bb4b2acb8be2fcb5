package checklists_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hallmark/checklists"
	"hallmark/checklists/checktest"
	"hallmark/standard"
)

func TestFailuresOf(t *testing.T) {
	e := checktest.Reference(t)
	editions := map[standard.EditionID]*standard.Edition{e.ID(): e}
	noted := visit("A", 2, "lin", "-+--")
	noted.Clauses[0].Note = "面积不足"
	later := visit("B", 9, "lin", "-++-")
	later.Clauses[0].Note = "仍不足"
	own, foreign := visit("A", 3, "head", "----"), visit("A", 4, "lin", "----")
	own.Kind, foreign.Edition = checklists.Self, "1999"
	bonus := visit("C", 1, "lin", "+++0")
	for _, c := range e.Clauses {
		if c.IsBonus() {
			bonus.Clauses = append(bonus.Clauses, checklists.ClauseOutcome{UID: c.UID,
				Max: standard.MustDecimal("1")})
		}
	}
	if len(bonus.Clauses) == 4 {
		t.Fatal("the edition has no bonus clause")
	}
	var got []string
	list := checklists.FailuresOf([]checklists.Outcome{later, noted, own, foreign, bonus}, editions)
	for _, f := range list {
		line := fmt.Sprintf("%s %d/%d %s", f.UID, f.Failed, f.Asked, f.Rate)
		for _, n := range f.Notes {
			line += " " + n.Text
		}
		got = append(got, line)
	}
	want := []string{"HS004 2/2 1", "HS001 2/3 0.6667 仍不足 面积不足", "HS003 1/3 0.3333"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if none := checklists.FailuresOf(nil, editions); none == nil || len(none) > 0 {
		t.Errorf("of nothing: %v", none)
	}
}

func TestPassRatesOf(t *testing.T) {
	amended := visit("A", 9, "lin", "-")
	amended.Edition = "2017+XG1"
	got := checklists.PassRatesOf([]checklists.Outcome{visit("A", 1, "lin", "+"),
		visit("B", 1, "lin", "+"), visit("C", 1, "lin", "-"), visit("D", 1, "lin", "0"), amended}, "HS001")
	want := map[standard.EditionID]checklists.PassRate{"2017": {3, 2}, "2017+XG1": {1, 0}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if share, ok := got["2017"].Share(); !ok || share.String() != "0.6667" {
		t.Errorf("share %s", share)
	}
	if _, ok := (checklists.PassRate{}).Share(); ok {
		t.Error("a share of nothing")
	}
}

// TestTrendOf compares an audit of 2017 with one after the first amendment: what the amendment
// measures otherwise is in neither rate.
func TestTrendOf(t *testing.T) {
	before := checktest.Reference(t)
	after, err := standard.Apply(before, amendment(t))
	if err != nil {
		t.Fatal(err)
	}
	editions := map[standard.EditionID]*standard.Edition{before.ID(): before, after.ID(): after}
	audited := func(e *standard.Edition, day int, lost ...standard.ClauseUID) checklists.Outcome {
		o := visit("A", day, "lin", "")
		o.Edition = e.ID()
		for _, c := range e.Checklist(o.Tier) {
			line := checklists.ClauseOutcome{UID: c.UID, Max: c.Max(o.Tier), Earned: c.Max(o.Tier)}
			for _, uid := range lost {
				if c.UID == uid {
					line.Earned = standard.Decimal{}
				}
			}
			o.Clauses = append(o.Clauses, line)
		}
		return o
	}
	changed := map[standard.ClauseUID]bool{}
	for _, c := range standard.DiffOf(before, after).Clauses {
		for _, f := range c.Fields {
			changed[c.UID] = changed[c.UID] || strings.HasPrefix(f.Field, "method")
		}
		if c.Before == nil || c.After == nil ||
			c.Before.Max(standard.Subdistrict) != c.After.Max(standard.Subdistrict) {
			changed[c.UID] = true
		}
	}
	if !changed["HS001"] {
		t.Fatal("the amendment leaves the area of the hall alone")
	}
	// HS001 fails in the first audit alone, but is measured otherwise since; the rate stays whole.
	trend := checklists.TrendOf([]checklists.Outcome{audited(after, 9), audited(before, 1, "HS001")},
		editions)
	if len(trend.Points) != 2 || trend.Points[0].Edition != "2017" {
		t.Fatalf("points %+v", trend.Points)
	}
	for _, p := range trend.Points {
		if p.Like.String() != "1" {
			t.Errorf("%s: %s", p.Edition, p.Like)
		}
	}
	if trend.Points[0].Applicable != trend.Points[1].Applicable {
		t.Error("the two audits are not compared over the same points")
	}
	for _, uid := range trend.Clauses {
		if c, _ := after.Clause(uid); changed[uid] || c.IsBonus() {
			t.Errorf("%s is compared", uid)
		}
	}
	if trend.Left == 0 || len(trend.Clauses)+trend.Left > len(after.Checklist(standard.Subdistrict)) {
		t.Errorf("%d compared, %d left", len(trend.Clauses), trend.Left)
	}
	// Within one edition everything but a bonus is compared, and the loss shows.
	same := checklists.TrendOf([]checklists.Outcome{audited(before, 1, "HS001"),
		audited(before, 9)}, editions)
	if same.Left != 0 || same.Points[0].Like.Compare(same.Points[1].Like) >= 0 {
		t.Errorf("%d left, %s then %s", same.Left, same.Points[0].Like, same.Points[1].Like)
	}
}
