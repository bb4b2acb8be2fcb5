package web

import (
	"slices"
	"strings"

	"hallmark/checklists"
	"hallmark/standard/message"
)

// Frame is what every page has around its content.
type Frame struct {
	Language message.Language
	Path     string    // path and query of this page, for the menu and the change of language
	User     *User     // who is signed in; nil for nobody
	Notice   string    // a sentence about what has just been done, in the frame's language
	Problems []Problem // what was wrong with the form just sent
}

func (f *Frame) frame() *Frame { return f }

// User is a person with an account.
type User struct {
	Username checklists.Username
	Name     string // as shown to people
	Role     Role
}

// Role decides which menu a person sees. What a person may do is decided elsewhere.
type Role string

// The roles.
const (
	Auditor    Role = "auditor"
	HallHead   Role = "hall-head"
	Supervisor Role = "supervisor"
	Editor     Role = "editor"
	Approver   Role = "approver"
	Admin      Role = "admin"
)

// Roles lists the roles.
func Roles() []Role { return []Role{Auditor, HallHead, Supervisor, Editor, Approver, Admin} }

// Problem is one thing that was wrong with a form. Field is the id of the control to go to: the
// name of the form field, on the checklist "HS001-value"; "" when there is no single one.
type Problem struct {
	Field string
	Text  string // in the frame's language
}

// Problem returns the sentence about a field, or "".
func (f *Frame) Problem(field string) string {
	for _, p := range f.Problems {
		if p.Field == field {
			return p.Text
		}
	}
	return ""
}

// MenuItem is one entry of the main menu.
type MenuItem struct {
	Key     string // of its text, "menu.audits"
	URL     string
	Current bool
}

// Menu returns the entries for the person's role.
func (f *Frame) Menu() []MenuItem {
	if f.User == nil {
		return nil
	}
	items := []MenuItem{
		{Key: "menu.halls", URL: "/halls"},
		{Key: "menu.editions", URL: "/editions"},
	}
	if r := f.User.Role; r != Editor && r != Approver { // who read no audits
		items = slices.Insert(items, 0, MenuItem{Key: "menu.audits", URL: "/audits"})
	}
	if r := f.User.Role; r != Auditor && r != HallHead { // others find sheets beside the editions
		items = append(items, MenuItem{Key: "menu.drafts", URL: DraftsURL},
			MenuItem{Key: "menu.amendments", URL: "/amendments"},
			MenuItem{Key: "menu.changes", URL: "/changes"})
	}
	if r := f.User.Role; r == Editor || r == Admin {
		items = append(items, MenuItem{Key: "menu.webhooks", URL: "/webhooks"})
	}
	items = append(items, MenuItem{Key: "menu.consultations", URL: "/consultations"})
	if r := f.User.Role; r != Auditor && r != HallHead {
		items = append(items, MenuItem{Key: "menu.problems", URL: "/problems"})
	}
	if f.User.Role == Admin {
		items = append(items,
			MenuItem{Key: "menu.users", URL: "/users"},
			MenuItem{Key: "menu.events", URL: "/events"})
	}
	for i := range items {
		items[i].Current = f.Path == items[i].URL ||
			strings.HasPrefix(f.Path, items[i].URL+"/") || strings.HasPrefix(f.Path, items[i].URL+"?")
	}
	return items
}

// People gives the names of accounts; somebody who is not in it is shown by the account's name.
type People map[checklists.Username]string

// Name returns what to call somebody.
func (p People) Name(u checklists.Username) string {
	if name := p[u]; name != "" {
		return name
	}
	return string(u)
}

// Permissions says what the signed-in person may do with an audit as it stands now.
type Permissions struct {
	Answer, Submit, Return, Approve bool
}
