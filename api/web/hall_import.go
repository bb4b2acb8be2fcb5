package web

import "hallmark/checklists"

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

// HallCounts are how many halls of a file are new, changed and the same, and how many of the
// register it does not name.
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
