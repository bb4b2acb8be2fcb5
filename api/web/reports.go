package web

import (
	"net/url"

	"hallmark/checklists"
	"hallmark/standard"
)

// Verify is the public page at /verify/{code}, behind the code printed on a report. Report is nil
// when no report has the code.
type Verify struct {
	Frame
	Code   string
	Report *IssuedReport
}

func (*Verify) template() string { return "report-verify" }

// IssuedReport is what the public may know of a report.
type IssuedReport struct {
	Number        string // of the audit
	HallName      string
	Tier          standard.Tier
	Kind          checklists.Kind
	State         checklists.State // of the audit when the report was issued
	Total         standard.Decimal
	Grade, Stars  string
	Partial       bool // of a part of the checklist, without grade
	IssuedAt      checklists.Time
	Edition       standard.EditionID
	EditionDigest standard.Digest
	AuditDigest   standard.Digest // of the audit when the report was issued
	PDFDigest     standard.Digest // of the file as it was sent; "" when not kept
	Newer         string          // code of a newer report of the same audit; "" for none
}

// VerifyURL returns the address behind the code on a report.
func VerifyURL(code string) string { return "/verify/" + url.PathEscape(code) }
