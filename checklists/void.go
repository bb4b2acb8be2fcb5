package checklists

import (
	"errors"
	"time"

	"hallmark/standard"
)

// ErrStands says that something stands in an audit, or was submitted: it is not voided.
var ErrStands = errors.New("an audit in which something stands is not voided")

// Void ends for good an audit that was begun by mistake: nothing stands in it, and it was never
// submitted. It stays on record with its reason, and no list, ranking or figure counts it. It returns
// a *[standard.InvalidError] without a reason, a *[StateError], or [ErrStands].
func Void(a *Audit, by Username, at time.Time, reason string) error {
	if !standard.HasVisible(reason) {
		var problems standard.Problems
		problems.Add("comment", "audit.void-reason")
		return problems.Err()
	}
	if a.State == InProgress && !Empty(a) {
		return ErrStands
	}
	return a.move(InProgress, Transition{To: Voided, By: by, Comment: reason}, at)
}

// Empty reports whether nothing stands in an audit and it was never submitted. What was recorded and
// taken back stays in its record.
func Empty(a *Audit) bool {
	for uid := range a.Log {
		s := a.ClauseState(uid)
		if s.Answer.Kind != Unanswered || len(s.Conflict) > 0 || s.Answer.Note != "" ||
			len(s.Answer.Evidence) > 0 || len(s.Answer.Occurrences) > 0 {
			return false
		}
	}
	return a.Submission() == nil
}

// BegunBy is who began an audit.
func BegunBy(a *Audit) Username {
	if len(a.Transitions) == 0 {
		return ""
	}
	return a.Transitions[0].By
}
