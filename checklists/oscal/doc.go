// Package oscal writes an audit as the three documents that OSCAL 1.2.1 has for one: the assessment
// plan (what is checked), the assessment results (what was found) and the plan of action and
// milestones (what is to be mended, and how far that is). The clauses stand in the catalog of
// package standard/oscal.
//
// OSCAL knows whether an objective is satisfied, and nothing of points: score, grade, caps and the
// sum that leads there are properties in the namespace of this project. What OSCAL has no place for
// is told in the loss report.
//
// The same audit always gives the same bytes: UUIDs come from names, times from the record.
package oscal
