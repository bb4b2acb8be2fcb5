package web

import (
	"strconv"

	"hallmark/standard/message"
)

// Error is the page for anything that went wrong. Sentence says what, in the frame's language;
// the page adds what to do next from Status.
type Error struct {
	Frame
	Status    int  // HTTP status, 400..599
	Changed   bool // with 409: somebody else was first, so that the page is out of date
	Sentence  string
	RequestID string // to be named when asking for help
}

func (*Error) template() string { return "error" }

// Heading names the fault in a few words.
func (p *Error) Heading() string { return p.text("error.") }

// Advice says what to do next.
func (p *Error) Advice() string { return p.text("error.next.") }

func (p *Error) text(prefix string) string {
	status, fallback := strconv.Itoa(p.Status), "500"
	if p.Status < 500 {
		fallback = "400"
	}
	switch {
	case p.Changed:
		status = "changed"
	case !message.Has(p.Language, "page."+prefix+status):
		status = fallback
	}
	return words{p.Language}.text(prefix + status)
}
