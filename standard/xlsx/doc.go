// Package xlsx writes an edition as a workbook that an editor can fill by hand, and reads it back.
// Which tables, columns and words there are is the business of standard/grid; this package owns the
// file: how the workbook looks, and how a workbook of any origin is opened without harm.
//
// Workbooks are written with excelize. They are read by a small reader of its own, which passes
// over each part once: it sees formulas, errors and merged cells where they stand, keeps to limits
// of bytes, rows and cells while it reads (see [MaxUnpacked]), writes nothing to disk, and computes
// nothing.
package xlsx
