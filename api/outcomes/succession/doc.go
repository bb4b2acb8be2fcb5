// Package succession carries out what newer audits of a hall make of its older findings
// ([checklists.Succession]), in the stored rectifications.
package succession
