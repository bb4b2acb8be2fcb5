package checklists

import (
	"slices"

	"hallmark/standard"
)

// TrainingEffect is how the clauses of a training fared before and after it, in the halls that took
// part and had an official audit on both sides.
type TrainingEffect struct {
	Halls   int            `json:"halls"` // that can be compared
	Before  PassRate       `json:"before"`
	After   PassRate       `json:"after"`
	Clauses []ClauseEffect `json:"clauses"`
}

// ClauseEffect is the effect of a training on one clause.
type ClauseEffect struct {
	UID    standard.ClauseUID `json:"uid"`
	Before PassRate           `json:"before"`
	After  PassRate           `json:"after"`
}

// Effect compares, for every hall that took part, the last official audit that began before the
// training with the latest one that began after it. A hall that lacks one of them counts in
// neither.
func (t *Training) Effect(outcomes []Outcome) TrainingEffect {
	e := TrainingEffect{Clauses: []ClauseEffect{}}
	for _, uid := range t.Clauses {
		e.Clauses = append(e.Clauses, ClauseEffect{UID: uid})
	}
	for _, hall := range t.Halls {
		var before, after *Outcome
		for i := range outcomes {
			o := &outcomes[i]
			day := DayOf(o.Started.Time)
			switch {
			case o.Hall != hall.Hall || !o.Kind.Official():
			case day < t.From && (before == nil || byStart(*before, *o) < 0):
				before = o
			case day > t.To && (after == nil || byStart(*after, *o) < 0):
				after = o
			}
		}
		if before == nil || after == nil {
			continue
		}
		e.Halls++
		for i := range e.Clauses {
			c := &e.Clauses[i]
			e.Before.count(&c.Before, before, c.UID)
			e.After.count(&c.After, after, c.UID)
		}
	}
	return e
}

// count adds the line of a clause to the rate of all clauses and to its own.
func (r *PassRate) count(own *PassRate, o *Outcome, uid standard.ClauseUID) {
	i := slices.IndexFunc(o.Clauses, func(c ClauseOutcome) bool { return c.UID == uid })
	if i < 0 || o.Clauses[i].Excluded {
		return
	}
	r.Asked, own.Asked = r.Asked+1, own.Asked+1
	if !o.Clauses[i].Failed() {
		r.Passed, own.Passed = r.Passed+1, own.Passed+1
	}
}
