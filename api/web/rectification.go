package web

import (
	"hallmark/checklists"
	"hallmark/standard"
)

// Rectification is what has to be mended about one clause, at /rectifications/{id}: what was found,
// what was asked, what has been done, and the forms for what the person may do next.
type Rectification struct {
	Frame
	Row         RectificationRow
	Of          *checklists.Rectification
	Clause      *standard.Clause // with its method, as it read at the audit
	People      People
	PlanLate    int    // working days since a plan was due and is missing
	RecheckDue  string // by when the re-check is expected; "" while none is awaited
	Workdays    int    // from the approval to the first deadline
	First, Last int    // years whose holidays are known
	Today       string // "2018-03-01"
	May         RectificationPermissions
	Refused     []string // why the person may not do what somebody in the role could do now
	Form        RectificationForms
}

func (*Rectification) template() string { return "rectification" }

// RectificationPermissions says what the signed-in person may do with it now.
type RectificationPermissions struct {
	Plan, Reply, Ask, Extend, Keep, Verify, SendBack bool
}

// Any reports whether there is anything to do.
func (m RectificationPermissions) Any() bool { return m != RectificationPermissions{} }

// RectificationForms are the forms as sent, when one of them was refused; Sent is its step.
type RectificationForms struct {
	Sent   checklists.RectificationOp
	Text   string
	Day    string
	Answer AnswerForm

	Extension string // of a plan
}

// Text returns what was sent in a form.
func (p *Rectification) Text(op checklists.RectificationOp) string {
	if p.Form.Sent == op {
		return p.Form.Text
	}
	return ""
}

// Day returns the day that was sent in a form, or else the one that it proposes.
func (p *Rectification) Day(op checklists.RectificationOp) string {
	switch {
	case p.Form.Sent == op:
		return p.Form.Day
	case op == checklists.OpPlan:
		return p.Of.Due
	case op == checklists.OpExtend:
		return p.Of.Asked
	}
	return ""
}

// StepURL returns where the form of a step is sent.
func (p *Rectification) StepURL(step string) string { return p.Row.URL() + "/" + step }

// Answer is what the re-check found: as it was sent, and empty before, since it is a finding.
func (p *Rectification) Answer() AnswerField {
	return AnswerField{Label: "loop.found-now", Clause: p.Clause, Tier: p.Of.Tier, Form: p.Form.Answer, Frame: &p.Frame}
}

// Gallery is a row of photographs with a name for people who cannot see them.
type Gallery struct {
	Name   string
	Photos []standard.Digest
}

// PlanForm is sent to /rectifications/{id}/plan.
type PlanForm struct {
	Revision int    `form:"revision" validate:"min=1"`
	Text     string `form:"text" validate:"max=2000"`
	Finish   string `form:"finish" validate:"max=10"`

	Extension string `form:"extension" validate:"max=2000"`
}

// ReplyForm is sent to /rectifications/{id}/reply as multipart/form-data, with the files "photo" of
// the mended state, one or more, and [BeforeField] of the state before.
type ReplyForm struct {
	Revision int    `form:"revision" validate:"min=1"`
	Text     string `form:"text" validate:"max=2000"`
}

// BeforeField is the name of the file field for photographs from before the work.
const BeforeField = "before"

// VerifyForm is sent to /rectifications/{id}/verify as multipart/form-data, with files "photo"
// where the re-check took any.
type VerifyForm struct {
	AnswerForm
	Revision int    `form:"revision" validate:"min=1"`
	Comment  string `form:"comment" validate:"max=2000"`
}

// ExtendForm is sent to /rectifications/{id}/extend. Refuse decides against what was asked for.
type ExtendForm struct {
	Revision int    `form:"revision" validate:"min=1"`
	Until    string `form:"until" validate:"max=10"`
	Reason   string `form:"reason" validate:"max=2000"`
	Refuse   string `form:"refuse" validate:"omitempty,eq=1"`
}
