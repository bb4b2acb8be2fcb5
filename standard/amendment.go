package standard

// Amendment is an amendment sheet 修改单: the ordered operations that turn one edition into the
// next, with the digests that must go in and come out.
type Amendment struct {
	Sheet   Sheet      `json:"amendment"`
	Items   []Item     `json:"items"`
	CodeMap []CodeMove `json:"code_map"`
}

// Grades returns the grade that the sheet gives to each clause that it changes; of several items
// about a clause the last one decides.
func (a *Amendment) Grades() map[ClauseUID]ChangeGrade {
	grades := map[ClauseUID]ChangeGrade{}
	for i := range a.Items {
		if item := &a.Items[i]; item.UID != "" && item.Grade != "" {
			grades[item.UID] = item.Grade
		}
	}
	return grades
}

// Sheet is the head of the amendment sheet. Dates are "2006-01-02".
type Sheet struct {
	ID               string          `json:"id"` // "XG1"
	StandardID       string          `json:"standard_id"`
	BaseNumber       string          `json:"base_number"`
	BaseName         string          `json:"base_name"`
	Number           string          `json:"number"`
	NumberNote       string          `json:"number_note,omitempty"`
	Title            string          `json:"title"`
	Approval         string          `json:"approval"`
	Approved         string          `json:"approved"`
	Announcement     string          `json:"announcement"`
	Effective        string          `json:"effective"`
	BaseEdition      EditionID       `json:"base_edition"`
	ResultEdition    EditionID       `json:"result_edition"`
	Counts           AmendmentCounts `json:"counts,omitzero"`
	Digest           DigestPair      `json:"digest"`
	RulesForSoftware []string        `json:"rules_for_software,omitempty"`
}

// AmendmentCounts are the totals that a sheet states; a parser checks them against the items.
type AmendmentCounts struct {
	Items   int `json:"items"`
	Add     int `json:"add"`
	Delete  int `json:"delete"`
	Replace int `json:"replace"`
	Other   int `json:"other"`
}

// DigestPair is what must go in and what must come out.
type DigestPair struct {
	Algorithm string `json:"algorithm"`
	Base      Digest `json:"base"`
	Result    Digest `json:"result"`
}

// Operation says what an item does to the text.
type Operation string

// The operations.
const (
	OpReplace     Operation = "replace"
	OpAdd         Operation = "add"
	OpDelete      Operation = "delete"
	OpTerm        Operation = "term"
	OpWeight      Operation = "weight"
	OpFrontMatter Operation = "front_matter"
)

// Item is one operation of a sheet. Before and After are trees in the edition's own form: for a
// replacement the changed fields of the clause, for an addition the whole clause.
type Item struct {
	Seq          int         `json:"seq"`
	Label        string      `json:"label"` // 一、
	Op           Operation   `json:"op"`
	SheetText    string      `json:"sheet_text"`
	Target       string      `json:"target,omitempty"`
	UID          ClauseUID   `json:"uid,omitempty"`
	Code         string      `json:"code,omitempty"`
	Numbering    Numbering   `json:"numbering,omitempty"`
	Before       any         `json:"before,omitempty"`
	After        any         `json:"after,omitempty"`
	Transition   *Transition `json:"transition,omitempty"`
	Renumber     []CodeMove  `json:"renumber,omitempty"`
	SupersededBy ClauseUID   `json:"superseded_by,omitempty"`
	Reason       string      `json:"reason"`
	Basis        []string    `json:"basis,omitempty"`
	Grade        ChangeGrade `json:"grade,omitempty"`
}

// Numbering says what becomes of the number of a deleted clause.
type Numbering string

// The two customs: the number stays empty, or the later ones move up.
const (
	NumberRetired    Numbering = "retired"
	NumberRenumbered Numbering = "renumbered"
)

// Transition keeps an old threshold for existing halls until a day.
type Transition struct {
	Until string `json:"until"`
	Rule  string `json:"rule"`
}

// ChangeGrade says how much a change means to a hall.
type ChangeGrade string

// The grades of change.
const (
	Editorial      ChangeGrade = "editorial"
	Clarified      ChangeGrade = "clarified"
	Tightened      ChangeGrade = "tightened"
	Relaxed        ChangeGrade = "relaxed"
	Extended       ChangeGrade = "extended"
	Split          ChangeGrade = "split"
	Merged         ChangeGrade = "merged"
	Renumbered     ChangeGrade = "renumbered"
	Rescored       ChangeGrade = "rescored"
	Added          ChangeGrade = "added"
	GradeWithdrawn ChangeGrade = "withdrawn"
)
