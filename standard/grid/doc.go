// Package grid lays an edition out as tables of cells, the way an editor fills them in a
// spreadsheet, and reads such tables back. It owns which tables and columns there are, what may
// stand in a cell, and how every problem is brought back to the cell it came from. The codecs
// standard/xlsx and standard/csv put the cells into files; they know nothing of editions.
//
// A cell is read kindly where the meaning is certain (是, √ and yes; ５．１．１ and 5.1.1; a number
// stored as text) and refused where it is not (a formula, a clause number stored as a number:
// 5.10 would be 5.1).
package grid
