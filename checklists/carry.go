package checklists

import "hallmark/standard"

// Carry is what the hall's last audit, of another edition, has to offer to a new one. Nothing of it
// is an answer until an auditor takes it.
type Carry struct {
	Audit   AuditID            `json:"audit"`
	Number  string             `json:"number"` // of the audit
	Edition standard.EditionID `json:"edition"`
	At      Time               `json:"at"` // when it started
	Lines   []CarriedClause    `json:"lines"`
}

// CarriedClause is a clause of the new checklist, or one that it has lost, with what was found.
type CarriedClause struct {
	ClauseFate
	Before *standard.Clause
	After  *standard.Clause // nil for a withdrawn clause
	// Answer is what was found, with its note and photographs; Unanswered where nothing was. Only
	// the answer to a reused clause may be taken over.
	Answer Answer
	By     Username
}

// Offers reports whether the answer may be taken over as it is.
func (c *CarriedClause) Offers() bool {
	return c.Fate == FateReused && c.Answer.Kind != Unanswered
}

// Changed returns the changed fields of a clause that is to be checked again.
func (c *CarriedClause) Changed() []standard.FieldChange {
	if c.change == nil {
		return nil
	}
	return c.change.Fields
}

// CarryOf compares the audit before with the checklist of a new edition, see [FatesOf]. An answer
// that does not fit the new clause is not offered: the clause is checked again.
func CarryOf(last *Audit, from, to *standard.Edition, grades Grades) Carry {
	c := Carry{Audit: last.ID, Number: last.Number, Edition: last.Edition, At: last.StartedAt}
	changes := standard.DiffOf(from, to)
	for _, f := range FatesOf(from, to, &changes, grades, last.Tier) {
		line := CarriedClause{ClauseFate: f}
		line.Before, _ = from.Clause(f.UID)
		if f.Fate != FateWithdrawn {
			line.After, _ = to.Clause(f.UID)
		}
		state := last.ClauseState(f.UID)
		line.Answer, line.By = state.Answer, state.By
		if line.Offers() {
			var wrong standard.Problems
			if line.Answer.checkValue(line.After, last.Tier, &wrong); wrong.Err() != nil {
				line.Fate = FateRecheck
			}
		}
		c.Lines = append(c.Lines, line)
	}
	return c
}

// Line finds the line of a clause.
func (c *Carry) Line(uid standard.ClauseUID) (*CarriedClause, bool) {
	for i := range c.Lines {
		if c.Lines[i].UID == uid {
			return &c.Lines[i], true
		}
	}
	return nil, false
}
