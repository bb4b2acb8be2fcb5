// Package bulletin owns the weekly and quarterly bulletins 通报: their periods, their data and
// figures, the text that is drafted from these, and their states. It stores and prints nothing.
package bulletin
