// Package briefings owns what an inspector has to know of a hall before the visit: where it is, when it
// is open, and what it lost the last time.
package briefings
