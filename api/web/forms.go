package web

import (
	"slices"

	"hallmark/checklists"
	"hallmark/standard"
)

// The forms that the pages send, as application/x-www-form-urlencoded unless said otherwise. The
// tag "form" is the field's name; a test holds it against the pages.

// SignInForm is sent to /sign-in. Next is the path to go on to; only a path of this site may be
// followed.
type SignInForm struct {
	Username string `form:"username" validate:"required,max=64"`
	Password string `form:"password" validate:"required,max=1024"`
	Next     string `form:"next" validate:"max=2048"`
}

// PasswordForm is sent to /password.
type PasswordForm struct {
	Current string `form:"current" validate:"required,max=1024"`
	New     string `form:"new" validate:"required,max=1024"`
	Repeat  string `form:"repeat" validate:"required,eqfield=New"`
}

// LanguageForm is sent to /language. Back is the path to return to; only a path of this site may be
// followed.
type LanguageForm struct {
	Language string `form:"language" validate:"required,oneof=zh-CN en"`
	Back     string `form:"back" validate:"max=2048"`
}

// NewAuditForm is sent to /audits. Inspector is the second inspector; the first is the person who
// sends the form. Chapters and Clauses are what a partial audit asks; neither asks the whole
// checklist.
// Campaign is that of a visit, whose whole team inspects.
type NewAuditForm struct {
	Hall      checklists.HallID   `form:"hall" validate:"required,max=200"`
	Kind      checklists.Kind     `form:"kind" validate:"required,max=32"`
	Inspector checklists.Username `form:"inspector" validate:"max=64"`
	Campaign  string              `form:"campaign" validate:"max=64"`

	// Origin is the audit whose open rectifications a re-check looks at; "" for any other audit.
	Origin checklists.AuditID `form:"origin" validate:"omitempty,uuid"`

	Chapters []int                `form:"chapter" validate:"max=100"`
	Clauses  []standard.ClauseUID `form:"clause" validate:"max=500,dive,max=64"`
}

// Only returns the clauses that the form asks of a tier; none asks the whole checklist. ok is false
// when what it names is not on the checklist of the tier at all.
func (f NewAuditForm) Only(e *standard.Edition, t standard.Tier) (only []standard.ClauseUID, ok bool) {
	if len(f.Chapters)+len(f.Clauses) == 0 {
		return nil, true
	}
	for _, c := range e.Checklist(t) {
		if slices.Contains(f.Chapters, c.Chapter) || slices.Contains(f.Clauses, c.UID) {
			only = append(only, c.UID)
		}
	}
	return only, len(only) > 0
}

// OpChoose is the operation of a form that settles a conflict: the answer held by Change becomes
// the answer of the person who chose.
const OpChoose checklists.Op = "choose"

// ClauseForm is sent to /audits/{id}/clauses/{uid}, as multipart/form-data for evidence.add. It
// holds one operation; afterwards the person is sent to [CardURL]. Saw names the heads that the
// page showed.
//
//	answer            Verdict | Level | Value | Numerator and Denominator | None; with Note if typed
//	occurrence.add    Kind
//	occurrence.remove Occurrence
//	not-applicable    Reason
//	note              Note
//	evidence.add      the files "photo", one or more
//	evidence.remove   Evidence
//	clear             nothing
//	choose            Change
type ClauseForm struct {
	Op          checklists.Op         `form:"op" validate:"required,max=32"`
	Saw         []checklists.ChangeID `form:"saw" validate:"max=1000,dive,max=64"`
	Verdict     string                `form:"verdict" validate:"omitempty,oneof=pass fail"`
	Level       string                `form:"level" validate:"omitempty,oneof=0 1 2 3"`
	Value       string                `form:"value" validate:"max=32"`       // as typed
	Numerator   string                `form:"numerator" validate:"max=32"`   // as typed
	Denominator string                `form:"denominator" validate:"max=32"` // as typed
	None        string                `form:"none" validate:"omitempty,eq=1"`
	Kind        string                `form:"kind" validate:"max=64"`
	Occurrence  string                `form:"occurrence" validate:"max=64"`
	Reason      string                `form:"reason" validate:"max=2000"`
	Note        string                `form:"note" validate:"max=2000"`
	Evidence    string                `form:"evidence" validate:"max=64"`
	Change      checklists.ChangeID   `form:"change" validate:"max=64"`
}

// CarryForm is sent to /audits/{id}/carry: it takes over what is offered for one clause, or for all
// of a chapter that have no answer yet.
type CarryForm struct {
	Chapter int                `form:"chapter" validate:"min=1,max=9999"`
	Clause  standard.ClauseUID `form:"clause" validate:"max=64"`
	Photos  string             `form:"photos" validate:"omitempty,eq=1"`
}

// PhotoField is the name of the file field of evidence.add.
const PhotoField = "photo"

// StepForm is sent to /audits/{id}/submit, /return and /approve. Revision is that of the audit as
// the page showed it; a comment is required to return an audit.
type StepForm struct {
	Revision int    `form:"revision" validate:"min=1"`
	Comment  string `form:"comment" validate:"max=2000"`
}
