package web

import (
	"net/url"
	"slices"
	"strings"

	"hallmark/checklists"
	"hallmark/standard/message"
)

// Frame is what every page has around its content.
type Frame struct {
	Language    message.Language
	Path        string    // path and query of this page, for the menu and the change of language
	User        *User     // who is signed in; nil for nobody
	Unread      int       // notifications that the person has not read, counted up to 100
	Notice      string    // a sentence about what has just been done, in the frame's language
	Removed     bool      // characters that turn the direction of reading were taken out of the form
	Unprintable string    // texts of the form, with the signs in them that papers cannot print
	Problems    []Problem // what was wrong with the form just sent
	NoCodes     bool      // papers printed from here carry no QR code, since no address is known
}

func (f *Frame) frame() *Frame { return f }

// FileURL is the address of the page's list as a file, "xlsx" or "csv": all of it, under the same
// filter.
func (f *Frame) FileURL(format string) string {
	path, query, _ := strings.Cut(f.Path, "?")
	q, err := url.ParseQuery(query)
	if err != nil {
		q = url.Values{} // the list has ignored it, too
	}
	q.Del("cursor")
	q.Set("format", format)
	return "/api/v1" + path + "?" + q.Encode()
}

// ListFile is a list of a page that has several, by its path below /api/v1.
type ListFile string

// FileURL is the address of the list as a file, "xlsx" or "csv".
func (f ListFile) FileURL(format string) string {
	return "/api/v1/" + string(f) + "?format=" + format
}

// User is a person with an account.
type User struct {
	Username checklists.Username
	Name     string            // as shown to people
	Role     checklists.Role   // decides which menu the person sees
	Hall     checklists.HallID // of a hall head
	Firm     string            // of a third party's inspector
}

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

// menuEntry is one entry of the main menu with the roles that see it.
type menuEntry struct {
	key, url string
	roles    []checklists.Role
}

// menu is the one table of the main menu: which roles see an entry. The first entries stand in the
// bar, so that what a role uses daily comes early.
func menu() []menuEntry {
	type roles = []checklists.Role
	const (
		auditor, hallHead, supervisor = checklists.Auditor, checklists.HallHead, checklists.Supervisor
		editor, approver, admin       = checklists.Editor, checklists.Approver, checklists.Admin
	)
	return []menuEntry{
		{"menu.my-hall", ownHall, roles{hallHead}},
		{"menu.start", StartURL, roles{supervisor}},
		{"menu.audits", "/audits", roles{auditor, hallHead, supervisor, admin}},
		{"menu.campaigns", CampaignsURL, roles{auditor, supervisor, admin}},
		{"menu.phone-checks", PhoneChecksURL, roles{auditor, supervisor}},
		{"menu.rectifications", RectificationsURL, roles{auditor, hallHead, supervisor, admin}},
		{"menu.appeals", AppealsURL, roles{hallHead, supervisor, admin}},
		{"menu.halls", "/halls", roles{auditor, supervisor, editor, approver, admin}},
		{"menu.bulletins", BulletinsURL, checklists.Roles()},
		{"menu.results", ResultsURL, roles{supervisor, admin}},
		{"menu.rankings", RankingsURL, roles{hallHead, supervisor, admin}},
		{"menu.editions", "/editions", checklists.Roles()},
		{"menu.drafts", DraftsURL, roles{supervisor, editor, approver, admin}},
		{"menu.amendments", "/amendments", roles{supervisor, editor, approver, admin}},
		{"menu.consultations", "/consultations", checklists.Roles()},
		{"menu.feedback", FeedbackURL, roles{hallHead, supervisor, admin}},
		{"menu.training", TrainingsURL, roles{hallHead, supervisor, admin}},
		{"menu.problems", "/problems", roles{supervisor, editor, approver, admin}},
		{"menu.changes", "/changes", roles{supervisor, editor, approver, admin}},
		{"menu.webhooks", "/webhooks", roles{editor, admin}},
		{"menu.robots", RobotsURL, roles{supervisor, admin}},
		{"menu.settings", SettingsURL, roles{supervisor, admin}},
		{"menu.users", UsersURL, roles{admin}},
		{"menu.events", "/events", roles{admin}},
	}
}

// firmMenu is the part of the menu that a third party's inspector sees.
var firmMenu = []string{"/audits", CampaignsURL, "/halls", "/editions"}

// ownHall stands for the address of the person's own hall.
const ownHall = ""

// inBar is how many entries stand in the bar when there are at least two more; these fold out.
const inBar = 6

// Menu returns the entries for the person's role: those of the bar, and those that fold out.
func (f *Frame) Menu() (m Menu) {
	if f.User == nil {
		return m
	}
	for _, entry := range menu() {
		url := entry.url
		if url == ownHall {
			url = HallURL(f.User.Hall)
		}
		if f.User.Firm != "" && !slices.Contains(firmMenu, url) {
			continue
		}
		if slices.Contains(entry.roles, f.User.Role) {
			m.Bar = append(m.Bar, MenuItem{Key: entry.key, URL: url, Current: f.at(url)})
		}
	}
	if len(m.Bar) > inBar+1 {
		m.Bar, m.More = m.Bar[:inBar], m.Bar[inBar:]
	}
	return m
}

// at reports whether the page is the one at a URL or below it.
func (f *Frame) at(url string) bool {
	rest, ok := strings.CutPrefix(f.Path, url)
	return ok && (rest == "" || rest[0] == '/' || rest[0] == '?')
}

// Menu is the main menu.
type Menu struct{ Bar, More []MenuItem }

// Hidden is the entry of this page where it does not stand in the bar, or nil.
func (m Menu) Hidden() *MenuItem {
	if i := slices.IndexFunc(m.More, func(item MenuItem) bool { return item.Current }); i >= 0 {
		return &m.More[i]
	}
	return nil
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

// Names returns what to call several people, one after the other.
func (p People) Names(l message.Language, list []checklists.Username) string {
	names := make([]string, len(list))
	for i, name := range list {
		names[i] = p.Name(name)
	}
	return strings.Join(names, message.Text(l, "page.comma"))
}

// Permissions says what the signed-in person may do with an audit as it stands now.
type Permissions struct {
	Answer, Submit, Return, Approve bool
	Void                            bool // begun by mistake
	Confirm                         bool // what others submitted with the person as inspector
}

// LanguageForm is sent to /language. Back is the path to return to; only a path of this site may be
// followed.
type LanguageForm struct {
	Language string `form:"language" validate:"required,oneof=zh-CN en"`
	Back     string `form:"back" validate:"max=2048"`
}
