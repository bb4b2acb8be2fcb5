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
	Signer        string          // of the papers that are printed now
	Fingerprint   standard.Digest // of its certificate
	FirstSigned   standard.Digest // of the certificate at the first issue; "" for the same, or not kept
	Newer         string          // code of a newer report of the same audit; "" for none
}

// VerifyFile is the public page at /verify, which takes a file and tells what it is. Lines is empty
// before a file was sent.
type VerifyFile struct {
	Frame
	FileName string
	Code     int // as the exit status of `hallmark verify`
	Lines    []string
	Found    string // code in the file that can be looked up; "" for none
	Limit    int    // of a file, in MB
}

func (*VerifyFile) template() string { return "verify-file" }

// Verdict is the sentence that comes first.
func (v *VerifyFile) Verdict() string { return v.Lines[0] }

// Rest are the sentences after it.
func (v *VerifyFile) Rest() []string { return v.Lines[1:] }

// Mood is how the verdict is shown: "true", "old" for what needs a second look, or "false".
func (v *VerifyFile) Mood() string {
	switch v.Code {
	case 0:
		return "true"
	case 1, 9:
		return "old"
	}
	return "false"
}

// VerifyFileURL is the address of the page, and VerifyField the name of its field for the file.
const (
	VerifyFileURL = "/verify"
	VerifyField   = "file"
)

// VerifyURL returns the address behind the code on a report.
func VerifyURL(code string) string { return "/verify/" + url.PathEscape(code) }
