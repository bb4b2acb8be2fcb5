package web

import "hallmark/checklists"

// SettingsURL is the address of the deadlines.
const SettingsURL = "/settings"

// Settings shows and sets the deadlines of the loop, at /settings.
type Settings struct {
	Frame
	Form     SettingsForm // what holds now, or as sent when it was refused
	Versions []SettingsVersion
}

func (*Settings) template() string { return "settings" }

// SettingsVersion is what was set once, with the name of who did; the latest first.
type SettingsVersion struct {
	checklists.SettingsVersion
	Name string
}

// SettingsForm is sent to /settings; all numbers are working days but Repeats.
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
}

// SettingsFormOf fills the form in.
func SettingsFormOf(d checklists.Deadlines, revision int) SettingsForm {
	return SettingsForm{revision, d.Plan, d.Verify, d.Appeal, d.Decide, d.Escalation.Urge,
		d.Escalation.Report, d.Escalation.Summon, d.Escalation.Repeats}
}

// SettingsField is one control of the form.
type SettingsField struct {
	Name  string
	Value int
	Min   int
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
