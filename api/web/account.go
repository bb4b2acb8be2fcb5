package web

import (
	"strconv"

	"hallmark/standard/message"
)

// SignIn is the page at /sign-in. Form gives back what was typed, without the password.
type SignIn struct {
	Frame
	Form SignInForm
}

func (*SignIn) template() string { return "sign-in" }

// Password is the page at /password.
type Password struct{ Frame }

func (*Password) template() string { return "password" }

// Users is the list of accounts at /users.
type Users struct {
	Frame
	Rows []UserRow
}

func (*Users) template() string { return "users" }

// UserRow is one account.
type UserRow struct {
	User
	HallName string // of a hall head; "" for others
	Disabled bool
}

// Error is the page for anything that went wrong. Sentence says what, in the frame's language;
// the page adds what to do next from Status.
type Error struct {
	Frame
	Status    int // HTTP status, 400..599
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
	if !message.Has(p.Language, "page."+prefix+status) {
		status = fallback
	}
	return words{p.Language}.text(prefix + status)
}
