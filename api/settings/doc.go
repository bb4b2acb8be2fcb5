// Package settings owns what supervisors set for the whole installation: the deadlines, when
// overdue work is escalated, and how often a hall may take the last place before notices are due. It
// also owns the working days: what an office has loaded for a year stands instead of what the
// program brings.
package settings
