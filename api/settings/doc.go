// Package settings owns what supervisors set for the whole installation: the deadlines, when
// overdue work is escalated, and how often a hall may take the last place before notices are due.
package settings
