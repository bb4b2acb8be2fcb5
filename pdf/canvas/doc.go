// Package canvas wraps gofpdf: it lays text, tables and figures out on A4 pages, and writes the
// file. It owns the traps: gofpdf's own line breaker loses characters, its text calls panic on
// characters beyond the BMP (codes.go), it knows no script but Latin and Chinese (script.go), it changes the font bytes it is given, its order of images is random.
//
// A document is laid out first and painted at the end, when the number of pages and the characters
// of each font are known. Lengths are in millimetres, font sizes in points.
package canvas
