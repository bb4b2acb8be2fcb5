// Package table writes any list as a spreadsheet (XLSX) and as CSV. It owns how a list looks in
// both; what stands in the list, and in which language, comes in as a [Table]. It cannot
// read: editions have codecs of their own in standard/xlsx and standard/csv.
//
// No cell is ever a formula. In a spreadsheet a text is stored as a text, whatever it begins with.
// CSV has no types, so a text that a spreadsheet program would take for a formula gets an
// apostrophe in front; see [Table.WriteCSV].
package table
