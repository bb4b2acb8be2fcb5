package checklists

import (
	"fmt"
	"maps"
	"slices"
	"sort"
	"time"

	"hallmark/standard"
)

// DayLayout is the layout of a day for package time: "2018-02-05".
const DayLayout = time.DateOnly

// Calendar says which days are working days. Chinese public holidays and the weekend days that make
// up for them are announced year by year, so they are data (formula hallmark/1, section 7). The
// zero value knows weekends only and is certain of nothing.
type Calendar struct {
	working map[int]bool // days that differ from the rule of the week, by [dayNumber]
	covered map[int]bool // years whose announcement is in working
	shifts  []shift      // the same days in their order
}

// shift is a day, counted from 1970-01-01, with how many more working days the rule of the week has
// missed up to it than it has counted wrongly.
type shift struct{ day, more int }

// NewCalendar makes a calendar from the days off and the make-up working days ("2018-02-15"), and
// the years whose announcement is complete. It returns a *[standard.InvalidError] for a day that
// is no day or stands in both lists.
func NewCalendar(holidays, makeUp []string, years []int) (Calendar, error) {
	c := Calendar{working: map[int]bool{}, covered: map[int]bool{}}
	var problems standard.Problems
	add := func(list string, days []string, working bool) {
		for i, day := range days {
			place := fmt.Sprintf("%s[%d]", list, i)
			t, err := time.Parse(DayLayout, day)
			if err != nil {
				problems.Add(place, "audit.day", day)
				continue
			}
			if before, twice := c.working[dayNumber(t)]; twice && before != working {
				problems.Add(place, "audit.day-twice", day)
			}
			c.working[dayNumber(t)] = working
		}
	}
	add("holidays", holidays, false)
	add("makeUp", makeUp, true)
	for _, year := range years {
		c.covered[year] = true
	}
	c.count()
	return c, problems.Err()
}

// count makes the shifts from the days.
func (c *Calendar) count() {
	c.shifts = nil
	more := 0
	for _, number := range slices.Sorted(maps.Keys(c.working)) {
		day := dayCount(time.Date(number/10000, time.Month(number/100%100), number%100, 0, 0, 0, 0, time.UTC))
		if byWeek := weekdaysUpTo(day) - weekdaysUpTo(day-1); c.working[number] {
			more += 1 - byWeek
		} else {
			more -= byWeek
		}
		c.shifts = append(c.shifts, shift{day, more})
	}
}

// dayCount is how many days lie between 1970-01-01 and the day of t in its own zone.
func dayCount(t time.Time) int {
	y, m, d := t.Date()
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60))
}

// weekdaysUpTo is how many days from Monday to Friday there are from 1969-12-29, a Monday, to a day
// counted from 1970-01-01.
func weekdaysUpTo(day int) int {
	days := day + 4
	return days/7*5 + min(days%7, 5)
}

// workdaysUpTo is the same for working days, to within a constant.
func (c Calendar) workdaysUpTo(day int) int {
	n := weekdaysUpTo(day)
	if i := sort.Search(len(c.shifts), func(i int) bool { return c.shifts[i].day > day }); i > 0 {
		n += c.shifts[i-1].more
	}
	return n
}

// dayNumber is 20180215 for the day of t in its own zone.
func dayNumber(t time.Time) int {
	y, m, d := t.Date()
	return (y*100+int(m))*100 + d
}

// Covered returns the first and the last year whose announcement is known; 0 for none.
func (c Calendar) Covered() (first, last int) {
	for year := range c.covered {
		if first == 0 || year < first {
			first = year
		}
		last = max(last, year)
	}
	return first, last
}

// IsWorkday reports whether people work on the day of t in the hall's zone, and whether the
// calendar has the data of its year, and at its end those of the next one, whose New Year holiday
// may begin there.
func (c Calendar) IsWorkday(t time.Time) (working, certain bool) {
	t = t.In(HallZone)
	certain = c.knows(t)
	working, listed := c.working[dayNumber(t)]
	if !listed {
		working = t.Weekday() != time.Saturday && t.Weekday() != time.Sunday
	}
	return working, certain
}

// Knows reports whether the calendar has the data of every year from the day of one instant to that
// of another in the hall's zone, whichever comes first.
func (c Calendar) Knows(from, to time.Time) bool {
	from, to = from.In(HallZone), to.In(HallZone)
	if to.Before(from) {
		from, to = to, from
	}
	for year := from.Year(); year < to.Year(); year++ {
		if !c.covered[year] {
			return false
		}
	}
	return c.knows(to)
}

// knows reports whether the data of a day are known that stands in the zone of the halls.
func (c Calendar) knows(day time.Time) bool {
	newYear := day.Month() == time.December && day.Day() >= newYearFrom
	return c.covered[day.Year()] && (!newYear || c.covered[day.Year()+1])
}

// KnowsDay is [Calendar.Knows] from an instant to a day, "2018-03-05"; true for a text that is no
// day.
func (c Calendar) KnowsDay(from time.Time, day string) bool {
	to, err := time.ParseInLocation(DayLayout, day, HallZone)
	return err != nil || c.Knows(from, to)
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
	return day.Format(DayLayout), certain
}

// YearMonthDay returns year, month and day of "2018-03-05" as numbers, the arguments of a sentence
// of the message catalogue.
func YearMonthDay(day string) []any {
	t, _ := time.Parse(DayLayout, day)
	return []any{t.Year(), int(t.Month()), t.Day()}
}
