package checklists_test

import (
	"testing"
	"time"

	"hallmark/checklists"
	"hallmark/checklists/checktest"
)

// calendar2018 holds the announcement for 2018 around Spring Festival (国办发明电〔2017〕12号).
func calendar2018(t *testing.T) checklists.Calendar {
	t.Helper()
	c, err := checklists.NewCalendar(
		[]string{"2018-01-01", "2018-02-15", "2018-02-16", "2018-02-17", "2018-02-18",
			"2018-02-19", "2018-02-20", "2018-02-21"},
		[]string{"2018-02-11", "2018-02-24"}, []int{2018})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestAddWorkdays(t *testing.T) {
	c := calendar2018(t)
	for _, test := range []struct {
		from    string
		n       int
		want    string
		certain bool
	}{
		{"2018-01-12T10:00:00+08:00", 0, "2018-01-12", true},
		{"2018-01-12T10:00:00+08:00", 1, "2018-01-15", true},
		{"2018-01-12T10:00:00+08:00", 5, "2018-01-19", true},
		{"2018-01-11T17:00:00Z", 1, "2018-01-15", true},      // already the 12th in the hall
		{"2018-02-09T10:00:00+08:00", 1, "2018-02-11", true}, // a working Sunday
		{"2018-02-14T10:00:00+08:00", 1, "2018-02-22", true}, // the festival
		{"2018-02-14T10:00:00+08:00", 3, "2018-02-24", true}, // a working Saturday
		{"2018-02-09T10:00:00+08:00", 15, "2018-03-07", true},
		{"2017-12-29T10:00:00+08:00", 1, "2018-01-02", false}, // 30 and 31 December: no data
		{"2018-12-31T10:00:00+08:00", 1, "2019-01-01", false},
	} {
		from, err := time.Parse(time.RFC3339, test.from)
		if err != nil {
			t.Fatal(err)
		}
		due, certain := c.AddWorkdays(from, test.n)
		if due != test.want || certain != test.certain {
			t.Errorf("%s + %d = %s, %v; want %s, %v",
				test.from, test.n, due, certain, test.want, test.certain)
		}
	}
}

func TestNewCalendarRefuses(t *testing.T) {
	_, err := checklists.NewCalendar([]string{"2018-02-30", "2018-05-01"}, []string{"2018-05-01"}, nil)
	checktest.WantProblems(t, err, "holidays[0] audit.day", "makeUp[0] audit.day-twice")
}

// The working days between two days are those that are counted one by one.
func TestWorkdaysAfter(t *testing.T) {
	holidays := []string{"2017-12-30", "2018-01-01", "2018-02-15", "2018-02-16", "2018-02-17", "2018-02-21"}
	c, err := checklists.NewCalendar(holidays, []string{"2018-02-11", "2018-02-24", "2018-02-12"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []checklists.Calendar{c, {}} {
		for from := range 80 {
			day := time.Date(2017, 12, 20+from, 0, 0, 0, 0, checklists.HallZone)
			want := 0
			for ahead := range 70 {
				now := day.AddDate(0, 0, ahead)
				if working, _ := c.IsWorkday(now); working && ahead > 0 {
					want++
				}
				for _, at := range []time.Time{now, now.Add(24*time.Hour - 1).UTC()} {
					if got := c.WorkdaysAfter(day.Format(time.DateOnly), at); got != want {
						t.Fatalf("from %s to %s: %d, want %d", day, at, got, want)
					}
				}
			}
			if got := c.WorkdaysAfter(day.Format(time.DateOnly), day.AddDate(0, 0, -3)); got != 0 {
				t.Fatalf("before %s: %d", day, got)
			}
		}
	}
}
