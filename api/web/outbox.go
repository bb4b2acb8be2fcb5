package web

import "hallmark/checklists"

// Outbox lists deliveries at /outbox.
type Outbox struct {
	Frame
	Steps  []OpenStep // that failed
	Rows   []Delivery
	States []string
	State  string // "" for all
	Next   string // cursor of the older part; "" at the end
}

func (*Outbox) template() string { return "outbox" }

// OpenStep is something that follows from a change and failed.
type OpenStep struct {
	ID, Kind, Document string
	Revision           int
	Since              checklists.Time // zero where it is not known
	Tries              int
	Reason             string // for technicians
	Stuck              bool   // nobody tries it again by itself
}

// Delivery is one thing that is sent. Retry is where the form to try it again is sent, "" where it
// cannot be.
type Delivery struct {
	ID, Type, Target, State string
	Created, NextAt         checklists.Time // NextAt of a pending one
	Attempts                int
	Failure                 string // a sentence; "" where there was none
	Retry                   string
}

// Tone is how the state is coloured.
func (d Delivery) Tone() string {
	switch d.State {
	case "delivered":
		return "good"
	case "failed":
		return "poor"
	case "pending":
		if d.Failure != "" {
			return "fair"
		}
	}
	return "plain"
}

// Waits reports whether there will be another attempt.
func (d Delivery) Waits() bool { return d.State == "pending" }
