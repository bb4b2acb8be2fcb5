package checklists

import (
	"errors"
	"slices"
	"time"

	"hallmark/standard"
)

// MaxCallsPerDay bounds how many halls are called on one day.
const MaxCallsPerDay = 100

// PhoneForm is the short form of the daily phone check 每日电话抽查: what is asked in a call, and how
// many halls are called on a day.
type PhoneForm struct {
	Clauses  []standard.ClauseUID `json:"clauses"`
	PerDay   int                  `json:"perDay"` // 1..[MaxCallsPerDay]
	By       Username             `json:"by"`
	At       Time                 `json:"at"`
	Revision int                  `json:"revision"` // 0 while it was never set
}

// Set replaces the form. It returns a *[standard.InvalidError] for a clause that no checklist of
// the edition has, for one that is scored by counting occurrences, which nobody can do in a call,
// and for a number of calls out of range.
func (f *PhoneForm) Set(e *standard.Edition, clauses []standard.ClauseUID, perDay int, by Username,
	at time.Time,
) error {
	var problems standard.Problems
	if len(clauses) == 0 {
		problems.Add("clauses", "empty")
	}
	for i, uid := range clauses {
		switch c, ok := e.Clause(uid); {
		case !ok || !c.Scored:
			problems.Add(ItemPath("clauses", i), "phone.clause", short(string(uid)))
		case c.Method.Type == standard.Deduction:
			problems.Add(ItemPath("clauses", i), "phone.deduction", c.Code)
		}
	}
	if perDay < 1 || perDay > MaxCallsPerDay {
		problems.Add("perDay", "phone.per-day", MaxCallsPerDay)
	}
	if err := problems.Err(); err != nil {
		return err
	}
	*f = PhoneForm{Clauses: slices.Clone(clauses), PerDay: perDay, By: by, At: At(at),
		Revision: f.Revision + 1}
	return nil
}

// Asks returns what a call to a hall of a tier asks, in the order of the text; none when the form
// asks the tier nothing. A clause that the edition does not have any more is left out.
func (f *PhoneForm) Asks(e *standard.Edition, t standard.Tier) []standard.ClauseUID {
	if len(f.Clauses) == 0 {
		return nil
	}
	var asked []standard.ClauseUID
	for _, c := range e.Checklist(t, f.Clauses...) {
		asked = append(asked, c.UID)
	}
	return asked
}

// CalledHall is a hall with the start of its last call; the zero time for one never called.
type CalledHall struct {
	Hall Hall
	Last Time
}

// HallsToCall picks the halls of a day: those in service whose last call was the longest ago, those
// never called first, of equal ones in the order of their IDs. With the calls before the day given,
// the list stays as it is all day.
func HallsToCall(halls []CalledHall, perDay int) []CalledHall {
	list := slices.DeleteFunc(slices.Clone(halls), func(h CalledHall) bool {
		return h.Hall.Status == Closed
	})
	slices.SortFunc(list, func(a, b CalledHall) int {
		switch {
		case !a.Last.Equal(b.Last.Time):
			return a.Last.Compare(b.Last.Time)
		case a.Hall.ID < b.Hall.ID:
			return -1
		}
		return 1
	})
	return list[:min(perDay, len(list))]
}

// CheckCall reports what keeps answers from being a whole call: a clause that is asked and not
// answered, an answer that does not fit its clause, and one to a clause that is not asked. It
// returns a *[standard.InvalidError] with places like "answers.HS001.value".
func CheckCall(e *standard.Edition, t standard.Tier, only []standard.ClauseUID, answers Answers) error {
	var problems standard.Problems
	_, err := PartScoreOf(e, t, answers, only)
	if wrong := (*standard.InvalidError)(nil); errors.As(err, &wrong) {
		for _, p := range wrong.Problems {
			problems.AddOf(p.Of, p.Path, p.Code, p.Args...)
		}
	}
	for _, c := range e.Checklist(t, only...) {
		a, at := answers[c.UID], "answers."+string(c.UID)
		if a.Kind == Unanswered {
			problems.AddOf(c.Label(), at, "answer.none")
		}
		var sizes standard.Problems
		a.checkEntry(c, &sizes)
		addUnder(at, c, sizes.Err(), &problems)
	}
	return problems.Err()
}
