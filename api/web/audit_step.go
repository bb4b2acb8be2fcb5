package web

import (
	"hallmark/checklists"
	"hallmark/standard"
)

// Step is the page that asks before an audit is submitted, returned, approved or voided, at
// /audits/{id}/submit, /return, /approve and /void; its form is sent to the same address.
type Step struct {
	Frame
	Do         StepName
	Audit      *checklists.Audit
	Edition    *standard.Edition
	Score      checklists.Score
	Unanswered []standard.ClauseUID // what is missing before the audit can be submitted
	Conflicts  []standard.ClauseUID
	May        bool     // whether the person may do it now
	Refused    string   // why not, in their language, where it is for what they have done
	Form       StepForm // as sent, when it was refused
}

func (*Step) template() string { return "audit-step" }

// StepName is a step of an audit, and the last part of its address.
type StepName string

// The steps.
const (
	Submit  StepName = "submit"
	Return  StepName = "return"
	Approve StepName = "approve"
	Void    StepName = "void"
)

// URL returns the address of the step.
func (p *Step) URL() string { return AuditURL(p.Audit.ID) + "/" + string(p.Do) }

// Ready reports whether the step can be taken.
func (p *Step) Ready() bool {
	return p.May && (p.Do != Submit || len(p.Unanswered)+len(p.Conflicts) == 0)
}

// MissingClause is one clause that keeps an audit from being submitted.
type MissingClause struct {
	*standard.Clause
	URL      string
	Conflict bool
}

// Missing lists what is missing, conflicts first.
func (p *Step) Missing() []MissingClause {
	var missing []MissingClause
	add := func(uids []standard.ClauseUID, conflict bool) {
		for _, uid := range uids {
			if c, ok := p.Edition.Clause(uid); ok {
				missing = append(missing, MissingClause{c, CardURL(p.Audit.ID, c), conflict})
			}
		}
	}
	add(p.Conflicts, true)
	add(p.Unanswered, false)
	return missing
}

// Reasoned reports whether the step needs a comment.
func (p *Step) Reasoned() bool { return p.Do == Return || p.Do == Void }

// StepForm is sent to the address of a step. Revision is that of the audit as the page showed it.
type StepForm struct {
	Revision int    `form:"revision" validate:"min=1"`
	Comment  string `form:"comment" validate:"max=2000"`
	Summary  string `form:"summary" validate:"max=2000"` // of a submission
	Opinion  string `form:"opinion" validate:"max=2000"` // of a submission

	Confirmed bool `form:"confirmed"` // on the page that asked first
}

// Said is what is written in a submission beside the comment.
func (f *StepForm) Said() checklists.Said {
	return checklists.Said{Summary: f.Summary, Opinion: f.Opinion}
}
