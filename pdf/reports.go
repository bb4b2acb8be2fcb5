package pdf

import (
	"errors"
	"fmt"
	"io"

	"hallmark/checklists"
	"hallmark/pdf/fonts"
	"hallmark/standard"
	"hallmark/standard/message"
)

// Why a [Report] is refused.
var (
	// ErrIncomplete: it lacks its edition or its audit, or names a clause that the edition has not.
	ErrIncomplete = errors.New("incomplete report")
	// ErrDisagrees: audit, edition and score do not belong together, or the printed lines of the
	// score do not add up to it.
	ErrDisagrees = errors.New("report disagrees with itself")
)

// Rectified is the score after rectification: the standing answers, with every fix that was
// verified until At in the place of the one that it mends.
type Rectified struct {
	Score checklists.Score
	At    checklists.Time
}

// Report is everything that a report or a record says. It is read, never changed, so one Report
// may be written by several goroutines.
type Report struct {
	Language message.Language // of the labels; clauses and notes stand as they were written
	Fonts    *fonts.Set       // nil: the embedded ones

	Edition  *standard.Edition
	Audit    *checklists.Audit
	Answers  map[standard.ClauseUID]checklists.Answer // the standing answers
	Score    checklists.Score                         // the official score, or the live one
	Findings []checklists.Finding
	Photos   []Photo

	Beside

	Appeals []checklists.Appeal // against clauses of the audit, the earliest first

	Names    map[checklists.Username]string // people's names; without one the username is printed
	Campaign string                         // the name of the round that it belongs to; "" for none
	// Firm is who evaluated, in a third-party evaluation; "" for the office.
	Firm    string
	Office  string          // who issues the document and seals it
	Printed checklists.Time // written into the file as its time of creation
	Ended   checklists.Time // of the work on site; zero: the first submission

	Heard

	Drawn map[standard.Digest][]byte // pictures of the audit's signatures, by their digest

	Proof
}

// Beside are the scores that stand beside the official one.
type Beside struct {
	Self      *checklists.Score // the hall's own check; nil: none
	Original  *checklists.Score // as it was before an appeal succeeded; nil: none did
	Rectified *Rectified        // after rectification; nil: none
}

// Heard is what was said and written in the hall. Where the audit was submitted, the submission
// holds it.
type Heard struct {
	Facts     string // 检查情况: facts in general
	Statement string // 被检查单位意见: what the hall said
	Remark    string // of who submitted
	Present   string // who was present for the hall
	Refused   string // why the person present did not sign; "": signs by hand
}

// Proof is what a reader needs to check the document.
type Proof struct {
	VerifyURL  string // behind the QR code; "": no code
	VerifyCode string // the same as text to type
	Signature  *Signature
}

// Photo is a photograph under a clause.
type Photo struct {
	Clause  standard.ClauseUID
	SHA256  standard.Digest // of the stored file
	TakenAt checklists.Time // zero: unknown
	Data    []byte          // best as [NormalizeImage] returned it
}

// Signature is what the report says about the electronic signature that it will be given.
type Signature struct {
	Signer      string // name in the certificate
	Issuer      string // who issued the certificate
	Fingerprint string // SHA-256 of the certificate, hexadecimal
	At          checklists.Time
}

// WriteReport writes the evaluation report 现场服务评价报告 as PDF. It returns [ErrIncomplete],
// [ErrDisagrees], an error of w, or an error of the layout; it never panics.
func WriteReport(w io.Writer, r Report) error {
	return write(w, r, "pdf.report", (*paper).report)
}

// WriteRecord writes the on-site inspection record 现场检查记录表 as PDF, with the errors of
// [WriteReport].
func WriteRecord(w io.Writer, r Report) error {
	return write(w, r, "pdf.record", (*paper).record)
}

func write(w io.Writer, r Report, title string, layout func(*paper) error) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("pdf: layout: %v", fault)
		}
	}()
	p, err := newPaper(r, title)
	if err != nil {
		return err
	}
	if err := layout(p); err != nil {
		return err
	}
	return p.doc.Write(w)
}
