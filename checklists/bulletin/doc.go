// Package bulletin owns the weekly and quarterly bulletins 通报: what period they speak of, their data and
// figures, the text that is drafted from these, and their states. It never stores, numbers or prints one.
package bulletin
