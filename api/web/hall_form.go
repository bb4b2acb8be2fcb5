package web

import "hallmark/checklists"

// HallForm is the form of a hall at /halls/new and /halls/{id}/edit.
type HallForm struct {
	Frame
	ID         checklists.HallID // "" for a new hall
	Name       string
	Revision   int
	Groups     []HallGroup
	NoAccounts bool // no account belongs to the hall
}

func (*HallForm) template() string { return "hall-form" }

// Action is where the form is sent to.
func (p *HallForm) Action() string {
	if p.ID == "" {
		return HallsURL
	}
	return HallURL(p.ID)
}

// HallGroup is a part of the form; its heading is "register.group-<Key>".
type HallGroup struct {
	Key    string
	Fields []HallField
}

// HallField is one control. Kind is "text", "lines", "day", "number", "flag" or "choice".
type HallField struct {
	Name, Label, Value, Kind string
	Required                 bool
	Fixed                    bool // cannot be changed any more
	Choices                  []HallChoice
}

// On reports whether a flag is set.
func (f HallField) On() bool { return f.Value == "true" }

// Shown is the value as people read it.
func (f HallField) Shown() string {
	for _, c := range f.Choices {
		if c.Value == f.Value && c.Label != "" {
			return c.Label
		}
	}
	return f.Value
}

// HallChoice is one option of a control; the zero value is none.
type HallChoice struct{ Value, Label string }

// HallSent is sent to /halls and /halls/{id}; the other fields are those of [HallField].
type HallSent struct {
	Revision int `form:"revision" validate:"min=0"`
}

// HallImport is the page at /halls/import: a file, what is wrong with it, what it would do, or what
// it did.
type HallImport struct {
	Frame
	Refused  []SheetPlace
	Plan     *HallPlan
	File     string // what the server calls the file until it is confirmed
	FileName string
	Done     *HallCounts
}

func (*HallImport) template() string { return "hall-import" }

// HallCounts are how many halls of a file are new, changed and the same, and how many of the register
// it does not name.
type HallCounts struct{ New, Changed, Unchanged, Left int }

// HallPlan is what a file would do.
type HallPlan struct {
	HallCounts
	Lines  []HallPlanLine // the first of those that are new or changed
	Losses []SheetPlace   // what was not taken
}

// Rest is how many halls are not listed.
func (p *HallPlan) Rest() int { return p.New + p.Changed - len(p.Lines) }

// HallPlanLine is a hall that is new or would change.
type HallPlanLine struct {
	Place  string
	ID     checklists.HallID
	Name   string
	New    bool
	Fields []string // what changes, as people call it
}

// HallImportSent confirms an import at /halls/import/confirm.
type HallImportSent struct {
	File string `form:"upload" validate:"required,max=80"`
	Name string `form:"name" validate:"max=255"`
}
