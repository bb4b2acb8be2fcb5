package settings_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"hallmark/checklists"
)

// moved is the file of a year with a day that is worked on Sunday instead of Saturday.
func moved(t *testing.T) string {
	t.Helper()
	return strings.Replace(sample(t), "2028-01-22,班", "2028-01-23,班", 1)
}

// A year that is imported twice is dated by the import that first made its days known: what was
// counted between the two can be counted again.
func TestImportsAreDated(t *testing.T) {
	t.Parallel()
	k := in2027(t)
	from := time.Date(2028, 1, 20, 9, 0, 0, 0, checklists.HallZone)
	start := k.Clock.Read()
	load(k, 200, sample(t))
	k.Clock.Advance(time.Hour)
	between := k.Clock.Read()
	k.Clock.Advance(time.Hour)
	a := load(k, 200, moved(t))
	if want := []string{"2028-01-22", "2028-01-23"}; !slices.Equal(a.Changed, want) {
		t.Errorf("changed %v", a.Changed)
	}
	s := k.Server.Settings
	for _, test := range []struct {
		name    string
		at      time.Time
		due     string
		certain bool
	}{{"before", start.Add(-time.Minute), "2028-01-24", false}, {"between", between, "2028-01-22", true},
		{"after", k.Clock.Read(), "2028-01-23", true}} {
		if due, certain := s.CalendarAt(test.at).AddWorkdays(from, 2); due != test.due || certain != test.certain {
			t.Errorf("%s: %s, certain %v; want %s", test.name, due, certain, test.due)
		}
	}
	var now struct {
		Calendar struct {
			Loaded []struct {
				Revision int
				Changed  []string
				Earlier  []struct{ File, By, At string }
			}
		}
	}
	k.Want(200, "GET", "/api/v1/settings", nil, &now)
	if l := now.Calendar.Loaded; len(l) != 1 || len(l[0].Earlier) != 1 || l[0].Earlier[0].By != "supervisor" ||
		len(l[0].Changed) != 2 || l[0].Revision != 2 {
		t.Errorf("%+v", now)
	}
	page := k.Browse("supervisor").Get("/settings").Body
	for _, want := range []string{"2027年12月1日 09:00", "2027年12月1日 11:00", "改动2天", "2028年1月23日"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}

// A day in the December before, in which the New Year holiday may begin, is a change of the year.
func TestDecemberIsChanged(t *testing.T) {
	t.Parallel()
	k := in2027(t)
	load(k, 200, sample(t)+"2027-12-31,休,元旦\n")
	if a := load(k, 200, sample(t)); !slices.Equal(a.Changed, []string{"2027-12-31"}) {
		t.Errorf("changed %v", a.Changed)
	}
}

// A term never ends before a day that was said of it, and not before it can where a year is not known.
func TestTerm(t *testing.T) {
	t.Parallel()
	k := in2027(t)
	at := time.Date(2028, 1, 20, 9, 0, 0, 0, checklists.HallZone)
	k.Clock.Advance(at.Sub(k.Clock.Read()))
	s := k.Server.Settings
	term := s.TermFrom(at, 5)
	if term.Day != "2028-01-27" || term.Certain || term.Last != "2028-02-15" {
		t.Errorf("of an unknown year: %+v", term)
	}
	k.Clock.Advance(time.Hour)
	clear(k.Tokens)
	k.SignIn("supervisor")
	load(k, 200, sample(t))
	known := s.TermFrom(at, 5)
	if known.Day != "2028-02-02" || !known.Certain || known.Last != known.Day {
		t.Errorf("of a known one: %+v", known)
	}
	k.Clock.Advance(time.Hour)
	load(k, 200, strings.ReplaceAll(sample(t), "2028-01-31,休,春节\n", ""))
	if again := s.TermFrom(at, 5); again != known {
		t.Errorf("a later import takes a day away: %+v", again)
	}
	if over := known.Over(time.Date(2028, 2, 3, 0, 0, 0, 0, checklists.HallZone)); !over ||
		known.Over(time.Date(2028, 2, 2, 23, 59, 0, 0, checklists.HallZone)) {
		t.Error("the last day belongs to the term")
	}
}
