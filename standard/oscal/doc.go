// Package oscal writes an edition as an OSCAL 1.2.1 catalog and a tier of it as a profile, and
// reads catalogs, its own and foreign ones (NIST's Open Security Controls Assessment Language, JSON
// form).
//
// A chapter is a group, a section a group inside it, a clause a control with its permanent name as
// ID. The text is the control's statement, thresholds are parameters, notes on the source are links
// to citations in the back matter. OSCAL knows no points, weights or grades: they are properties in
// a namespace of this project. Nothing of an edition is lost, so its own catalogs read back as the
// same edition, digest and all.
//
// The same edition always gives the same bytes: UUIDs come from names, times from the edition.
package oscal
