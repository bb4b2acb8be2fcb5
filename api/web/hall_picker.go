package web

import (
	"hallmark/checklists"
	"hallmark/standard"
)

// PickedHalls is how many halls a list to choose from holds at most.
const PickedHalls = 50

// HallPicker is the control by which a person chooses a hall: from a list where there are few and,
// where there are more, by typing a part of the name or of the code, which the script completes.
// The template "hall-picker" shows it; its name and ID are "hall".
type HallPicker struct {
	Halls  []checklists.Hall // of the list, by code
	Typed  bool              // there are too many for a list
	Text   string            // that is typed
	Chosen checklists.HallID // "" for none
	Vague  bool              // the text names none or several
}

// HallValue is the text by which a hall stands in a field: code and name.
func HallValue(h *checklists.Hall) string { return string(h.ID) + " " + h.Name }

// Some reports whether there is a hall to choose.
func (p HallPicker) Some() bool { return p.Typed || len(p.Halls) > 0 }

// Choice reports whether there is more than one.
func (p HallPicker) Choice() bool { return p.Typed || len(p.Halls) > 1 }

// PickerField is the control with its words.
type PickerField struct {
	HallPicker
	Label, None, Wrong string // None is the choice of no hall; Wrong what is wrong, or ""
	Needed             bool
}

// Field is the control of a filter.
func (p HallPicker) Field(label, none, wrong string) PickerField {
	return PickerField{p, label, none, wrong, false}
}

// MustField is the control of a form that needs a hall.
func (p HallPicker) MustField(label, none, wrong string) PickerField {
	return PickerField{p, label, none, wrong, true}
}

// TierHalls are the halls of one tier.
type TierHalls struct {
	Tier  standard.Tier
	Halls []checklists.Hall
}

// ByTier groups the halls from the top tier.
func (p HallPicker) ByTier() []TierHalls {
	var groups []TierHalls
	for _, t := range standard.Tiers() {
		g := TierHalls{Tier: t}
		for _, h := range p.Halls {
			if h.Tier == t {
				g.Halls = append(g.Halls, h)
			}
		}
		if len(g.Halls) > 0 {
			groups = append(groups, g)
		}
	}
	return groups
}
