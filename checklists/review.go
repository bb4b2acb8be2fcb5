package checklists

import (
	"slices"
	"time"

	"hallmark/standard"
)

// ClauseReturn is a clause that a reviewer sends back 退回, and why.
type ClauseReturn struct {
	Clause  standard.ClauseUID `json:"clause"`
	Comment string             `json:"comment"`
}

// Return sends a submitted audit back to its inspectors, with the clauses that are to be looked at
// again. The comment says why and is required where no clause is named; every clause needs one of
// its own. It returns a *[StateError] or a *[standard.InvalidError] with places as in the API's
// request, and [ErrOwnWork] for a person who has worked on the audit.
func (a *Audit) Return(by Username, at time.Time, comment string, clauses ...ClauseReturn) error {
	if err := a.OwnWork(by); err != nil {
		return err
	}
	var problems standard.Problems
	if !standard.HasVisible(comment) && len(clauses) == 0 {
		problems.Add("comment", "audit.comment")
	}
	seen := map[standard.ClauseUID]bool{}
	for i, c := range clauses {
		switch {
		case len(a.Log[c.Clause]) == 0: // all that is asked was answered before the submission
			problems.Add(ItemPath("clauses", i)+".clause", "audit.only", string(c.Clause))
		case seen[c.Clause]:
			problems.Add(ItemPath("clauses", i)+".clause", "audit.only-twice", string(c.Clause))
		}
		seen[c.Clause] = true
		if !standard.HasVisible(c.Comment) {
			problems.Add(ItemPath("clauses", i)+".comment", "audit.comment")
		}
		CheckText(&problems, ItemPath("clauses", i)+".comment", c.Comment)
	}
	if err := problems.Err(); err != nil {
		return err
	}
	return a.move(Submitted, Transition{To: Returned, By: by, Comment: comment, Clauses: clauses}, at)
}

// lastReturn is the step that returned the audit last, or nil.
func (a *Audit) lastReturn() *Transition {
	for i, t := range slices.Backward(a.Transitions) {
		if t.To == Returned {
			return &a.Transitions[i]
		}
	}
	return nil
}

// LastReturn is when the audit was last returned; the zero time for never.
func (a *Audit) LastReturn() Time {
	if t := a.lastReturn(); t != nil {
		return t.At
	}
	return Time{}
}

// ChangedSinceReturn lists the clauses that were changed after the audit was last returned, in no
// certain order; none where it never was.
func (a *Audit) ChangedSinceReturn() []standard.ClauseUID {
	last := a.lastReturn()
	if last == nil {
		return nil
	}
	var list []standard.ClauseUID
	for uid, log := range a.Log {
		if slices.ContainsFunc(log, func(c Change) bool { return c.Revision > last.Revision }) {
			list = append(list, uid)
		}
	}
	return list
}

// Omission says what share of the clauses on their audits an inspector left out as not applicable.
type Omission struct {
	Inspector Username         `json:"inspector"`
	Audits    int              `json:"audits"`
	Rate      standard.Decimal `json:"rate"`   // of the clauses asked, to 0.0001
	Median    standard.Decimal `json:"median"` // of the rates of the others
	Others    int              `json:"others"`
}

// OmissionsOf puts the rates of some inspectors beside those of all others who inspected.
func OmissionsOf(inspectors []Username, outcomes []Outcome) []Omission {
	type tally struct{ audits, asked, left int }
	tallies := map[Username]*tally{}
	for i := range outcomes {
		o := &outcomes[i]
		for _, name := range o.Inspectors {
			n := tallies[name]
			if n == nil {
				n = &tally{}
				tallies[name] = n
			}
			n.audits, n.asked, n.left = n.audits+1, n.asked+o.Asked, n.left+o.NotApplicable
		}
	}
	rate := func(n *tally) standard.Decimal {
		if n.asked == 0 {
			return standard.Decimal{}
		}
		return standard.NewDecimal(Portion(10_000, int64(n.left), int64(n.asked)), 4)
	}
	list := make([]Omission, len(inspectors))
	for i, name := range inspectors {
		var others []standard.Decimal
		for other, n := range tallies {
			if other != name {
				others = append(others, rate(n))
			}
		}
		list[i] = Omission{Inspector: name, Others: len(others)}
		list[i].Median, _ = middle(others)
		if n := tallies[name]; n != nil {
			list[i].Audits, list[i].Rate = n.audits, rate(n)
		}
	}
	return list
}
