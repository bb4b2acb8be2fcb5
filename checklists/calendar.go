package checklists

import (
	"fmt"
	"time"

	"hallmark/standard"
)

// dayForm is the text form of a day: "2018-02-05".
const dayForm = time.DateOnly

// Calendar says which days are working days. Chinese public holidays and the weekend days that
// make up for them are announced year by year, so they are data (design/scoring.md 7). The zero
// value knows weekends only and is certain of nothing.
type Calendar struct {
	working map[string]bool // days that differ from the rule of the week
	covered map[int]bool    // years whose announcement is in working
}

// NewCalendar makes a calendar from the days off and the make-up working days ("2018-02-15"), and
// the years whose announcement is complete. It returns a *[standard.InvalidError] for a day that
// is no day or stands in both lists.
func NewCalendar(holidays, makeUp []string, years []int) (Calendar, error) {
	c := Calendar{working: map[string]bool{}, covered: map[int]bool{}}
	var problems standard.Problems
	add := func(list string, days []string, working bool) {
		for i, day := range days {
			place := fmt.Sprintf("%s[%d]", list, i)
			if _, err := time.Parse(dayForm, day); err != nil {
				problems.Add(place, "audit.day", day)
			} else if before, twice := c.working[day]; twice && before != working {
				problems.Add(place, "audit.day-twice", day)
			}
			c.working[day] = working
		}
	}
	add("holidays", holidays, false)
	add("makeUp", makeUp, true)
	for _, year := range years {
		c.covered[year] = true
	}
	return c, problems.Err()
}

// IsWorkday reports whether people work on the day of t in the hall's zone, and whether the
// calendar has the data of its year.
func (c Calendar) IsWorkday(t time.Time) (working, certain bool) {
	t = t.In(HallZone)
	certain = c.covered[t.Year()]
	working, listed := c.working[t.Format(dayForm)]
	if !listed {
		working = t.Weekday() != time.Saturday && t.Weekday() != time.Sunday
	}
	return working, certain
}

// AddWorkdays returns the n-th working day after the day of from in the hall's zone, which itself
// is not counted; n = 0 is that day. Certain is false when a day on the way lies in a year without
// data, so that only weekends were counted there.
func (c Calendar) AddWorkdays(from time.Time, n int) (due string, certain bool) {
	day, certain := from.In(HallZone), true
	for n > 0 {
		day = day.AddDate(0, 0, 1)
		working, known := c.IsWorkday(day)
		certain = certain && known
		if working {
			n--
		}
	}
	return day.Format(dayForm), certain
}
