package checklists

import "slices"

// Involvement is the part that somebody took in a matter, for which a later step in it is refused to
// them. It is said to people by the text of the catalogue under "involved.<part>".
type Involvement string

// The parts.
const (
	Uninvolved   Involvement = ""
	HasInspected Involvement = "inspected" // is an inspector of the audit
	HasRecorded  Involvement = "recorded"  // something in the audit
	HasSubmitted Involvement = "submitted" // the audit
	HasReturned  Involvement = "returned"  // the audit
	HasApproved  Involvement = "approved"  // the audit
	HasAppealed  Involvement = "appealed"  // made the appeal
	HasDecided   Involvement = "decided"   // on an appeal in the same matter, about the same clause
	HasPlanned   Involvement = "planned"   // how the clause will be mended
	HasReplied   Involvement = "replied"   // that the clause is mended
)

// InvolvedError refuses a step to somebody because of their part in the matter. Err is the rule that
// they would break: [ErrOwnWork], [ErrOwnReply] or [ErrAppealInvolved].
type InvolvedError struct {
	Err error
	How Involvement
}

// Error names the rule and the part, in English.
func (e *InvolvedError) Error() string { return e.Err.Error() + ": " + string(e.How) }

// Unwrap returns the rule.
func (e *InvolvedError) Unwrap() error { return e.Err }

// refusedFor is an *[InvolvedError] with a rule, or nil for who took no part.
func refusedFor(rule error, how Involvement) error {
	if how == Uninvolved {
		return nil
	}
	return &InvolvedError{rule, how}
}

// Matter is what decisions on appeals belong together by: the audit that a re-check goes back to, or
// the audit itself.
func (a *Audit) Matter() AuditID {
	if a.Origin != "" {
		return a.Origin
	}
	return a.ID
}

// OwnWork refuses the review of an audit to whoever is an inspector of it or has recorded something
// in it, as an [InvolvedError] with [ErrOwnWork]. It returns nil for anybody else.
func (a *Audit) OwnWork(by Username) error { return refusedFor(ErrOwnWork, a.workBy(by)) }

// WorkedOn reports whether somebody is an inspector of the audit or has recorded a change in it.
func (a *Audit) WorkedOn(by Username) bool { return a.workBy(by) != Uninvolved }

func (a *Audit) workBy(by Username) Involvement {
	if slices.Contains(a.Inspectors, by) {
		return HasInspected
	}
	for _, log := range a.Log {
		if slices.ContainsFunc(log, func(c Change) bool {
			return c.By == by && c.Device != restateDevice // only inspectors have other devices
		}) {
			return HasRecorded
		}
	}
	return Uninvolved
}

// partOf is the part that somebody took in the audit or in the appeal: inspectors, everybody who
// recorded, submitted, returned or approved something, and the appellant. Deciding on another appeal
// is no part in the audit.
func (appeal *Appeal) partOf(a *Audit, by Username) Involvement {
	if by == appeal.By {
		return HasAppealed
	}
	how := a.workBy(by)
	for _, t := range a.Transitions {
		if t.By != by || t.From == t.To || how != Uninvolved {
			continue
		}
		switch t.To {
		case Submitted:
			how = HasSubmitted
		case Returned:
			how = HasReturned
		case Approved, Final:
			how = HasApproved
		default:
			how = HasRecorded
		}
	}
	return how
}

// OwnReply refuses the verification of a rectification to whoever has planned or replied, as an
// [InvolvedError] with [ErrOwnReply]. It returns nil for anybody else.
func (r *Rectification) OwnReply(by Username) error {
	how := Uninvolved
	for _, s := range r.Steps {
		switch {
		case s.By != by:
		case s.Op == OpReply:
			how = HasReplied
		case s.Op == OpPlan && how == Uninvolved:
			how = HasPlanned
		}
	}
	return refusedFor(ErrOwnReply, how)
}
