package web

import "hallmark/standard"

// DraftSheet is the amendment that a draft makes, at /drafts/{id}/sheet.
type DraftSheet struct {
	Frame
	DraftHead
	Items  []DraftItem
	Counts standard.AmendmentCounts
	Form   DraftSubmitForm
}

func (*DraftSheet) template() string { return "draft-sheet" }

// Grades lists the grades to choose from.
func (*DraftSheet) Grades() []standard.ChangeGrade { return standard.ChangeGrades() }

// DraftItem is one derived item with what the drafter says of it.
type DraftItem struct {
	standard.Item
	Row   int
	URL   string // of the clause on the desk, or of the frame
	Title string // of the clause
	Path  string // of what is no clause, as [standard.FieldChange] names it
	Note  DraftNoteForm
}

// DraftNoteForm is sent to /drafts/{id}/notes.
type DraftNoteForm struct {
	Revision int                  `form:"revision" validate:"min=1"`
	Key      string               `form:"key" validate:"required,max=96"`
	Grade    standard.ChangeGrade `form:"grade" validate:"max=16"` // "" is the proposed one
	Reason   string               `form:"reason" validate:"max=1000"`
	Basis    string               `form:"basis" validate:"max=2000"` // a line for each
	Until    string               `form:"until" validate:"omitempty,datetime=2006-01-02"`
	Rule     string               `form:"rule" validate:"max=500"`
}

// DraftSubmitForm is sent to /drafts/{id}/sheet.
type DraftSubmitForm struct {
	Revision     int    `form:"revision" validate:"min=1"`
	Sheet        string `form:"sheet" validate:"max=16,clean"`
	Number       string `form:"number" validate:"max=80,clean"`
	Title        string `form:"title" validate:"max=200,clean"`
	Approval     string `form:"approval" validate:"required,max=500,clean"`
	Approved     string `form:"approved" validate:"required,datetime=2006-01-02"`
	Announcement string `form:"announcement" validate:"required,max=120,clean"`
	Effective    string `form:"effective" validate:"required,datetime=2006-01-02"`
}
