package web

import (
	"net/url"
	"strconv"

	"hallmark/checklists"
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
	Rows    []UserRow
	Refused checklists.Username // whose form was refused; "" for nobody's
	Form    PlaceForm           // as it was sent
}

// UsersURL is the address of the list.
const UsersURL = "/users"

func (*Users) template() string { return "users" }

// UserRow is one account.
type UserRow struct {
	User
	HallName string // that the person answers for, or works in and does not inspect; "" for none
	Firm     string // of a third party's inspector
	Disabled bool
	Place    *PlaceForm // where the person works as it stands; nil where it is not to be changed
}

// URL returns where the form of the account is sent.
func (r UserRow) URL() string { return UsersURL + "/" + url.PathEscape(string(r.Username)) }

// Inspector reports whether the person may work for a third party.
func (r UserRow) Inspector() bool { return r.Role == Auditor }

// PlaceForm is sent to /users/{id}: where an inspector works.
type PlaceForm struct {
	Hall     checklists.HallID `form:"hall"`
	Firm     string            `form:"firm"`
	Revision int               `form:"revision" validate:"min=0"`
}

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
