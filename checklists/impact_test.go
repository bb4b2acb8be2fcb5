package checklists_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hallmark/checklists"
	"hallmark/checklists/checktest"
	"hallmark/standard"
)

// amended returns the edition of 2017 with its first amendment.
func amended(t testing.TB) *standard.Edition {
	t.Helper()
	e, err := standard.Apply(checktest.Reference(t), amendment(t))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// approved returns an approved audit of a hall in which every clause has its best answer but for
// those given.
func approved(t testing.TB, e *standard.Edition, h checklists.Hall,
	other map[standard.ClauseUID]checklists.Answer) *checklists.Audit {
	t.Helper()
	o := opening(e)
	o.Hall = h
	a, err := checklists.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	changes := answerAll(t, e, h.Tier)
	for i := range changes {
		if answer, ok := other[changes[i].Clause]; ok {
			if changes[i].Value, err = json.Marshal(answer); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, r := range a.Apply(e, changes, "li", checktest.Morning) {
		if r.Status != checklists.Applied {
			t.Fatalf("%s: %s %s", r.ID, r.Status, r.Code)
		}
	}
	if err := a.Submit(e, "li", checktest.Morning.Add(time.Hour), ""); err != nil {
		t.Fatal(err)
	}
	if err := a.Approve("boss", checktest.Morning.Add(2*time.Hour), ""); err != nil {
		t.Fatal(err)
	}
	return &a
}

func impact(t testing.TB, day string, holdings ...checklists.Holding) checklists.Impact {
	t.Helper()
	i, err := checklists.ImpactOf(checklists.Weighing{Before: checktest.Reference(t), After: amended(t),
		Grades: amendment(t).Grades(), Day: day, Holdings: slices.Values(holdings)})
	if err != nil {
		t.Fatal(err)
	}
	return i
}

var street = checklists.Hall{ID: "GS-S03", Name: "祥符街道便民服务中心", Tier: standard.Subdistrict}

// TestFates asks for the fate of every changed clause of the first amendment in every tier.
func TestFates(t *testing.T) {
	before, after := checktest.Reference(t), amended(t)
	diff := standard.DiffOf(before, after)
	for tier, want := range map[standard.Tier]string{
		standard.District: "HS001 recheck tightened, HS008 recheck tightened, " +
			"HS014 recheck extended, HS018 recheck extended, HS132 new added, " +
			"HS057 recheck tightened, HS061 reused editorial, HS133 new added, HS065 reused renumbered, " +
			"HS066 reused renumbered, HS100 reused renumbered, HS107 reused rescored, " +
			"HS116 recheck tightened, HS117 recheck tightened",
		standard.Community: "HS001 recheck tightened, HS008 recheck tightened, HS014 new extended, " +
			"HS018 new extended, HS057 recheck tightened, HS061 reused editorial, HS133 new added, " +
			"HS065 reused renumbered, HS066 reused renumbered, HS107 reused rescored, " +
			"HS116 recheck tightened, HS117 recheck tightened, " +
			"HS015 withdrawn withdrawn, HS099 withdrawn withdrawn",
	} {
		var got []string
		for _, f := range checklists.FatesOf(before, after, &diff, amendment(t).Grades(), tier) {
			if f.Change() != nil {
				got = append(got, fmt.Sprintf("%s %s %s", f.UID, f.Fate, f.Grade))
			} else if f.Fate != checklists.FateReused {
				t.Errorf("%s: %s without a change", f.UID, f.Fate)
			}
		}
		if d := cmp.Diff(strings.Split(want, ", "), got); d != "" {
			t.Errorf("%s (-want +got):\n%s", tier, d)
		}
	}
}

// TestImpactProjects compares the projection with a score made by hand from the same answers.
func TestImpactProjects(t *testing.T) {
	before, after := checktest.Reference(t), amended(t)
	answers := full(before, standard.Subdistrict)
	area := checklists.Answer{Kind: checklists.Value, Value: standard.MustDecimal("200")}
	rating := checklists.Answer{Kind: checklists.RatioOf, Numerator: 96, Denominator: 100}
	audit := approved(t, before, street, map[standard.ClauseUID]checklists.Answer{
		"HS001": area, "HS116": rating})
	digest := audit.Digest
	i := impact(t, "2025-01-01", checklists.Holding{Hall: street, Last: audit, Edition: before})
	h := i.Halls[0]
	// By hand: the withdrawn clause goes, the new ones are left out, all else is as it was.
	answers["HS001"], answers["HS116"] = area, rating
	delete(answers, "HS099")
	score := func() *checklists.Result {
		s, err := checklists.ScoreOf(after, standard.Subdistrict, answers)
		if err != nil {
			t.Fatal(err)
		}
		return &checklists.Result{Total: s.Total, Grade: s.Grade, Stars: s.Stars}
	}
	if d := cmp.Diff(score(), h.Projected, compareDecimals); d != "" {
		t.Error("projected:", d)
	}
	best := full(after, standard.Subdistrict)
	uncertain := []standard.ClauseUID{"HS008", "HS014", "HS057", "HS117"}
	for _, uid := range append(uncertain, "HS132", "HS133") {
		answers[uid] = best[uid]
	}
	if d := cmp.Diff(score(), h.Highest, compareDecimals); d != "" {
		t.Error("highest:", d)
	}
	for _, uid := range append(uncertain, "HS132", "HS133") {
		answers[uid] = nothing(after, uid, standard.Subdistrict)
	}
	if d := cmp.Diff(score(), h.Lowest, compareDecimals); d != "" {
		t.Error("lowest:", d)
	}
	if d := cmp.Diff(uncertain, h.Uncertain); d != "" {
		t.Error("uncertain:", d)
	}
	if h.Lowest.Grade != "不合格" || !h.MayChange() || i.Totals.Uncertain != 1 {
		t.Errorf("a failed veto clause: %+v, totals %+v", h.Lowest, i.Totals)
	}
	if h.Step() >= 0 || i.Totals.Lower != 1 {
		t.Errorf("step %d, totals %+v", h.Step(), i.Totals)
	}
	if audit.Digest != digest || audit.CheckDigest() != nil || *h.Official != *audit.Result {
		t.Error("the audit has changed")
	}
}

// nothing is an answer that earns no points.
func nothing(e *standard.Edition, uid standard.ClauseUID, tier standard.Tier) checklists.Answer {
	c, _ := e.Clause(uid)
	switch c.Method.Type {
	case standard.PassFail:
		return checklists.Answer{Kind: checklists.Verdict}
	case standard.Measured:
		zero, _ := c.Method.ZeroAt.Get(tier)
		return checklists.Answer{Kind: checklists.Value, Value: zero}
	case standard.Ratio:
		return checklists.Answer{Kind: checklists.RatioOf, Denominator: 1}
	}
	return checklists.Answer{Kind: checklists.Level}
}

// TestImpactTransition: 5.1.1 keeps 200 m² for a hall that was there, until 2024-06-30.
func TestImpactTransition(t *testing.T) {
	before := checktest.Reference(t)
	area := map[standard.ClauseUID]checklists.Answer{
		"HS001": {Kind: checklists.Value, Value: standard.MustDecimal("200")}}
	for name, test := range map[string]struct {
		day, opened string
		kept        bool
	}{
		"in the time":             {"2022-07-01", "2015-03-01", true},
		"opening day not known":   {"2024-06-30", "", true},
		"after the time":          {"2024-07-01", "2015-03-01", false},
		"opened the day before":   {"2023-01-01", "2022-06-30", true},
		"opened on the day":       {"2023-01-01", "2022-07-01", false},
		"moved after the day":     {"2023-01-01", "2022-11-11", false},
		"a district hall, as was": {"2022-07-01", "2015-03-01", false},
	} {
		t.Run(name, func(t *testing.T) {
			h, answers := street, area
			h.Opened = test.opened
			if strings.HasPrefix(name, "a district") {
				h.Tier, answers = standard.District, nil
			}
			i := impact(t, test.day, checklists.Holding{Hall: h, Edition: before,
				Last: approved(t, before, h, answers)})
			if kept := slices.Contains(i.Halls[0].Kept, "HS001"); kept != test.kept {
				t.Errorf("kept %v", i.Halls[0].Kept)
			}
			full := i.Halls[0].Step() == 0 // as officially, by the edition of 2017
			if want := test.kept || h.Tier == standard.District; full != want {
				t.Errorf("projected %s", i.Halls[0].Projected.Total)
			}
		})
	}
}

// TestImpactTouches: running audits of an older edition, findings of changed clauses, halls
// without an audit, and the order of the list.
func TestImpactTouches(t *testing.T) {
	before := checktest.Reference(t)
	village := checklists.Hall{ID: "GS-C01", Name: "社区", Tier: standard.Community}
	failed := approved(t, before, street, map[standard.ClauseUID]checklists.Answer{
		"HS057": nothing(before, "HS057", street.Tier)})
	running := started(t, before)
	i := impact(t, "2022-07-01",
		checklists.Holding{Hall: village},
		checklists.Holding{Hall: street, Last: failed, Edition: before,
			Open: []*checklists.Audit{&running}, Findings: []checklists.Finding{
				{Clause: "HS057", Code: "8.4.1", Severity: checklists.Major, Due: "2018-03-01"},
				{Clause: "HS002", Code: "5.1.2", Severity: checklists.Minor},
				{Clause: "HS099", Code: "11.3.4", Severity: checklists.Advice}}})
	want := checklists.ImpactTotals{Halls: 2, Audited: 1, Uncertain: 1, Open: 1, Findings: 2,
		Changed: i.Totals.Changed, Higher: i.Totals.Higher, Lower: i.Totals.Lower}
	if d := cmp.Diff(want, i.Totals); d != "" {
		t.Error(d)
	}
	if i.Halls[0].Hall != "GS-S03" || i.Halls[1].Official != nil || i.Halls[1].Projected != nil ||
		len(i.Halls[1].New) != 3 {
		t.Errorf("halls: %+v", i.Halls)
	}
	if o := i.Open[0]; o.Number != running.Number || o.Edition != "2017" {
		t.Errorf("open audit %+v", o)
	}
	if f := i.Findings[1]; f.Clause != "HS099" || f.Fate != checklists.FateWithdrawn {
		t.Errorf("finding %+v", f)
	}
	for _, c := range i.Clauses {
		if c.UID == "HS061" && (c.Grade != standard.Editorial || c.Rule != standard.Clarified) {
			t.Errorf("grade of the sheet %s, of the rules %s", c.Grade, c.Rule)
		}
		if c.UID == "HS015" && cmp.Diff(map[checklists.Fate]int{checklists.FateWithdrawn: 1},
			c.Halls) != "" {
			t.Errorf("HS015 touches %v", c.Halls)
		}
	}
}

// TestImpactOrder: holdings arrive as fast as their logs are read, in any order; the impact is the
// same.
func TestImpactOrder(t *testing.T) {
	e := checktest.Reference(t)
	var holdings []checklists.Holding
	for _, id := range []checklists.HallID{"GS-S03", "GS-S01", "GS-S02"} {
		h := street
		h.ID = id
		running := started(t, e)
		running.ID, running.Hall = checklists.AuditID("of "+id), id
		holdings = append(holdings, checklists.Holding{Hall: h, Open: []*checklists.Audit{&running},
			Findings: []checklists.Finding{{Clause: "HS099", Due: "2018-02-01"},
				{Clause: "HS057", Due: "2018-03-01"}}})
	}
	want := impact(t, "2022-07-01", holdings...)
	slices.Reverse(holdings)
	if d := cmp.Diff(want, impact(t, "2022-07-01", holdings...)); d != "" {
		t.Errorf("in another order:\n%s", d)
	}
}

// TestScoreOfKept: a line made with the threshold before says so, and only clauses that have one
// are touched.
func TestScoreOfKept(t *testing.T) {
	e := amended(t)
	answers := full(e, standard.Subdistrict)
	answers["HS001"] = checklists.Answer{Kind: checklists.Value, Value: standard.MustDecimal("150")}
	for name, test := range map[string]struct {
		kept   []standard.ClauseUID
		earned string
		flags  []string
	}{
		// 150 m² is nothing of 300 (none at 150), and half the way from 100 to 200.
		"new":          {nil, "0", []string{}},
		"kept":         {[]standard.ClauseUID{"HS001"}, "2", []string{checklists.FlagTransition}},
		"of no clause": {[]standard.ClauseUID{"HS002", "HS999"}, "0", []string{}},
	} {
		s, err := checklists.ScoreOf(e, standard.Subdistrict, answers, test.kept...)
		if err != nil {
			t.Fatal(err)
		}
		line := s.Clauses[slices.IndexFunc(s.Clauses,
			func(c checklists.ClauseScore) bool { return c.UID == "HS001" })]
		if line.Earned.String() != test.earned || cmp.Diff(test.flags, line.Flags) != "" {
			t.Errorf("%s: %+v", name, line)
		}
		for _, c := range s.Clauses {
			if c.UID != "HS001" && slices.Contains(c.Flags, checklists.FlagTransition) {
				t.Errorf("%s: %s is flagged", name, c.UID)
			}
		}
	}
}

// TestAuditKeeps: an audit is sealed to the thresholds that are kept for its hall when it starts.
func TestAuditKeeps(t *testing.T) {
	e := amended(t)
	o := opening(e)
	o.At = time.Date(2024, 6, 30, 23, 0, 0, 0, checklists.HallZone)
	a, err := checklists.Start(o)
	if err != nil || cmp.Diff([]standard.ClauseUID{"HS001"}, a.Kept) != "" {
		t.Fatalf("kept %v, %v", a.Kept, err)
	}
	if err := a.CheckDigest(); err != nil {
		t.Error(err)
	}
	b, err := json.Marshal(&a)
	if err != nil {
		t.Fatal(err)
	}
	var read checklists.Audit
	if err := json.Unmarshal(b, &read); err != nil || read.CheckDigest() != nil {
		t.Errorf("read again: %v, %v", err, read.CheckDigest())
	}
	if read.Kept = nil; read.CheckDigest() == nil {
		t.Error("the seal does not hold the thresholds that are kept")
	}
	o.At = o.At.Add(time.Hour)
	if a, err = checklists.Start(o); err != nil || a.Kept != nil {
		t.Errorf("a day later: %v, %v", a.Kept, err)
	}
}

func BenchmarkImpactOf(b *testing.B) {
	before, after := checktest.Reference(b), amended(b)
	grades := amendment(b).Grades()
	audits := map[standard.Tier]*checklists.Audit{}
	for _, tier := range standard.Tiers() {
		h := street
		h.Tier = tier
		audits[tier] = approved(b, before, h, nil)
	}
	holdings := func(yield func(checklists.Holding) bool) {
		for i := range 1300 {
			h := checklists.Hall{ID: checklists.HallID(fmt.Sprintf("H-%04d", i)),
				Tier: standard.Tiers()[i%3]}
			if !yield(checklists.Holding{Hall: h, Last: audits[h.Tier], Edition: before}) {
				return
			}
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		_, err := checklists.ImpactOf(checklists.Weighing{Before: before, After: after,
			Grades: grades, Day: "2022-07-01", Holdings: holdings})
		if err != nil {
			b.Fatal(err)
		}
	}
}
