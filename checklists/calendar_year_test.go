package checklists_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hallmark/checklists"
	"hallmark/checklists/checktest"
	"hallmark/fixtures"
)

// holidays2028 are some public holidays of a year that no announcement covers.
func holidays2028(int) []checklists.Statutory {
	return []checklists.Statutory{{Day: "2028-01-01", Name: "元旦"}, {Day: "2028-01-26", Name: "春节"}}
}

func TestCheckCalendarYear(t *testing.T) {
	rest := func(day string) checklists.CalendarDay {
		return checklists.CalendarDay{Day: day, Name: "春节"}
	}
	work := func(day string) checklists.CalendarDay {
		return checklists.CalendarDay{Day: day, Name: "春节", Work: true}
	}
	good := []checklists.CalendarDay{rest("2028-01-26"), work("2028-01-23"), rest("2027-12-31")}
	for _, test := range []struct {
		name string
		days []checklists.CalendarDay
		want []string
	}{
		{"whole", good, nil},
		{"empty", nil, []string{" calendar.empty"}},
		{"no day", append(good[:2:2], rest("2028-02-30")), []string{"day audit.day"}},
		{"another year", append(good[:2:2], rest("2029-01-01")), []string{"day calendar.other-year"}},
		{"too early in December", append(good[:2:2], rest("2027-12-19")),
			[]string{"day calendar.other-year"}},
		{"twice", append(good[:2:2], work("2028-01-26")),
			[]string{"day calendar.twice", " calendar.not-whole"}},
		{"worked on a Monday", append(good[:2:2], work("2028-01-24")),
			[]string{"kind calendar.no-weekend"}},
		{"without a name", append(good[:2:2], checklists.CalendarDay{Day: "2028-01-27", Name: "\u200b"}),
			[]string{"name calendar.no-name"}},
		{"without the festival", good[1:2:2], []string{" calendar.not-whole"}},
		{"the festival is worked", []checklists.CalendarDay{rest("2028-01-27"), work("2028-01-01"),
			rest("2028-01-26")}, []string{" calendar.not-whole"}},
		{"long ago", []checklists.CalendarDay{rest("2024-01-01")}, []string{" calendar.year"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			lines := make([]int, len(test.days))
			for i := range lines {
				lines[i] = i + 2
			}
			y, err := checklists.CheckCalendarYear(test.days, lines, holidays2028)
			if len(test.want) > 0 {
				checktest.WantProblems(t, err, test.want...)
				return
			}
			checktest.Must(t, err)
			if y.Year != 2028 || y.Days[0].Day != "2027-12-31" || len(y.Days) != 3 {
				t.Errorf("%+v", y)
			}
		})
	}
}

func TestCalendarWith(t *testing.T) {
	c := calendar2018(t)
	loaded := c.With(&checklists.CalendarYear{Year: 2019, CalendarImport: checklists.CalendarImport{
		Days: []checklists.CalendarDay{
			{Day: "2018-12-29", Work: true}, {Day: "2018-12-31"}, {Day: "2019-01-01"}}}})
	due, certain := loaded.AddWorkdays(time.Date(2018, 12, 28, 9, 0, 0, 0, checklists.HallZone), 2)
	if due != "2019-01-02" || !certain {
		t.Errorf("two days after 28 December 2018: %s %v; want 2019-01-02, certain", due, certain)
	}
	if got := loaded.WorkdaysAfter("2018-12-28", time.Date(2019, 1, 2, 9, 0, 0, 0,
		checklists.HallZone)); got != 2 {
		t.Errorf("%d working days until 2 January 2019, want 2", got)
	}
	again := loaded.With(&checklists.CalendarYear{Year: 2018})
	want := []string{"2018-01-01", "2018-02-11", "2018-02-15", "2018-02-16", "2018-02-19",
		"2018-02-20", "2018-02-21", "2018-02-24", "2018-12-29", "2018-12-31"}
	if d := cmp.Diff(want, again.Differing(2018, loaded)); d != "" {
		t.Error("what a year without days changes:", d)
	}
	if y := c.Years(); !slices.Equal(y, []int{2018}) {
		t.Errorf("the first calendar has changed: %v", y)
	}
}

func TestUnknownYears(t *testing.T) {
	c := calendar2018(t)
	for _, test := range []struct {
		day  string
		want []int
	}{{"2018-11-01", nil}, {"2018-11-17", []int{2019}}, {"2019-01-01", []int{2019}},
		{"2019-12-01", []int{2019, 2020}}} {
		at, err := time.ParseInLocation(time.DateOnly, test.day, checklists.HallZone)
		checktest.Must(t, err)
		if got := c.Unknown(at); !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", test.day, got, test.want)
		}
	}
	now := time.Date(2018, 12, 19, 9, 0, 0, 0, checklists.HallZone)
	if !c.KnowsDay(now, "2018-01-02") || c.KnowsDay(now, "2019-01-02") || !c.KnowsDay(now, "") {
		t.Error("a span is known whose year is not, or the other way round")
	}
}

// Every deadline of a rectification says where it reaches a year whose holidays are not known.
func TestUncertainDeadlines(t *testing.T) {
	edition, err := fixtures.Edition2017()
	checktest.Must(t, err)
	c := calendar2018(t)
	settings := checklists.Settings{}
	at := time.Date(2018, 12, 21, 9, 0, 0, 0, checklists.HallZone)
	f := checklists.Finding{Clause: edition.Clauses[0].UID, Severity: checklists.Minor, Due: "2019-01-31",
		DueUncertain: true}
	list, err := checklists.OpenRectifications(edition, &checklists.Audit{}, []checklists.Finding{f}, nil,
		at, c, checklists.Deadlines{Plan: 10})
	checktest.Must(t, err)
	r := &list[0]
	want := func(now string, names ...string) {
		t.Helper()
		day, err := time.ParseInLocation(time.DateOnly, now, checklists.HallZone)
		checktest.Must(t, err)
		if got := r.Uncertain(day, c, &settings); !slices.Equal(got, names) {
			t.Errorf("%s: %v, want %v", now, got, names)
		}
	}
	want("2018-12-21", "planDue", "due")
	want("2019-02-08", "planDue", "due", "overdue")
	checktest.Must(t, r.Suspend("hall", at, "有异议"))
	checktest.Must(t, r.Resume("judge", at, "维持", "2019-02-15", false))
	want("2018-12-21", "planDue", "due")
	checktest.Must(t, r.Extend("chief", at, "2019-02-20", "材料未到"))
	want("2018-12-21", "planDue") // people have chosen the day
	checktest.Must(t, r.CheckDigest())

	feedback := checklists.Feedback{State: checklists.FeedbackWaiting, Comment: "慢"}
	checktest.Must(t, feedback.Release(nil, "chief", at.AddDate(0, 0, 6), c))
	if !feedback.DueUncertain {
		t.Error("the day for an answer to a visitor is certain")
	}
	appeal := checklists.Appeal{At: checklists.At(at)}
	if _, certain := appeal.DecisionDue(c, &settings); certain {
		t.Error("the day for a decision on an appeal is certain")
	}
}
