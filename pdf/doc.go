// Package pdf owns the page layout of every printed document: the evaluation report
// ([WriteReport]), the on-site inspection record ([WriteRecord]), and the photographs in them
// ([NormalizeImage]). It computes no score and decides nothing; it prints what it is given.
//
// Pages follow GB/T 9704-2012: A4, 37 mm above, 28 mm left, a text area of 156 × 225 mm. The same
// input gives the same bytes. No clock is read, and no text of a user can stop a document: what no
// font can draw is printed as 〓.
package pdf
