package checklists

import (
	"errors"
	"slices"
	"time"

	"hallmark/standard"
)

// CanRecheck reports whether a re-check visit may look at the clause: the rectification is open and
// no appeal is undecided.
func (r *Rectification) CanRecheck() bool { return r.State.Open() && r.State != UnderAppeal }

// couldRecheck reports whether a visit that began at an instant may look at the clause: it can be
// re-checked now, or was settled only after the visit had begun without a network.
func (r *Rectification) couldRecheck(begun time.Time) bool {
	return r.CanRecheck() || len(r.Steps) > 0 && r.Steps[len(r.Steps)-1].At.After(begun)
}

// ToRecheck lists the clauses of an audit that a re-check visit, begun at an instant, may look at,
// in the order of the edition.
func ToRecheck(e *standard.Edition, origin *Audit, list []Rectification, begun time.Time) []standard.ClauseUID {
	var open, asked []standard.ClauseUID
	for i := range list {
		if r := &list[i]; r.Audit == origin.ID && r.couldRecheck(begun) {
			open = append(open, r.Clause)
		}
	}
	if len(open) == 0 {
		return nil
	}
	for _, c := range e.Checklist(origin.Tier, open...) {
		asked = append(asked, c.UID)
	}
	return asked
}

// Recheck takes over what an approved re-check visit found: a clause that earned all of its points
// closes the rectification, whether or not the hall has replied; another one sends a reply back,
// with the inspector's note, and leaves alone what has no reply yet. The inspector who answered
// verifies. A visit counts once, and only for a rectification of the audit that it was made for;
// what is under appeal by then, or closed, stays. It returns [ErrOwnReply] where the inspector has
// planned or replied, and reports whether there was a step.
func (r *Rectification) Recheck(e *standard.Edition, visit *Audit, at time.Time) (bool, error) {
	found := visit.ClauseState(r.Clause)
	if visit.State != Approved && visit.State != Final || visit.Origin != r.Audit || !r.CanRecheck() ||
		found.Answer.Kind == Unanswered || found.Answer.Kind == NotApplicable ||
		slices.ContainsFunc(r.Steps, func(s RectificationStep) bool { return s.Audit == visit.ID }) {
		return false, nil
	}
	if err := r.OwnReply(found.By); err != nil {
		return false, err
	}
	if !visit.sealedTo(e) {
		return false, ErrEdition
	}
	score, err := visit.Score(e)
	if err != nil {
		return false, err
	}
	i := slices.IndexFunc(score.Clauses, func(l ClauseScore) bool { return l.UID == r.Clause })
	if i < 0 {
		return false, errors.New("the visit has no line of the clause")
	}
	step := RectificationStep{By: found.By, Audit: visit.ID, Text: found.Answer.Note}
	line := &score.Clauses[i]
	failed := found.Answer.Kind == Verdict && !found.Answer.Pass
	switch {
	case line.Earned.Compare(line.Max) >= 0 && !failed:
		step.Op, step.To, step.Answer = OpVerify, ClosedOff, &found.Answer
	case r.State == AwaitingRecheck:
		step.Op, step.To = OpSendBack, SentBack
		if !standard.HasVisible(step.Text) {
			step.Text = visit.Number
		}
	default:
		return false, nil
	}
	return true, r.step(&standard.Problems{}, step, at, r.State)
}
