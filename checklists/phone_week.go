package checklists

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"

	"hallmark/standard"
)

// PhoneWeek is the weekly summary 每周汇总 of phone checks. It is computed from the calls and can be
// computed again at any time.
type PhoneWeek struct {
	Week    string       `json:"week"` // ISO 8601, "2026-W48"
	From    string       `json:"from"` // Monday and Sunday, in the hall's zone
	To      string       `json:"to"`
	Checks  int          `json:"checks"`
	Halls   []PhoneHall  `json:"halls"`   // the lowest rate first
	Failing []PhoneFault `json:"failing"` // over all halls, the most frequent first
}

// PhoneHall is what the calls to one hall came to.
type PhoneHall struct {
	Hall       HallID           `json:"hall"`
	HallName   string           `json:"hallName"`
	Tier       standard.Tier    `json:"tier"`
	Checks     int              `json:"checks"`
	Applicable standard.Decimal `json:"applicable"` // points over all calls, bonus clauses apart
	Earned     standard.Decimal `json:"earned"`
	Rate       standard.Decimal `json:"rate"` // earned ÷ applicable, to 0.0001; 0 of nothing
	Failing    []PhoneFault     `json:"failing"`
}

// PhoneFault is a clause that lost points.
type PhoneFault struct {
	Clause  standard.ClauseUID `json:"clause"`
	Code    string             `json:"code"`
	Title   string             `json:"title"`
	TitleEN string             `json:"titleEn,omitempty"`
	Failed  int                `json:"failed"` // calls in which it lost points
	Asked   int                `json:"asked"`  // calls in which it counted
	Notes   []string           `json:"notes"`  // of the callers where it did
}

// WeekOf names the ISO 8601 week of an instant in the hall's zone.
func WeekOf(t time.Time) string {
	year, week := t.In(HallZone).ISOWeek()
	return fmt.Sprintf("%04d-W%02d", year, week)
}

// ParseWeek returns the first instants of a week and of the one after; ok is false for what names
// no week.
func ParseWeek(week string) (from, to time.Time, ok bool) {
	var year, number int
	if n, err := fmt.Sscanf(week, "%4d-W%2d", &year, &number); n != 2 || err != nil {
		return from, to, false
	}
	// 4 January is always in week 1.
	from = time.Date(year, 1, 4, 0, 0, 0, 0, HallZone)
	from = from.AddDate(0, 0, -int(from.Weekday()+6)%7+7*(number-1))
	return from, from.AddDate(0, 0, 7), WeekOf(from) == week
}

// PhoneWeekOf sums up the phone checks of a week that were handed in; others among the audits are
// left out. Each is scored by its own edition. It returns an error for an audit that cannot be
// scored, or whose edition is not given.
func PhoneWeekOf(week string, audits []*Audit, editions map[standard.EditionID]*standard.Edition) (
	PhoneWeek, error,
) {
	from, to, _ := ParseWeek(week)
	w := PhoneWeek{Week: week, From: from.Format(time.DateOnly),
		To: to.AddDate(0, 0, -1).Format(time.DateOnly), Halls: []PhoneHall{}, Failing: []PhoneFault{}}
	halls, all := map[HallID]*phoneTally{}, phoneTally{faults: map[standard.ClauseUID]*PhoneFault{}}
	for _, a := range audits {
		if a.Kind != Phone || a.StartedAt.Before(from) || !a.StartedAt.Before(to) ||
			a.Result == nil || a.State == InProgress || a.State == Voided {
			continue
		}
		e := editions[a.Edition]
		if e == nil {
			return w, ErrEdition
		}
		score, err := a.Score(e)
		if err != nil {
			return w, err
		}
		if halls[a.Hall] == nil {
			halls[a.Hall] = &phoneTally{hall: PhoneHall{Hall: a.Hall, HallName: a.HallName,
				Tier: a.Tier}, faults: map[standard.ClauseUID]*PhoneFault{}}
		}
		halls[a.Hall].add(e, a, &score)
		all.add(e, a, &score)
	}
	for _, id := range slices.Sorted(maps.Keys(halls)) {
		w.Halls = append(w.Halls, halls[id].line())
	}
	slices.SortStableFunc(w.Halls, func(a, b PhoneHall) int { return a.Rate.Compare(b.Rate) })
	w.Checks, w.Failing = all.hall.Checks, all.failing()
	return w, nil
}

// phoneTally adds up calls; points are in hundredths.
type phoneTally struct {
	hall        PhoneHall
	max, earned int64
	faults      map[standard.ClauseUID]*PhoneFault
}

func (t *phoneTally) add(e *standard.Edition, a *Audit, score *Score) {
	t.hall.Checks++
	for i := range score.Clauses {
		line := &score.Clauses[i]
		c, ok := e.Clause(line.UID)
		if !ok || line.Bonus || !line.counts() {
			continue
		}
		t.max, t.earned = t.max+Hundredths(line.Max), t.earned+Hundredths(line.Earned)
		f := t.faults[line.UID]
		if f == nil {
			f = &PhoneFault{Clause: c.UID, Code: c.Code, Title: c.Title, TitleEN: c.TitleEN,
				Notes: []string{}}
			t.faults[line.UID] = f
		}
		f.Asked++
		if line.Earned.Compare(line.Max) < 0 {
			f.Failed++
			if note := a.ClauseState(line.UID).Answer.Note; note != "" {
				f.Notes = append(f.Notes, note)
			}
		}
	}
}

func (t *phoneTally) line() PhoneHall {
	h := t.hall
	h.Applicable, h.Earned = standard.NewDecimal(t.max, 2), standard.NewDecimal(t.earned, 2)
	if t.max > 0 {
		h.Rate = standard.NewDecimal(Portion(10_000, t.earned, t.max), 4)
	}
	h.Failing = t.failing()
	return h
}

// failing lists the clauses that lost points, the most frequent first.
func (t *phoneTally) failing() []PhoneFault {
	list := []PhoneFault{}
	for _, f := range t.faults {
		if f.Failed > 0 {
			list = append(list, *f)
		}
	}
	slices.SortFunc(list, func(a, b PhoneFault) int {
		return cmp.Or(cmp.Compare(b.Failed, a.Failed), cmp.Compare(a.Clause, b.Clause))
	})
	return list
}
