package settings

import (
	"time"

	"hallmark/api/workdays"
	"hallmark/checklists"
)

// Term is the last day of something that is open for a number of working days, such as appeals.
type Term struct {
	Day string // by the holidays as they are known, and no day before one that was said
	// Certain is false where the holidays of a year on the way are not known.
	Certain bool
	// Last is the day on which the term ends at the latest, whatever will be announced; Day where it
	// is certain.
	Last string
}

// Over reports whether the term has ended for certain on the day of an instant.
func (t *Term) Over(now time.Time) bool { return checklists.DayOf(now) > t.Last }

// TermFrom counts working days after the day of an instant. What was said of the term since, on paper or on
// a page, stays: days that an office loads later, once or again, never take a day away.
func (s *Service) TermFrom(at time.Time, days int) Term {
	k := s.calendar.Load()
	day, certain := k.days.AddWorkdays(at, days)
	t := Term{Day: day, Certain: certain}
	said := []time.Time{at}
	for i := range k.loaded {
		for _, in := range k.loaded[i].Imports() {
			if in.At.After(at) {
				said = append(said, in.At.Time)
			}
		}
	}
	for _, then := range said {
		day, _ := k.at(s.Announced, then).AddWorkdays(at, days)
		t.Day = max(t.Day, day)
	}
	t.Last = t.Day
	if !certain {
		t.Last = max(t.Day, k.days.LatestWorkday(at, days, workdays.Statutory))
	}
	return t
}
