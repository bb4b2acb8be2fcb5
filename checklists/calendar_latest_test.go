package checklists_test

import (
	"testing"
	"time"

	"hallmark/checklists"
)

// The New Year holiday of a year that is not known may begin in the December before.
func TestDecemberBeforeAnUnknownYear(t *testing.T) {
	c := calendar2018(t)
	known := c.With(&checklists.CalendarYear{Year: 2019})
	at := func(day int) time.Time { return time.Date(2018, 12, day, 9, 0, 0, 0, checklists.HallZone) }
	for day, certain := range map[int]bool{19: true, 20: false, 31: false} {
		if _, is := c.IsWorkday(at(day)); is != certain || c.Knows(at(1), at(day)) != certain {
			t.Errorf("%d December 2018: certain %v, want %v", day, is, certain)
		}
		if _, is := known.IsWorkday(at(day)); !is || !known.Knows(at(1), at(day)) {
			t.Errorf("%d December 2018 is not certain although 2019 is known", day)
		}
	}
	if due, certain := c.AddWorkdays(at(17), 3); due != "2018-12-20" || certain {
		t.Errorf("three days after 17 December 2018: %s, certain %v", due, certain)
	}
}

// What is known is counted as it is, and only unknown years are put off.
func TestLatestWorkday(t *testing.T) {
	c := calendar2018(t)
	spring := func(year int) []checklists.Statutory {
		if year != 2019 {
			return nil
		}
		return []checklists.Statutory{{Day: "2019-01-01", Name: "元旦"}, {Day: "2019-02-05", Name: "春节"}}
	}
	from := func(day string) time.Time {
		at, err := time.ParseInLocation(time.DateOnly, day, checklists.HallZone)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	for _, test := range []struct {
		from string
		n    int
		want string
	}{{"2018-03-01", 5, "2018-03-08"}, {"2018-12-18", 2, "2019-01-10"}, {"2018-12-18", 5, "2019-01-15"},
		{"2019-01-25", 1, "2019-02-18"}, {"2019-03-01", 2, "2019-03-07"}, {"2018-03-01", 0, "2018-03-01"}} {
		if got := c.LatestWorkday(from(test.from), test.n, spring); got != test.want {
			t.Errorf("%d days after %s: %s at the latest, want %s", test.n, test.from, got, test.want)
		}
	}
}
