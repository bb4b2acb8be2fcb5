package web

import (
	"hallmark/checklists"
	"hallmark/standard"
)

// Carried returns what the audit before offers for the clause; nil for a clause that has not
// changed and was not answered.
func (c Card) Carried() *checklists.CarriedClause {
	if c.page.Carry == nil {
		return nil
	}
	line, ok := c.page.Carry.Line(c.Clause.UID)
	if !ok || line.Fate == checklists.FateReused && !line.Offers() {
		return nil
	}
	return line
}

// CarriedFrom returns the number of the audit before.
func (c Card) CarriedFrom() string { return c.page.Carry.Number }

// CarryURL returns where an offer is taken.
func (c Card) CarryURL() string { return CarryURL(c.page.Audit.ID) }

// Rewording returns the redline of a text that has changed, and the other changed fields.
func (c Card) Rewording() ChangedClause {
	line := c.Carried()
	change := line.Change()
	if change == nil {
		return ChangedClause{}
	}
	diff := standard.Diff{Clauses: []standard.ClauseChange{*change}}
	return (&Comparison{Diff: diff}).Changed()[0]
}

// Offered counts the cards on the page whose answers may be taken over: those without an answer.
func (p *Checklist) Offered() (n int) {
	for _, card := range p.Cards() {
		if line := card.Carried(); line != nil && line.Offers() && !card.Answered() {
			n++
		}
	}
	return n
}

// Gone lists the clauses of the chapter shown that the audit before answered and that are no longer
// asked.
func (p *Checklist) Gone() []checklists.CarriedClause {
	var gone []checklists.CarriedClause
	if p.Carry == nil {
		return nil
	}
	for _, line := range p.Carry.Lines {
		if line.Fate == checklists.FateWithdrawn && line.Before.Chapter == p.chapter() {
			gone = append(gone, line)
		}
	}
	return gone
}

// CarryForm is sent to /audits/{id}/carry: it takes over what is offered for one clause, or for all
// of a chapter that have no answer yet.
type CarryForm struct {
	Chapter int                `form:"chapter" validate:"min=1,max=9999"`
	Clause  standard.ClauseUID `form:"clause" validate:"max=64"`
	Photos  string             `form:"photos" validate:"omitempty,eq=1"`
}

// CarryURL returns the address to which the form that takes over answers is sent.
func CarryURL(id checklists.AuditID) string { return AuditURL(id) + "/carry" }
