package web

import (
	"net/url"

	"hallmark/checklists"
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
func (r UserRow) Inspector() bool { return r.Role == checklists.Auditor }

// PlaceForm is sent to /users/{id}: where an inspector works.
type PlaceForm struct {
	Hall     checklists.HallID `form:"hall"`
	Firm     string            `form:"firm"`
	Revision int               `form:"revision" validate:"min=0"`
}

// SignInForm is sent to /sign-in. Next is the path to go on to; only a path of this site may be
// followed.
type SignInForm struct {
	Username string `form:"username" validate:"required,max=64" text:"as-is"`
	Password string `form:"password" validate:"required,max=1024" text:"as-is"`
	Next     string `form:"next" validate:"max=2048"`
}

// PasswordForm is sent to /password.
type PasswordForm struct {
	Current string `form:"current" validate:"required,max=1024" text:"as-is"`
	New     string `form:"new" validate:"required,max=1024" text:"as-is"`
	Repeat  string `form:"repeat" validate:"required,eqfield=New" text:"as-is"`
}
