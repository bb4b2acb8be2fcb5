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

// On reports whether the flag of the control is set.
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
