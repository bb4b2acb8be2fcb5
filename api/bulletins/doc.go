// Package bulletins owns the weekly and quarterly bulletins: drafting them from the data, editing,
// numbering and issuing them.
package bulletins
