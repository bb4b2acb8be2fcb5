// Package checklists owns what was found in a hall: the [Audit] of a [Hall] against one sealed
// edition, its [Answer] to each clause, the [Score], and what follows from it.
//
// It is a functional core: plain values and pure functions. Time, IDs and the calendar are passed
// in; there is no clock, no randomness, no database, no web server. An audit is changed only
// through its methods, so a rule that holds here holds everywhere.
package checklists
