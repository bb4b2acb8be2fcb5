package checklists

import (
	"iter"

	"hallmark/standard"
)

// Weighing is what an impact sheet is made from.
type Weighing struct {
	Before, After *standard.Edition
	Grades        Grades // of the sheet
	Day           string // on which all halls are imagined to be audited, "2022-07-01"
	Holdings      iter.Seq[Holding]
}

// Holding is what is known of one hall before the amendment.
type Holding struct {
	Hall     Hall
	Last     *Audit            // the latest approved audit; nil: none
	Edition  *standard.Edition // the one that Last is sealed to
	Open     []*Audit          // not approved yet; their logs are not looked at
	Findings []Finding         // not closed yet
}

// Impact says what an amendment would do to every hall. Nothing of it changes an audit: it is a
// forecast beside the official results.
type Impact struct {
	Before   standard.Version `json:"before"`
	After    standard.Version `json:"after"`
	Day      string           `json:"day"`
	Totals   ImpactTotals     `json:"totals"`
	Halls    []HallImpact     `json:"halls"`    // halls that change grade first, then by tier and ID
	Clauses  []ClauseImpact   `json:"clauses"`  // changed clauses, in the order of the text
	Open     []OpenAudit      `json:"open"`     // running audits, which stay on their edition
	Findings []TouchedFinding `json:"findings"` // not closed, of clauses that change
}

// ImpactTotals counts halls and what touches them.
type ImpactTotals struct {
	Halls     int `json:"halls"`
	Audited   int `json:"audited"`   // with an official result
	Changed   int `json:"changed"`   // of them, projected to another grade
	Uncertain int `json:"uncertain"` // of them, whose range reaches into another grade
	Higher    int `json:"higher"`    // projected total above the official one
	Lower     int `json:"lower"`
	Open      int `json:"open"`
	Findings  int `json:"findings"`
}

// HallImpact is what an amendment means for one hall. Official and the projections are nil for a
// hall without an approved audit.
type HallImpact struct {
	Hall    HallID             `json:"hall"`
	Name    string             `json:"name"`
	Tier    standard.Tier      `json:"tier"`
	Audit   AuditID            `json:"audit,omitempty"`
	Number  string             `json:"number,omitempty"` // of the audit
	Edition standard.EditionID `json:"edition,omitempty"`

	Reused    []standard.ClauseUID `json:"reused"`
	Recheck   []standard.ClauseUID `json:"recheck"`
	New       []standard.ClauseUID `json:"new"`
	Withdrawn []standard.ClauseUID `json:"withdrawn"`
	Uncertain []standard.ClauseUID `json:"uncertain"` // to check again, without a value that tells
	Kept      []standard.ClauseUID `json:"kept"`      // scored by the threshold before (过渡期)

	Official *Result `json:"official"`
	// Projected takes the old answers as they are, values by the new thresholds, and leaves new
	// clauses out. Lowest and Highest give every uncertain and new clause none and all
	// of its points.
	Projected *Result `json:"projected"`
	Lowest    *Result `json:"lowest"`
	Highest   *Result `json:"highest"`
}

// GradeChanges reports whether the projected grade is another one than the official one.
func (h *HallImpact) GradeChanges() bool {
	return h.Official != nil && h.Projected != nil && h.Official.Grade != h.Projected.Grade
}

// MayChange reports whether the range reaches into another grade.
func (h *HallImpact) MayChange() bool {
	return h.Official != nil && h.Lowest != nil &&
		(h.Official.Grade != h.Lowest.Grade || h.Official.Grade != h.Highest.Grade)
}

// Step returns the projected total less the official one, in tenths of a point; 0 without both.
func (h *HallImpact) Step() int64 {
	if h.Official == nil || h.Projected == nil {
		return 0
	}
	was, _ := h.Official.Total.Scaled(2)
	is, _ := h.Projected.Total.Scaled(2)
	return (is - was) / 10
}

// ClauseImpact is a changed clause and how many halls it touches in which way.
type ClauseImpact struct {
	UID   standard.ClauseUID   `json:"uid"`
	Code  string               `json:"code"` // in the new edition; of a withdrawn clause in the old
	Title string               `json:"title"`
	Grade standard.ChangeGrade `json:"grade"`
	Rule  standard.ChangeGrade `json:"rule"` // what the rules propose, where the sheet says otherwise
	Halls map[Fate]int         `json:"halls"`
}

// OpenAudit is a running audit of an edition that the amendment would replace.
type OpenAudit struct {
	ID      AuditID            `json:"id"`
	Number  string             `json:"number"`
	Hall    HallID             `json:"hall"`
	Name    string             `json:"name"` // of the hall
	State   State              `json:"state"`
	Edition standard.EditionID `json:"edition"`
	Started Time               `json:"started"`
}

// TouchedFinding is a finding that is not closed, of a clause that changes.
type TouchedFinding struct {
	Hall     HallID               `json:"hall"`
	Name     string               `json:"name"` // of the hall
	Clause   standard.ClauseUID   `json:"clause"`
	Code     string               `json:"code"` // when it was found
	Severity Severity             `json:"severity"`
	Due      string               `json:"due"`
	Fate     Fate                 `json:"fate"`
	Grade    standard.ChangeGrade `json:"grade"`
	// DueUncertain is set when the holidays of a year on the way were not known.
	DueUncertain bool `json:"dueUncertain,omitempty"`
}
