// Package bulletins owns the weekly and quarterly bulletins: drafts from the data, editing, numbers
// and issue.
package bulletins
