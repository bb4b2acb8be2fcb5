package formats

import (
	"io"
	"strings"

	"hallmark/checklists"
	"hallmark/checklists/oscal"
	"hallmark/standard"
)

// AuditFormat is a file form of an audit. The catalogue holds its name and what it carries, keys
// "format.<Name>" and "format.<Name>-about".
type AuditFormat struct {
	Name        string
	ContentType string

	NeedsFindings bool // an audit without findings has no such file

	FileName func(*checklists.Audit) string

	// Write writes an audit and says what the form cannot carry.
	Write func(io.Writer, oscal.Record) ([]standard.Loss, error)
}

// OfAudits lists the forms of an audit in the order in which they are offered.
func OfAudits() []AuditFormat {
	return []AuditFormat{
		{Name: "oscal-assessment-plan", ContentType: oscalType, FileName: oscal.PlanName,
			Write: oscal.WritePlan},
		{Name: "oscal-assessment-results", ContentType: oscalType, FileName: oscal.ResultsName,
			Write: oscal.WriteResults},
		{Name: "oscal-poam", ContentType: oscalType, NeedsFindings: true, FileName: oscal.POAMName,
			Write: oscal.WritePOAM},
	}
}

// OfAudit finds a form of an audit by its name.
func OfAudit(name string) (AuditFormat, bool) {
	for _, f := range OfAudits() {
		if f.Name == name {
			return f, true
		}
	}
	return AuditFormat{}, false
}

// AuditNames lists the names of the forms of an audit, for a sentence about one that does not
// exist.
func AuditNames() string {
	var names []string
	for _, f := range OfAudits() {
		names = append(names, f.Name)
	}
	return strings.Join(names, " ")
}
