package web

import "hallmark/checklists"

// Outbox lists deliveries at /outbox.
type Outbox struct {
	Frame
	Rows   []Delivery
	States []string
	State  string // "" for all
	Next   string // cursor of the older part; "" at the end
}

func (*Outbox) template() string { return "outbox" }

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
