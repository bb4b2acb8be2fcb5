// Package seal makes a printed report impossible to change unseen. It appends one incremental
// update to a PDF: the attachments, a signed manifest of every part of the file, and a signature
// over the whole file (ISO 32000-1, 12.8). It also checks such a file, names what was altered, and
// computes the score in the report again from the attached data.
//
// It reads no clock and no files: times and bytes are passed in. Equal inputs give equal bytes.
package seal
