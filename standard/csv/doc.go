// Package csv writes the clauses of an edition as CSV, one row a clause, and reads them back onto a
// base edition. It owns the file: UTF-8 with a byte order mark, so that spreadsheet programs read
// the Chinese right, RFC 4180, and no cell that such a program runs as a formula. Which columns
// there are is the business of standard/grid.
//
// A text that begins with = + - @, their full-width forms, a tab, a line break or an apostrophe is
// written with an apostrophe in front; the reader takes one apostrophe away. So the file is
// harmless and reading it back gives the same text, also after a spreadsheet program has saved it.
package csv
