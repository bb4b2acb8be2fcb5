package settings

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"hallmark/api/follow"
	"hallmark/api/journal"
	"hallmark/api/store"
	"hallmark/checklists"
	"hallmark/standard"
)

// CalendarSchema is how the years are stored that an office has loaded: one document for each.
var CalendarSchema = store.Schema[checklists.CalendarYear]{
	Name:     "calendar",
	ID:       func(y checklists.CalendarYear) string { return yearID(y.Year) },
	Revision: func(y checklists.CalendarYear) int { return y.Revision },
	Indexes:  []store.Index{{}},
}

func yearID(year int) string { return strconv.Itoa(year) }

// Calendar returns the working days as they are known now: those that the program brings, and the
// years that the office has loaded instead.
func (s *Service) Calendar() checklists.Calendar { return s.calendar.Load().days }

// CalendarAt returns the working days as they were known at a time: each year by the last import
// before it. What versions loaded that kept no earlier imports counts from the last one on.
func (s *Service) CalendarAt(at time.Time) checklists.Calendar {
	return s.calendar.Load().at(s.Announced, at)
}

// known is a calendar with the documents that it was made of, by their years.
type known struct {
	days   checklists.Calendar
	loaded []checklists.CalendarYear
}

func (k *known) at(days checklists.Calendar, at time.Time) checklists.Calendar {
	for i := range k.loaded {
		if y, ok := k.loaded[i].AsOf(at); ok {
			days = days.With(&y)
		}
	}
	return days
}

// RefreshCalendar reads the loaded years again, which another process may have changed.
func (s *Service) RefreshCalendar(ctx context.Context) error {
	k := &known{days: s.Announced}
	for y, err := range s.Docs.Calendar.Find(ctx, store.Query{}) {
		if err != nil {
			return err
		}
		k.loaded = append(k.loaded, y)
	}
	slices.SortFunc(k.loaded, func(a, b checklists.CalendarYear) int { return cmp.Compare(a.Year, b.Year) })
	k.days = withAll(s.Announced, k.loaded)
	s.calendar.Store(k)
	return nil
}

// withAll is a calendar in which years have the days that the office has loaded last.
func withAll(days checklists.Calendar, loaded []checklists.CalendarYear) checklists.Calendar {
	for i := range loaded {
		days = days.With(&loaded[i])
	}
	return days
}

// replaced are the years, the first one first, with one instead of what was loaded for it.
func replaced(loaded []checklists.CalendarYear, y checklists.CalendarYear) []checklists.CalendarYear {
	out := slices.DeleteFunc(slices.Clone(loaded), func(have checklists.CalendarYear) bool {
		return have.Year == y.Year
	})
	out = append(out, y)
	slices.SortFunc(out, func(a, b checklists.CalendarYear) int { return cmp.Compare(a.Year, b.Year) })
	return out
}

// ImportedYear says what an import did. Before is the year as it was loaded before, nil where it was
// not; Known says whether its days were known at all.
type ImportedYear struct {
	Year   checklists.CalendarYear
	Before *checklists.CalendarYear
	Known  bool
}

// ImportYear loads the days of a year from a file and returns what they replace. Deadlines that were
// set before stay as they are. It returns a *[standard.InvalidError] that names line and field.
func (s *Service) ImportYear(ctx context.Context, by checklists.Username, file string,
	content []byte,
) (*ImportedYear, error) {
	year, err := readYear(content)
	if err != nil {
		return nil, err
	}
	if err := s.RefreshCalendar(ctx); err != nil {
		return nil, err
	}
	year.File, year.Digest = file, standard.DigestBytes(content)
	year.By, year.At, year.Revision = by, checklists.At(s.Now()), 1
	out := &ImportedYear{Known: slices.Contains(s.Calendar().Years(), year.Year)}
	before, err := s.Docs.Calendar.Get(ctx, yearID(year.Year))
	switch {
	case err == nil:
		out.Before, year.Revision, year.Earlier = &before, before.Revision+1, before.Imports()
	case !errors.Is(err, store.ErrNotFound):
		return nil, err
	}
	k := s.calendar.Load()
	if out.Known {
		year.Changed = withAll(s.Announced, replaced(k.loaded, year)).Differing(year.Year, k.days)
	}
	out.Year = year
	if err := s.storeYear(ctx, out); err != nil {
		return nil, err
	}
	return out, s.RefreshCalendar(ctx)
}

func (s *Service) storeYear(ctx context.Context, in *ImportedYear) error {
	event := journal.Event{Actor: in.Year.By, Action: "calendar-imported",
		Subject: "calendar/" + yearID(in.Year.Year), Label: yearID(in.Year.Year),
		After: journal.DigestDocument(in.Year), Revision: in.Year.Revision}
	if in.Before != nil {
		event.Before = journal.DigestDocument(*in.Before)
	}
	follows, err := s.Journal.Follows(ctx, event)
	if err != nil {
		return err
	}
	if in.Before != nil {
		return follow.Replace(ctx, s.Journal.Steps, s.Docs.Calendar, in.Year, in.Before.Revision,
			follows...)
	}
	err = follow.Insert(ctx, s.Journal.Steps, s.Docs.Calendar, in.Year, follows...)
	if errors.Is(err, store.ErrExists) {
		return store.ErrConflict
	}
	return err
}
