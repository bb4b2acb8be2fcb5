package seal

import (
	"bytes"
	"context"
	"encoding/json"

	"hallmark/checklists/bulletin"
	"hallmark/standard"
	"hallmark/standard/message"
)

// BulletinName is the attachment that holds an issued bulletin, in the bulletin's PDF.
const BulletinName = "bulletin.json"

// Limits of the files that are examined, in bytes.
const (
	MaxFile   = 256 << 20 // by the command
	MaxUpload = 64 << 20  // by the page
)

// Code is the exit status of `hallmark verify`; the page and the API give the same number.
type Code int

// The codes.
const (
	CodeKnown      Code = 0 // intact, and the signer is known here; what it states follows from its data
	CodeUnknown    Code = 1 // intact, but the signer is not known here
	CodeUnreadable Code = 2 // no PDF, or data that this version cannot read
	CodeAltered    Code = 3
	CodeForeign    Code = 4 // another program's, or without a seal
	CodeCopy       Code = 5
	CodeEncrypted  Code = 6
	CodeIncomplete Code = 7
	CodeTooLarge   Code = 8 // never of an [Examination]: such a file is not read
	CodeAppended   Code = 9 // what was sealed is intact; it says nothing of the signer
)

// Examination is a verification together with what the file's data come to.
type Examination struct {
	*Verification
	Contents []Content
}

// Content is what was found in the data of a paper. Data count as the paper's where the seal holds;
// of other files only contradictions are told.
type Content struct {
	Contradicts bool // what the paper states does not follow from its data
	Unreadable  bool // by this version

	texts func(message.Language) []string
}

// Examine verifies a file and computes what it states again from its data. Known are the
// signers that are known here. It returns [ErrNotPDF], or the error of the
// context when that ended first.
func Examine(ctx context.Context, pdf []byte, known Known) (*Examination, error) {
	v, err := verifyFile(readFileUntil(pdf, func() bool { return ctx.Err() != nil }), known)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, err
	}
	x := &Examination{Verification: v}
	files := v.Attachments
	if v.Sealed != nil && v.Verdict != Intact {
		sealed, err := Verify(v.Sealed)
		if err != nil {
			return nil, err
		}
		files = sealed.Attachments
	}
	for _, a := range files {
		if c, ok := contentOf(&a.Attachment); ok && (v.Sealed == nil || a.Covered) {
			x.Contents = append(x.Contents, c)
		}
	}
	if v.Verdict == Copied && x.contradicts() {
		v.Verdict = Tampered // no other program writes data anew
	}
	return x, ctx.Err()
}

func (x *Examination) contradicts() bool {
	for _, c := range x.Contents {
		if c.Contradicts {
			return true
		}
	}
	return false
}

// Code is the code of the file.
func (x *Examination) Code() Code {
	switch x.Verdict {
	case Intact, Signed:
		return x.intactCode()
	case Continued:
		if x.contradicts() {
			return CodeAltered
		}
		return CodeAppended
	case Foreign, Unsealed:
		return CodeForeign
	case Copied:
		return CodeCopy
	case Encrypted:
		return CodeEncrypted
	case Incomplete:
		return CodeIncomplete
	}
	return CodeAltered
}

func (x *Examination) intactCode() Code {
	for _, c := range x.Contents {
		switch {
		case c.Contradicts:
			return CodeAltered
		case c.Unreadable:
			return CodeUnreadable
		}
	}
	if x.Trust != Expected {
		return CodeUnknown
	}
	return CodeKnown
}

// Lines tells people what was found, one sentence a line, the verdict first.
func (x *Examination) Lines(l message.Language) []string {
	lines := x.Verification.Lines(l)
	if x.Sealed != nil && len(x.Contents) == 0 {
		lines = append(lines, message.Text(l, "seal.no-score"))
	}
	for _, c := range x.Contents {
		if x.Sealed != nil && x.Verdict != Tampered || c.Contradicts {
			lines = append(lines, c.texts(l)...)
		}
	}
	return lines
}

// contentOf reads the data of a report, a sheet or a bulletin.
func contentOf(a *Attachment) (Content, bool) {
	switch a.Name {
	case PayloadName:
		return reportContent(a.Data), true
	case SheetName:
		return sheetContent(a.Data), true
	case BulletinName:
		return bulletinContent(a.Data), true
	}
	return Content{}, false
}

// says makes a content that has one sentence.
func says(key string, args ...any) Content {
	return Content{texts: func(l message.Language) []string {
		return []string{message.Text(l, "seal."+key, args...)}
	}}
}

// unreadable says why data could not be read.
func unreadable(key string) Content {
	c := says(key)
	c.Unreadable = true
	return c
}

// reportContent computes the score of a report again.
func reportContent(data []byte) Content {
	p, err := ParsePayload(data)
	var differences []Difference
	if err == nil {
		differences, err = CheckPayload(p)
	}
	switch {
	case err != nil:
		return unreadable("report-unreadable")
	case len(differences) > 0:
		return Content{Contradicts: true, texts: func(l message.Language) (list []string) {
			for _, d := range differences {
				list = append(list, d.Text(l))
			}
			return list
		}}
	case p.Score.Partial:
		return says("rate-agrees", p.Number, p.Score.Total)
	}
	return says("score-agrees", p.Number, p.Score.Total, p.Score.Grade)
}

// sheetContent names the editions before and after an amendment; their digests are those to compare
// with the editions'.
func sheetContent(data []byte) Content {
	a, err := standard.ParseStoredAmendment(bytes.NewReader(data))
	if err != nil {
		return unreadable("sheet-unreadable")
	}
	head := &a.Sheet
	return says("sheet", head.Number, len(a.Items), head.BaseEdition, head.Digest.Base.Short(),
		head.ResultEdition, head.Digest.Result.Short())
}

// bulletinContent computes the figures of a bulletin again.
func bulletinContent(data []byte) Content {
	var b bulletin.Bulletin
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields() // a later version may have digested more
	if d.Decode(&b) != nil || b.State != bulletin.Issued {
		return unreadable("bulletin-unreadable")
	}
	found := b.Recompute()
	return Content{Contradicts: len(found) > 0, texts: func(l message.Language) []string {
		if len(found) == 0 {
			return b.RecomputedText(l)
		}
		var list []string
		for _, d := range found {
			list = append(list, d.Text(l))
		}
		return list
	}}
}
