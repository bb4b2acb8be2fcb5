package checklists

import (
	"maps"
	"slices"
	"strings"
	"time"

	"hallmark/standard"
	"hallmark/standard/message"
)

// CalendarDay is a day that differs from the rule of the week.
type CalendarDay struct {
	Day  string `json:"day"`  // "2018-02-15"
	Work bool   `json:"work"` // a weekend day that is worked; false: a day off
	Name string `json:"name"` // of the holiday, "春节"
}

// CalendarImport is the announcement of a year as an office has loaded it at one time.
type CalendarImport struct {
	Days    []CalendarDay   `json:"days"` // by day; those of a New Year holiday may begin in December before
	File    string          `json:"file"` // the name of the file
	Digest  standard.Digest `json:"digest"`
	By      Username        `json:"by"`
	At      Time            `json:"at"`
	Changed []string        `json:"changed,omitempty"` // days worked before and off since, or the other way round
}

// Off counts the days off.
func (y *CalendarImport) Off() int { return len(y.Days) - y.Worked() }

// Worked counts the weekend days that are worked.
func (y *CalendarImport) Worked() (n int) {
	for _, d := range y.Days {
		if d.Work {
			n++
		}
	}
	return n
}

// CalendarYear is a year that an office has loaded, by its last import; it stands instead of what the
// program brings for that year. What was loaded before stays, since deadlines were counted by it.
type CalendarYear struct {
	Year int `json:"year"`
	CalendarImport
	Earlier  []CalendarImport `json:"earlier,omitempty"` // the first one first; older versions kept none
	Revision int              `json:"revision"`
}

// Imports lists all imports of the year that are kept, the first one first.
func (y *CalendarYear) Imports() []CalendarImport {
	return append(slices.Clone(y.Earlier), y.CalendarImport)
}

// AsOf is the year as it had been loaded at a time; false where it had not been, as far as is kept.
func (y *CalendarYear) AsOf(at time.Time) (CalendarYear, bool) {
	for i, in := range slices.Backward(y.Imports()) {
		if !in.At.After(at) {
			return CalendarYear{Year: y.Year, CalendarImport: in, Earlier: y.Imports()[:i]}, true
		}
	}
	return CalendarYear{}, false
}

// First and last year of which days can be loaded. The public holidays of 2025 are the first under
// the rule that holds now (全国年节及纪念日放假办法, 2024); a four-digit year is the last.
const (
	FirstLoadedYear = 2025
	LastLoadedYear  = 2099
)

// newYearFrom is the first day of December on which the New Year holiday of the next year, or a day
// that is worked for it, may lie.
const newYearFrom = 20

// Statutory is a public holiday of a year: one day on which everybody is off.
type Statutory struct{ Day, Name string }

// Statutories lists the public holidays of a year, known by law before they are announced with the
// days around them.
type Statutories func(year int) []Statutory

// CheckCalendarYear checks the days of a file, which are to be those of one whole year: no day
// twice, days worked only on weekends, and every public holiday off. Lines are where the days stand
// in the file. It returns the year and its days by their order, or a *[standard.InvalidError] whose
// paths are "day", "kind" and "name".
func CheckCalendarYear(days []CalendarDay, lines []int, holidays Statutories) (
	CalendarYear, error,
) {
	c := yearCheck{year: yearOf(days), worked: map[string]bool{}}
	for i, d := range days {
		c.day(lines[i], d)
	}
	switch {
	case c.year == 0:
		c.add(0, "", "calendar.empty")
	case c.year < FirstLoadedYear || c.year > LastLoadedYear:
		c.add(0, "", "calendar.year", c.year, FirstLoadedYear, LastLoadedYear)
	default:
		c.whole(holidays(c.year))
	}
	if len(c.problems) > 0 {
		return CalendarYear{}, &standard.InvalidError{Problems: c.problems}
	}
	sorted := slices.Clone(days)
	slices.SortFunc(sorted, func(a, b CalendarDay) int { return strings.Compare(a.Day, b.Day) })
	return CalendarYear{Year: c.year, CalendarImport: CalendarImport{Days: sorted}}, nil
}

// yearOf is the year of most days; 0 of none.
func yearOf(days []CalendarDay) (year int) {
	count := map[int]int{}
	for _, d := range days {
		if t, err := time.Parse(DayLayout, d.Day); err == nil {
			count[t.Year()]++
		}
	}
	for _, y := range slices.Sorted(maps.Keys(count)) {
		if count[y] > count[year] {
			year = y
		}
	}
	return year
}

// yearCheck is what is known of a file while its days are checked.
type yearCheck struct {
	year     int
	worked   map[string]bool // of the days so far
	problems []standard.Problem
}

func (c *yearCheck) add(line int, field, code string, args ...any) {
	c.problems = append(c.problems,
		standard.Problem{Path: field, Line: line, Code: code, Args: args})
}

func (c *yearCheck) day(line int, d CalendarDay) {
	t, err := time.Parse(DayLayout, d.Day)
	if err != nil {
		c.add(line, "day", "audit.day", d.Day)
		return
	}
	before := t.Year() == c.year-1 && t.Month() == time.December && t.Day() >= newYearFrom
	_, twice := c.worked[d.Day]
	switch {
	case t.Year() != c.year && !before:
		c.add(line, "day", "calendar.other-year", message.Day(d.Day), c.year)
	case twice:
		c.add(line, "day", "calendar.twice", message.Day(d.Day))
	case d.Work && !isWeekend(t):
		c.add(line, "kind", "calendar.no-weekend", message.Day(d.Day))
	}
	c.worked[d.Day] = d.Work
	if !standard.HasVisible(d.Name) {
		c.add(line, "name", "calendar.no-name")
	}
}

// whole notes each public holiday that is off neither by the file nor by the week.
func (c *yearCheck) whole(holidays []Statutory) {
	for _, h := range holidays {
		worked, listed := c.worked[h.Day]
		t, err := time.Parse(DayLayout, h.Day)
		if worked || !listed && err == nil && !isWeekend(t) {
			c.add(0, "", "calendar.not-whole", c.year, message.Day(h.Day), h.Name)
		}
	}
}

func isWeekend(t time.Time) bool {
	return t.Weekday() == time.Saturday || t.Weekday() == time.Sunday
}

// With returns the calendar in which a year has the days that an office has loaded, instead of those
// that were known.
func (c Calendar) With(y *CalendarYear) Calendar {
	out := Calendar{working: maps.Clone(c.working), covered: maps.Clone(c.covered)}
	if out.working == nil {
		out.working, out.covered = map[int]bool{}, map[int]bool{}
	}
	maps.DeleteFunc(out.working, func(day int, _ bool) bool { return day/10000 == y.Year })
	for _, d := range y.Days {
		if t, err := time.Parse(DayLayout, d.Day); err == nil {
			out.working[dayNumber(t)] = d.Work
		}
	}
	out.covered[y.Year] = true
	out.count()
	return out
}

// Differing lists the days that are worked in one of two calendars and off in the other: of a year,
// and of the December before, in which its New Year holiday may begin.
func (c Calendar) Differing(year int, from Calendar) (days []string) {
	first := time.Date(year-1, time.December, newYearFrom, 12, 0, 0, 0, HallZone)
	for d := first; d.Year() <= year; d = d.AddDate(0, 0, 1) {
		now, _ := c.IsWorkday(d)
		before, _ := from.IsWorkday(d)
		if now != before {
			days = append(days, d.Format(DayLayout))
		}
	}
	return days
}

// Years lists the years whose announcement is known, the first one first.
func (c Calendar) Years() []int { return slices.Sorted(maps.Keys(c.covered)) }

// announcedBy is how many days before a year its holidays are to be known: the State Council
// announces them in November.
const announcedBy = 45

// Unknown lists the years that deadlines may reach and whose holidays are not known: the year of an
// instant, and from the middle of November on the next one.
func (c Calendar) Unknown(now time.Time) (years []int) {
	for _, year := range []int{now.In(HallZone).Year(), now.In(HallZone).AddDate(0, 0, announcedBy).Year()} {
		if !c.covered[year] && !slices.Contains(years, year) {
			years = append(years, year)
		}
	}
	return years
}
