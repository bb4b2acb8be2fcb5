package web

import (
	"hallmark/checklists"
	"hallmark/standard"
)

// Proposals lists what was proposed to the editors, at /proposals, the latest first.
type Proposals struct {
	Frame
	Rows      []Proposal
	Next      string // cursor of the older part; "" at the end
	MayAnswer bool
}

func (*Proposals) template() string { return "proposals" }

// Proposal is a proposal to change a clause.
type Proposal struct {
	ID       string
	Clause   standard.ClauseUID
	Edition  standard.EditionID
	Code     string
	Title    string
	Tier     string // "" for all
	Area     string
	Reason   string // in the frame's language
	Comment  string
	By       string
	At       checklists.Time
	State    string // "open", "taken", "declined"
	Answer   string
	Answerer string
	Revision int
}

// Tone returns the style class of the state.
func (p Proposal) Tone() string {
	return map[string]string{"open": "fair", "taken": "good"}[p.State]
}

// ProposalForm is sent to /proposals.
type ProposalForm struct {
	Clause  standard.ClauseUID `form:"clause" validate:"required,max=64"`
	Edition standard.EditionID `form:"edition" validate:"required,max=64"`
	Tier    string             `form:"tier" validate:"omitempty,oneof=district subdistrict community"`
	Area    string             `form:"area" validate:"omitempty,min=2,max=12,number"`
}

// ProposalAnswerForm is sent to /proposals/{id}/answer.
type ProposalAnswerForm struct {
	Revision int    `form:"revision" validate:"required,min=1"`
	State    string `form:"state" validate:"required,oneof=taken declined"`
	Answer   string `form:"answer" validate:"required,max=2000"`
}
