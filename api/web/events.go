package web

import (
	"hallmark/checklists"
	"hallmark/standard"
)

// Events is the log of what was done, at /events, the newest first.
type Events struct {
	Frame
	Rows []Event
	Next string // cursor of the older part; "" at the end
}

func (*Events) template() string { return "events" }

// Event is one thing that somebody did.
type Event struct {
	At      checklists.Time
	By      string          // name; "" for the program itself
	What    string          // a sentence in the frame's language
	Subject string          // what it was done to, as people call it; may be ""
	URL     string          // of the subject; may be ""
	Before  standard.Digest // "" when there was nothing before
	After   standard.Digest // "" when nothing is left
	From    string          // who was tried or refused, from where, how often, as a sentence; or ""
	Handed  string          // from which file it was taken over, as a sentence; "" for any other
}
