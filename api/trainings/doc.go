// Package trainings owns trainings: topics from what halls keep losing, sessions, practice and
// effect.
package trainings
