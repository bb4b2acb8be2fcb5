package checklists

import (
	"slices"

	"hallmark/standard"
)

// AnswerAtReturn is the answer to a clause that stood when the audit was last returned; Kind is
// Unanswered where it never was.
func (a *Audit) AnswerAtReturn(uid standard.ClauseUID) Answer {
	last := a.lastReturn()
	if last == nil {
		return Answer{}
	}
	log := slices.DeleteFunc(slices.Clone(a.Log[uid]), func(c Change) bool {
		return c.Revision > last.Revision
	})
	return Merge(log).Answer
}
