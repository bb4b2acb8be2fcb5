package checklists_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hallmark/checklists"
	"hallmark/checklists/checktest"
	"hallmark/standard"
)

func TestWeeks(t *testing.T) {
	for week, want := range map[string]string{
		"2026-W48": "2026-11-23 2026-11-30", "2018-W01": "2018-01-01 2018-01-08",
		"2020-W53": "2020-12-28 2021-01-04", "2021-W01": "2021-01-04 2021-01-11",
		"2019-W53": "", "2026-W00": "", "2026-48": "", "": "",
	} {
		from, to, ok := checklists.ParseWeek(week)
		got := from.Format(time.DateOnly) + " " + to.Format(time.DateOnly)
		if ok != (want != "") || ok && got != want {
			t.Errorf("%q: %s, %t", week, got, ok)
		}
	}
	// Monday begins in the hall's zone, which is ahead of UTC.
	if got := checklists.WeekOf(time.Date(2026, 11, 29, 16, 0, 0, 0, time.UTC)); got != "2026-W49" {
		t.Error(got)
	}
}

func TestHallsToCall(t *testing.T) {
	call := func(id string, days int) checklists.CalledHall {
		h := checklists.CalledHall{Hall: checklists.Hall{ID: checklists.HallID(id)}}
		if days > 0 {
			h.Last = checklists.At(checktest.Morning.AddDate(0, 0, -days))
		}
		return h
	}
	shut := call("X", 0)
	shut.Hall.Status = checklists.Closed
	list := []checklists.CalledHall{call("D", 1), call("C", 9), shut, call("B", 0), call("A", 0)}
	var got []string
	for _, h := range checklists.HallsToCall(list, 3) {
		got = append(got, string(h.Hall.ID))
	}
	if strings.Join(got, " ") != "A B C" {
		t.Errorf("%v", got)
	}
}

func TestPhoneForm(t *testing.T) {
	e := checktest.Reference(t)
	f := checklists.PhoneForm{}
	err := f.Set(e, []standard.ClauseUID{"HS001", "XX", "HS036"}, 0, "chen", checktest.Morning)
	checktest.WantProblems(t, err, "clauses[1] phone.clause", "clauses[2] phone.deduction", "perDay phone.per-day")
	if f.Revision != 0 {
		t.Error("a form that was refused holds")
	}
	if err := f.Set(e, []standard.ClauseUID{"HS003", "HS001"}, 3, "chen", checktest.Morning); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]standard.ClauseUID{"HS001", "HS003"}, f.Asks(e, standard.Subdistrict)); d != "" {
		t.Error(d)
	}
	only := f.Asks(e, standard.Subdistrict)
	err = checklists.CheckCall(e, standard.Subdistrict, only, checklists.Answers{"HS002": full(e,
		standard.Subdistrict)["HS002"], "HS001": {Kind: checklists.Verdict}})
	checktest.WantProblems(t, err, "answers.HS001.verdict answer.kind", "answers.HS002 answer.not-asked",
		"answers.HS003 answer.none")
}

// TestPhoneWeek sums up the calls of a week: of hall A one that earned all, one that earned
// nothing, and one in which the clause did not apply; of hall B one that earned all. Calls before
// and after the week, and one that was never handed in, are left out.
func TestPhoneWeek(t *testing.T) {
	e := checktest.Reference(t)
	c, _ := e.Clause("HS001")
	target, _ := c.Method.Target.Get(standard.Subdistrict)
	call := func(hall string, at time.Time, answer checklists.Answer) *checklists.Audit {
		o := opening(e)
		o.Kind, o.Only, o.At = checklists.Phone, []standard.ClauseUID{"HS001"}, at
		o.Hall.ID, o.Hall.Name = checklists.HallID(hall), hall
		a, err := checklists.Start(o)
		if err != nil {
			t.Fatal(err)
		}
		value, err := json.Marshal(answer)
		if err != nil {
			t.Fatal(err)
		}
		a.Apply(e, []checklists.Change{{ID: numbered(1), Clause: "HS001", At: stamp(1), Device: "tab",
			Op: checklists.OpAnswer, Value: value}}, "li", at)
		if err := a.Submit(e, "li", at, ""); err != nil {
			t.Fatal(err)
		}
		return &a
	}
	best := checklists.Answer{Kind: checklists.Value, Value: target}
	none := checklists.Answer{Kind: checklists.Value, Note: "无人接听"}
	absent := checklists.Answer{Kind: checklists.NotApplicable, Reason: "停电"}
	monday := time.Date(2018, 1, 8, 9, 0, 0, 0, checklists.HallZone)
	unsent := partial(t, e, "HS001")
	audits := []*checklists.Audit{call("B", monday, best), call("A", monday, best),
		call("A", monday.AddDate(0, 0, 6), none), call("A", monday.AddDate(0, 0, 4), absent),
		call("A", monday.AddDate(0, 0, 7), none), call("A", monday.AddDate(0, 0, -1), none), &unsent}
	w, err := checklists.PhoneWeekOf("2018-W02", audits,
		map[standard.EditionID]*standard.Edition{e.ID(): e})
	if err != nil {
		t.Fatal(err)
	}
	max := c.Max(standard.Subdistrict)
	n, _ := max.Scaled(2)
	twice := standard.NewDecimal(2*n, 2)
	fault := checklists.PhoneFault{Clause: "HS001", Code: c.Code, Title: c.Title, TitleEN: c.TitleEN,
		Failed: 1, Asked: 2, Notes: []string{"无人接听"}}
	all := fault
	all.Asked = 3
	want := checklists.PhoneWeek{Week: "2018-W02", From: "2018-01-08", To: "2018-01-14", Checks: 4,
		Halls: []checklists.PhoneHall{
			{Hall: "A", HallName: "A", Tier: standard.Subdistrict, Checks: 3, Applicable: twice,
				Earned: max, Rate: standard.NewDecimal(5, 1), Failing: []checklists.PhoneFault{fault}},
			{Hall: "B", HallName: "B", Tier: standard.Subdistrict, Checks: 1, Applicable: max,
				Earned: max, Rate: standard.NewDecimal(1, 0), Failing: []checklists.PhoneFault{}}},
		Failing: []checklists.PhoneFault{all}}
	if d := cmp.Diff(want, w, decimals); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}
