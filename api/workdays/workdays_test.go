package workdays_test

import (
	"testing"
	"time"

	"hallmark/api/workdays"
	"hallmark/checklists"
)

func calendar(t *testing.T) checklists.Calendar {
	t.Helper()
	c, err := workdays.Calendar()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func day(t *testing.T, s string) time.Time {
	t.Helper()
	d, err := time.ParseInLocation(time.DateOnly, s, checklists.HallZone)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestAnnouncedDays(t *testing.T) {
	c := calendar(t)
	for _, span := range []struct {
		first, last string
		working     bool
		what        string
	}{
		{"2018-01-01", "2018-01-01", false, "New Year"},
		{"2018-02-11", "2018-02-11", true, "Sunday worked for the Spring Festival"},
		{"2018-02-12", "2018-02-14", true, "the days before the festival"},
		{"2018-02-15", "2018-02-21", false, "Spring Festival"},
		{"2018-02-22", "2018-02-23", true, "the days after it"},
		{"2018-02-24", "2018-02-24", true, "Saturday worked for the Spring Festival"},
		{"2018-02-25", "2018-02-25", false, "an ordinary Sunday"},
		{"2018-04-05", "2018-04-07", false, "Qingming"},
		{"2018-04-08", "2018-04-08", true, "Sunday worked for Qingming"},
		{"2018-10-01", "2018-10-07", false, "National Day"},
		{"2018-12-29", "2018-12-29", true, "Saturday worked for New Year 2019"},
		{"2018-12-30", "2019-01-01", false, "New Year 2019"},
		{"2020-01-31", "2020-02-02", false, "Spring Festival of 2020, lengthened by three days"},
		{"2024-02-10", "2024-02-17", false, "Spring Festival of 2024"},
		{"2024-02-18", "2024-02-18", true, "Sunday worked for it"},
		{"2025-10-01", "2025-10-08", false, "National Day and Mid-Autumn of 2025"},
	} {
		for d := day(t, span.first); !d.After(day(t, span.last)); d = d.AddDate(0, 0, 1) {
			working, certain := c.IsWorkday(d)
			if working != span.working || !certain {
				t.Errorf("%s (%s): working %t, certain %t; want %t, true",
					d.Format(time.DateOnly), span.what, working, certain, span.working)
			}
		}
	}
}

func TestCoveredYears(t *testing.T) {
	c := calendar(t)
	covered := map[int]bool{2001: false, 2002: true, 2018: true, 2026: true, 2099: false}
	for year, want := range covered {
		d := time.Date(year, time.June, 30, 9, 0, 0, 0, checklists.HallZone)
		if _, certain := c.IsWorkday(d); certain != want {
			t.Errorf("%d: certain %t, want %t", year, certain, want)
		}
	}
}

// TestWorkdaysInAYear counts whole years against the usual 247 to 252 working days.
func TestWorkdaysInAYear(t *testing.T) {
	c := calendar(t)
	for year := 2002; year <= 2026; year++ {
		count := 0
		for d := day(t, "2000-01-01").AddDate(year-2000, 0, 0); d.Year() == year; d = d.AddDate(0, 0, 1) {
			if working, _ := c.IsWorkday(d); working {
				count++
			}
		}
		if count < 245 || count > 255 {
			t.Errorf("%d has %d working days", year, count)
		}
	}
}

func TestDeadlineAcrossTheSpringFestival(t *testing.T) {
	c := calendar(t)
	for _, deadline := range []struct {
		from string
		n    int
		want string
	}{
		{"2018-01-24", 15, "2018-02-13"}, // the make-up Sunday, 2018-02-11, counts
		{"2018-02-14", 1, "2018-02-22"},
		{"2018-01-24", 30, "2018-03-12"},
	} {
		due, certain := c.AddWorkdays(day(t, deadline.from), deadline.n)
		if due != deadline.want || !certain {
			t.Errorf("%s + %d working days = %s (certain %t), want %s",
				deadline.from, deadline.n, due, certain, deadline.want)
		}
	}
}

// TestDaysOf2027 holds the announcement for 2027, day by day: 34 days that it names.
func TestDaysOf2027(t *testing.T) {
	c := calendar(t)
	named := 0
	for _, span := range []struct {
		first, last string
		working     bool
		what        string
	}{
		{"2027-01-01", "2027-01-03", false, "New Year"},
		{"2027-01-31", "2027-01-31", true, "Sunday worked for the Spring Festival"},
		{"2027-02-05", "2027-02-13", false, "Spring Festival"},
		{"2027-02-14", "2027-02-14", true, "Sunday worked for it"},
		{"2027-04-03", "2027-04-05", false, "Qingming"},
		{"2027-05-01", "2027-05-05", false, "Labour Day"},
		{"2027-05-08", "2027-05-08", true, "Saturday worked for it"},
		{"2027-06-09", "2027-06-09", false, "Dragon Boat"},
		{"2027-09-15", "2027-09-15", false, "Mid-Autumn"},
		{"2027-09-26", "2027-09-26", true, "Sunday worked for National Day"},
		{"2027-10-01", "2027-10-07", false, "National Day"},
		{"2027-10-09", "2027-10-09", true, "Saturday worked for it"},
	} {
		for d := day(t, span.first); !d.After(day(t, span.last)); d = d.AddDate(0, 0, 1) {
			named++
			if working, certain := c.IsWorkday(d); working != span.working || !certain {
				t.Errorf("%s (%s): working %t, certain %t; want %t, true",
					d.Format(time.DateOnly), span.what, working, certain, span.working)
			}
		}
	}
	if named != 34 {
		t.Errorf("%d days are named, want 34", named)
	}
	if _, last := c.Covered(); last != 2027 {
		t.Errorf("the last year is %d; the sentences of README and help name 2027", last)
	}
}

// TestStatutoryDays compares the computed holidays with the announcements since 2025, under the
// rule that holds now.
func TestStatutoryDays(t *testing.T) {
	c := calendar(t)
	for year := 2025; year <= 2027; year++ {
		list := workdays.Statutory(year)
		if len(list) != 13 {
			t.Errorf("%d: %d days, want 13", year, len(list))
		}
		for _, h := range list {
			if working, _ := c.IsWorkday(day(t, h.Day)); working {
				t.Errorf("%s (%s) is a working day", h.Day, h.Name)
			}
		}
	}
	want := []checklists.Statutory{{Day: "2028-01-01", Name: "元旦"}, {Day: "2028-01-25", Name: "除夕"},
		{Day: "2028-01-26", Name: "春节"}, {Day: "2028-01-27", Name: "春节"},
		{Day: "2028-01-28", Name: "春节"}, {Day: "2028-04-04", Name: "清明节"},
		{Day: "2028-05-01", Name: "劳动节"}, {Day: "2028-05-02", Name: "劳动节"},
		{Day: "2028-05-28", Name: "端午节"}, {Day: "2028-10-03", Name: "中秋节"},
		{Day: "2028-10-01", Name: "国庆节"}, {Day: "2028-10-02", Name: "国庆节"},
		{Day: "2028-10-03", Name: "国庆节"}}
	for i, h := range workdays.Statutory(2028) {
		if h != want[i] {
			t.Errorf("day %d of 2028: %v, want %v", i, h, want[i])
		}
	}
}

// TestLatestDayIsNeverPassed counts every deadline since the rule of 2007 as somebody would to whom no
// year was known: no announcement put one off further than the day that it could be at the latest.
func TestLatestDayIsNeverPassed(t *testing.T) {
	c, unknown := calendar(t), checklists.Calendar{}
	years := map[int][]checklists.Statutory{}
	holidays := func(year int) []checklists.Statutory {
		if years[year] == nil {
			years[year] = workdays.Statutory(year)
		}
		return years[year]
	}
	slack := 0
	for from := day(t, "2007-12-16"); from.Year() < 2027; from = from.AddDate(0, 0, 1) {
		for _, n := range []int{1, 5, 10, 20} {
			due, _ := c.AddWorkdays(from, n)
			latest := unknown.LatestWorkday(from, n, holidays)
			if due > latest {
				t.Errorf("%d days after %s are %s, later than %s", n, from.Format(time.DateOnly), due, latest)
			}
			slack = max(slack, int(day(t, latest).Sub(day(t, due)).Hours()/24))
		}
	}
	if slack > 70 {
		t.Errorf("the latest day is %d days too late", slack)
	}
}
