package checklists

import (
	"encoding/json"
	"time"

	"hallmark/standard"
)

// restateDevice is the device of changes that a decision makes.
const restateDevice = "appeal"

// Restate records the decision on an appeal in an approved audit: the answer in the place of the
// one that stood, and a step from approved to approved with the new result. Nothing is taken away:
// the answer before it stays in the log, the result before it in the transitions. It returns a
// *[StateError], [ErrEdition], or a *[standard.InvalidError] for an answer that does not fit the
// clause.
func (a *Audit) Restate(e *standard.Edition, uid standard.ClauseUID, answer Answer, by Username,
	at time.Time, reason string, id ChangeID,
) error {
	switch c, ok := e.Clause(uid); {
	case a.State != Approved:
		return &StateError{a.State, Approved}
	case !a.sealedTo(e):
		return ErrEdition
	case !ok || !a.asks(uid) || answer.Kind == Unanswered:
		var problems standard.Problems
		problems.Add("answer", "answer.none")
		return problems.Err()
	default:
		if err := answer.CheckFor(c, a.Tier); err != nil {
			return err
		}
		if err := a.takesOccurrences(uid, answer.Occurrences); err != nil {
			return err
		}
	}
	value, err := json.Marshal(answer)
	if err != nil {
		return err
	}
	after := a.Clone()
	changes := []Change{{ID: id, Clause: uid, At: StampAt(at, 0, restateDevice),
		Saw: after.ClauseState(uid).Heads, Device: restateDevice, Op: OpAnswer, Value: value, By: by,
		Received: At(at)}}
	if err := after.record(changes, by, at); err != nil {
		return err
	}
	after.settle(changes, func(ChangeID) *ChangeResult { return &ChangeResult{} })
	score, err := after.Score(e)
	if err != nil {
		return err
	}
	err = after.step(Transition{To: Approved, By: by, Comment: reason,
		Result: &Result{score.Total, score.Grade, score.Stars}}, at)
	if err == nil {
		*a = after
	}
	return err
}

// Released is the result as it was first approved, and whether an appeal has changed it since.
func (a *Audit) Released() (first Result, restated bool) {
	var last *Result
	for _, t := range a.Transitions {
		if t.Result != nil {
			last = t.Result
		}
		if t.To == Approved && t.From == Submitted && last != nil {
			first = *last
		}
	}
	return first, (a.State == Approved || a.State == Final) && *a.Result != first
}
