// Package aids owns what helps to fill in a checklist: typical sentences for a lost point, other words
// for the search, and hints. It is one document for each standard, by the UID of its clauses, so that
// it outlives editions; it is no part of the standard and changes without an amendment
// (design/trust.md 3).
package aids
