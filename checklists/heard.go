package checklists

import "time"

// LateBy is how long after a tablet dated something the server may hear of it before the reviewer is
// told: a visit without a network comes home in the evening (trust.md of the design).
const LateBy = 24 * time.Hour

// Heard says what of an audit the server heard [LateBy] or more after it happened by the clock of the
// device. Times are zero, and Records is 0, for what was heard in time.
type Heard struct {
	Begun   Time `json:"begun"`   // as the audit says
	First   Time `json:"first"`   // when the server first heard of it
	Records int  `json:"records"` // that came so late
	Oldest  Time `json:"oldest"`  // the earliest of them, by the device's clock
	Last    Time `json:"last"`    // when the server heard the last of them
}

// HeardLate compares what a device says of an audit and its records with when the server heard it;
// first is when it heard of the audit. It returns nil where all was heard in time. A device's clock
// that was ahead does not count: the server has brought it back.
func HeardLate(a *Audit, first Time) *Heard {
	var h Heard
	if t := a.Transitions; len(t) > 0 && t[0].Handed != nil && !t[0].Handed.At.IsZero() {
		first = t[0].Handed.At
	}
	if !first.IsZero() && first.Sub(a.StartedAt.Time) >= LateBy {
		h.Begun, h.First = a.StartedAt, first
	}
	for _, list := range a.Log {
		for i := range list {
			h.add(&list[i])
		}
	}
	if h == (Heard{}) {
		return nil
	}
	return &h
}

func (h *Heard) add(c *Change) {
	received := c.Received
	if c.Handed != nil && !c.Handed.At.IsZero() {
		received = c.Handed.At
	}
	if !c.At.valid() {
		return
	}
	made := At(time.UnixMilli(c.At.milliseconds()))
	if received.IsZero() || received.Sub(made.Time) < LateBy {
		return
	}
	h.Records++
	if h.Oldest.IsZero() || made.Before(h.Oldest.Time) {
		h.Oldest = made
	}
	if received.After(h.Last.Time) {
		h.Last = received
	}
}
