// Package trainings owns trainings: topics suggested by the clauses that halls keep losing,
// sessions, practice, and the effect on later audits.
package trainings
