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

// clockSlack is by how much the clocks of two servers of one installation may differ. A server whose
// clock is ahead makes no result final while another one still takes appeals.
const clockSlack = 15 * time.Minute

// FinalAt reports whether an approved audit has become final: the last day for appeals
// ("2018-03-08") is over, by [clockSlack], and none of its appeals waits for a decision.
func (a *Audit) FinalAt(now time.Time, due string, appeals []Appeal) bool {
	return a.State == Approved && due != "" && DayOf(now.Add(-clockSlack)) > due &&
		!slices.ContainsFunc(appeals, func(p Appeal) bool {
			return p.Audit == a.ID && p.State == AppealOpen
		})
}
