package web

import (
	"strings"

	"hallmark/checklists"
)

// SettingsURL is the address of the deadlines.
const SettingsURL = "/settings"

// CalendarURL is where the file with the days of a year is sent.
const CalendarURL = "/settings/calendar"

// Settings shows and sets the deadlines of the loop, at /settings.
type Settings struct {
	Frame
	Form     SettingsForm // what holds now, or as sent when it was refused
	Versions []SettingsVersion
	Calendar SettingsCalendar
}

// SettingsCalendar is the part about the working days.
type SettingsCalendar struct {
	First, Last int            // years that the program brings
	Loaded      []CalendarYear // years that the office has loaded, the first one first
	Unknown     []int          // years that deadlines reach and nobody knows
	Refused     []SheetPlace   // what is wrong with a file
	Done        *CalendarDone
}

// CalendarYear is a year that the office has loaded, with all imports that are kept: the first one
// first, the last one holds.
type CalendarYear struct {
	Year    int
	Imports []CalendarImport
}

// CalendarImport is an import with the name of the person who made it.
type CalendarImport struct {
	checklists.CalendarImport
	Name string
}

// CalendarDone says what an import did.
type CalendarDone struct {
	Year     *checklists.CalendarYear
	Replaces string // the sentence about what was known before
}

// CalendarField is the name of the file of the form, and the id of its control.
const CalendarField = "calendar"

func (*Settings) template() string { return "settings" }

// SettingsVersion is what was set at one time, with the name of the person who set it; the latest
// first.
type SettingsVersion struct {
	checklists.SettingsVersion
	Name string
}

// SettingsForm is sent to /settings; all numbers are working days but Repeats and
// the counts of last places.
type SettingsForm struct {
	Revision int `form:"revision" validate:"min=0"`
	Plan     int `form:"plan"`
	Verify   int `form:"verify"`
	Appeal   int `form:"appeal"`
	Decide   int `form:"decide"`
	Urge     int `form:"urge"`
	Report   int `form:"report"`
	Summon   int `form:"summon"`
	Repeats  int `form:"repeats"`

	NoticeRunning int `form:"notice-running"`
	NoticeYear    int `form:"notice-year"`
	ParentRunning int `form:"parent-running"`
	ParentYear    int `form:"parent-year"`
}

// LastPlaces are the counts of last places.
func (f *SettingsForm) LastPlaces() *checklists.LastPlaces {
	return &checklists.LastPlaces{
		Notice: checklists.LastPlaceCounts{Running: f.NoticeRunning, InYear: f.NoticeYear},
		Parent: checklists.LastPlaceCounts{Running: f.ParentRunning, InYear: f.ParentYear}}
}

// SettingsFormOf fills the form in.
func SettingsFormOf(d checklists.Deadlines, revision int) SettingsForm {
	last := d.LastPlacesOrDefault()
	return SettingsForm{revision, d.Plan, d.Verify, d.Appeal, d.Decide, d.Escalation.Urge,
		d.Escalation.Report, d.Escalation.Summon, d.Escalation.Repeats,
		last.Notice.Running, last.Notice.InYear, last.Parent.Running, last.Parent.InYear}
}

// SettingsField is one control of the form.
type SettingsField struct {
	Name  string
	Value int
	Min   int
}

// Max is the largest value of the control.
func (f SettingsField) Max() int {
	if strings.HasPrefix(f.Name, "notice-") || strings.HasPrefix(f.Name, "parent-") {
		return 12
	}
	return 120
}

// LastPlaces lists the controls of what follows from the last place.
func (p *Settings) LastPlaces() []SettingsField {
	f := &p.Form
	return []SettingsField{{"notice-running", f.NoticeRunning, 0}, {"notice-year", f.NoticeYear, 0},
		{"parent-running", f.ParentRunning, 0}, {"parent-year", f.ParentYear, 0}}
}

// Deadlines lists the controls of the deadlines.
func (p *Settings) Deadlines() []SettingsField {
	f := &p.Form
	return []SettingsField{{"plan", f.Plan, 0}, {"verify", f.Verify, 1}, {"appeal", f.Appeal, 1},
		{"decide", f.Decide, 1}}
}

// Escalation lists the controls of the rules by which what is late is taken further.
func (p *Settings) Escalation() []SettingsField {
	f := &p.Form
	return []SettingsField{{"urge", f.Urge, 1}, {"report", f.Report, 1}, {"summon", f.Summon, 1},
		{"repeats", f.Repeats, 0}}
}
