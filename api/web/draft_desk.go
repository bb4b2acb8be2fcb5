package web

import "hallmark/standard"

// Desk is the page at /drafts/{id} where a draft is written: the chapters, the clauses of one of
// them, and one clause open in the editor.
type Desk struct {
	Frame
	DraftHead
	Chapters  []DeskChapter
	Chapter   standard.Chapter // the one that is shown; number 0 is the frame
	Sections  []DeskSection
	Withdrawn []DeskGone
	Editor    *ClauseEditor
	FrameForm *FrameEditor
	Remarks   []DeskRemark // about no clause
	Others    []DeskPlace  // every clause, to move behind or to merge with
	Places    []DeskPlace  // every section
	ForSplit  SplitDefaults
}

func (*Desk) template() string { return "draft-desk" }

// CloseURL is the desk without an open clause.
func (p *Desk) CloseURL() string { return DraftChapterURL(p.ID, p.Chapter.Number) }

// Line is what the template of a clause needs.
func (p *Desk) Line(s DeskSection, c DeskClause) DeskLine { return DeskLine{p, s, c} }

// DeskLine is a clause in its section on its desk.
type DeskLine struct {
	Page    *Desk
	Section DeskSection
	Clause  DeskClause
}

// Tier returns NoTier: the desk shows what a clause is worth in all tiers.
func (DeskLine) Tier() standard.Tier { return standard.NoTier }

// DeskChapter is a chapter in the list at the left.
type DeskChapter struct {
	standard.Chapter
	URL             string
	Current         bool
	Changes, Errors int
}

// DeskSection is a heading with its clauses. Code is the number of the heading, "5.1".
type DeskSection struct {
	Code, Title string
	Clauses     []DeskClause
}

// Last is the clause behind which a new one is put; "" for none.
func (s DeskSection) Last() standard.ClauseUID {
	if len(s.Clauses) == 0 {
		return ""
	}
	return s.Clauses[len(s.Clauses)-1].UID
}

// DeskClause is a clause in the list.
type DeskClause struct {
	*standard.Clause
	URL     string
	Open    bool // in the editor
	Change  standard.ChangeKind
	Grades  []standard.ChangeGrade
	Was     string          // number in the base, when it is another one
	Redline []standard.Span // of the requirement against the base; nil when it is the same
	Remarks []DeskRemark
	CanUp   bool
	Up      standard.ClauseUID // behind which it stands after one step up; "" is the first place
	CanDown bool
	Down    standard.ClauseUID
}

// DeskGone is a clause that the draft has taken out.
type DeskGone struct {
	*standard.Clause
	SupersededBy string // number and title
}

// DeskPlace is a clause or a section to choose.
type DeskPlace struct {
	Value, Text string
}

// DeskRemark is a finding of the check. Fix is the value of the button that mends it, or "".
type DeskRemark struct {
	Field  string // id of the control
	Error  bool
	Text   string
	Source string
	Fix    string
	New    string // what the fix writes
}

// SplitDefaults are what the form for a split starts with.
type SplitDefaults struct {
	Title, Text string
}

// DraftStepForm is sent to /drafts/{id}/steps: an edit of the structure. Which fields it reads is
// said by standard.Edit.
type DraftStepForm struct {
	Revision  int                `form:"revision" validate:"min=1"`
	Op        standard.EditOp    `form:"op" validate:"required,max=16"`
	UID       standard.ClauseUID `form:"uid" validate:"max=64"`
	Section   string             `form:"section" validate:"max=32"`
	After     standard.ClauseUID `form:"after" validate:"max=64"`
	Other     standard.ClauseUID `form:"other" validate:"max=64"`
	Numbering standard.Numbering `form:"numbering" validate:"max=16"`
	Title     string             `form:"title" validate:"max=400"`
	Text      string             `form:"text" validate:"max=20000"`
	RestTitle string             `form:"rest-title" validate:"max=400"`
	Rest      string             `form:"rest" validate:"max=20000"`
}
