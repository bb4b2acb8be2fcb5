package checklists

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"hallmark/standard"
)

// Why an audit refuses a step.
var (
	ErrOwnWork = errors.New("nobody reviews an audit that they have worked on")
	ErrEdition = errors.New("the audit is sealed to another edition")
)

// StateError says that a step does not start from the state in which the audit is.
type StateError struct{ From, To State }

// Error names both states, in English.
func (e *StateError) Error() string {
	return fmt.Sprintf("an audit that is %s cannot become %s", e.From, e.To)
}

// NotReadyError lists what keeps an audit from being submitted, in the order of the checklist of its
// edition.
type NotReadyError struct {
	Edition               *standard.Edition
	Unanswered, Conflicts []standard.ClauseUID
}

// Error says how much is missing, in English.
func (e *NotReadyError) Error() string {
	return fmt.Sprintf("%d clauses are unanswered, %d are in conflict",
		len(e.Unanswered), len(e.Conflicts))
}

// Submit hands the audit over for approval and stores its result, and what was signed. It returns a
// *[StateError], a *[NotReadyError], a *[standard.InvalidError] for a bad signature, or
// [ErrEdition] when e is not the edition that the audit is sealed to.
func (a *Audit) Submit(e *standard.Edition, by Username, at time.Time, comment string,
	signed ...Signature,
) error {
	return a.submit(e, Transition{By: by, Comment: comment, Signatures: signed}, at)
}

// SubmitWith is [Audit.Submit] for whatever a submission may hold.
func (a *Audit) SubmitWith(e *standard.Edition, s Submission, at time.Time) error {
	return a.submit(e, Transition{By: s.By, Comment: s.Comment, Said: s.Said, Handed: s.Handed,
		Signatures: s.Signatures}, at)
}

func (a *Audit) submit(e *standard.Edition, t Transition, at time.Time) error {
	if a.State != InProgress && a.State != Returned {
		return &StateError{a.State, Submitted}
	}
	if !a.sealedTo(e) {
		return ErrEdition
	}
	if err := a.ready(e); err != nil {
		return err
	}
	if err := a.checkSignatures(t.Signatures); err != nil {
		return err
	}
	score, err := a.Score(e)
	if err != nil {
		return err
	}
	if err := a.reopen(t.By, at); err != nil {
		return err
	}
	t.noteDevice()
	t.To, t.Result = Submitted, &Result{score.Total, score.Grade, score.Stars}
	return a.step(t, at)
}

// noteDevice writes on whose device the signatures of a submission were drawn.
func (t *Transition) noteDevice() {
	t.Signatures = slices.Clone(t.Signatures)
	for i := range t.Signatures {
		t.Signatures[i].On = t.Device()
	}
	t.Unsigned = len(t.Signatures) == 0
}

func (a *Audit) sealedTo(e *standard.Edition) bool {
	return e.ID() == a.Edition && e.Digest() == a.EditionDigest
}

// ready reports what is still missing, as a *[NotReadyError].
func (a *Audit) ready(e *standard.Edition) error {
	missing := &NotReadyError{Edition: e, Unanswered: []standard.ClauseUID{}, Conflicts: []standard.ClauseUID{}}
	for _, c := range a.Checklist(e) {
		switch s := a.states[c.UID]; {
		case s != nil && len(s.Conflict) > 0:
			missing.Conflicts = append(missing.Conflicts, c.UID)
		case s == nil || s.Answer.Kind == Unanswered:
			missing.Unanswered = append(missing.Unanswered, c.UID)
		}
	}
	if len(missing.Unanswered)+len(missing.Conflicts) > 0 {
		return missing
	}
	return nil
}

// Approve makes the submitted result official. It returns [ErrOwnWork] for an inspector of the
// audit and for anybody who has recorded a change in it.
func (a *Audit) Approve(by Username, at time.Time, comment string) error {
	if err := a.OwnWork(by); err != nil {
		return err
	}
	return a.move(Submitted, Transition{To: Approved, By: by, Comment: comment}, at)
}

// Finalize closes an approved audit when the time for appeals is over.
func (a *Audit) Finalize(by Username, at time.Time, comment string) error {
	return a.move(Approved, Transition{To: Final, By: by, Comment: comment}, at)
}

// reopen brings a returned audit back into progress.
func (a *Audit) reopen(by Username, at time.Time) error {
	if a.State != Returned {
		return nil
	}
	return a.step(Transition{To: InProgress, By: by}, at)
}

func (a *Audit) move(from State, t Transition, at time.Time) error {
	if a.State != from {
		return &StateError{a.State, t.To}
	}
	return a.step(t, at)
}

// step records a transition from the present state.
func (a *Audit) step(t Transition, at time.Time) (err error) {
	var problems standard.Problems
	CheckText(&problems, "comment", t.Comment)
	if t.check(&problems); problems.Err() != nil {
		return problems.Err()
	}
	before := a.Digest
	if len(a.Transitions) == 0 {
		if before, err = a.seal(); err != nil {
			return err
		}
	}
	t.From, t.At, t.Revision = a.State, At(at), a.Revision+1
	if t.Digest, err = t.link(before); err != nil {
		return err
	}
	a.State, a.UpdatedAt, a.Revision, a.Digest = t.To, t.At, t.Revision, t.Digest
	if t.Result != nil {
		a.Result = t.Result
	}
	a.Returned = returnedAfter(a.Returned, &t)
	a.Transitions = append(a.Transitions, t)
	return nil
}

// returnedAfter are the clauses that were sent back last, while the audit is not approved.
func returnedAfter(before []ClauseReturn, t *Transition) []ClauseReturn {
	switch t.To {
	case Returned:
		return t.Clauses
	case Approved:
		return nil
	}
	return before
}
