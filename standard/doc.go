// Package standard owns what is asked of a hall: a service standard as versioned clauses.
//
// An [Edition] is one consolidated text of the standard: its chapters, clauses, tiers, points and
// scoring rules. It is made by [Parse] (or by the codec in standard/yaml), which reports every
// problem at once with its place, and it never changes afterwards. An [Amendment] is a list of
// operations that turns one edition into the next; [Apply] checks every "before" and the digest
// that must come out. [DiffOf] compares two editions clause by clause.
//
// A clause is known by its permanent [ClauseUID]; its printed number (Code) may change.
//
// The package does no input or output besides io.Reader and io.Writer, knows no clock, no
// database and no web server.
package standard
