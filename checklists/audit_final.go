package checklists

import (
	"slices"
	"time"
)

// ApprovedAt returns when the result was released, the zero time before that.
func (a *Audit) ApprovedAt() time.Time {
	for _, t := range a.Transitions {
		if t.To == Approved {
			return t.At.Time
		}
	}
	return time.Time{}
}

// FinalAt reports whether an approved audit has become final: the last day for appeals
// ("2018-03-08") is over and none of its appeals waits for a decision.
func (a *Audit) FinalAt(now time.Time, due string, appeals []Appeal) bool {
	return a.State == Approved && due != "" && DayOf(now) > due &&
		!slices.ContainsFunc(appeals, func(p Appeal) bool {
			return p.Audit == a.ID && p.State == AppealOpen
		})
}
