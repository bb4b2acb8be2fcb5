package checklists

import (
	"slices"
	"time"

	"hallmark/standard"
)

// Late is what tablets sent to an audit after its submission. None of it counts; the reviewer reads it,
// and the tablets send it again when the audit comes back.
type Late struct {
	By     []Username `json:"by"`     // who sent it, each once
	Offers []Change   `json:"offers"` // in the order in which the server heard of them
}

// Add adds what one person sent at once; a change that is there already stays as it is.
func (l *Late) Add(by Username, offers []Change) {
	if !slices.Contains(l.By, by) {
		l.By = append(l.By, by)
	}
	for _, c := range offers {
		if !l.Offered(c.ID) {
			l.Offers = append(l.Offers, c)
		}
	}
}

// Offered reports whether a change is among the offers.
func (l *Late) Offered(id ChangeID) bool {
	return slices.ContainsFunc(l.Offers, func(c Change) bool { return c.ID == id })
}

// Offers are those of the changes that a submitted audit would take if it were open, as it would store
// them. It changes neither the audit nor the changes.
func Offers(a *Audit, e *standard.Edition, changes []Change, by Username, now time.Time) []Change {
	open := *a
	open.State = Returned
	var list []Change
	for _, c := range changes {
		if open.refuse(e, &c, nil, &ChangeResult{}) != nil {
			continue
		}
		c.By, c.Received = by, At(now)
		list = append(list, c)
	}
	bringBack(list, a.StartedAt.Time, now)
	return list
}
