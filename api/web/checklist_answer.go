package web

import (
	"net/url"
	"strconv"

	"hallmark/checklists"
	"hallmark/standard"
)

// AnswerForm is the answer to one clause as part of another form: the fields of the clause's
// method, as typed.
type AnswerForm struct {
	Verdict     string `form:"verdict" validate:"omitempty,oneof=pass fail"`
	Level       string `form:"level" validate:"omitempty,oneof=0 1 2 3"`
	Value       string `form:"value" validate:"max=32"`
	Numerator   string `form:"numerator" validate:"max=32"`
	Denominator string `form:"denominator" validate:"max=32"`
	None        string `form:"none" validate:"omitempty,eq=1"` // nothing to deduct was found
}

// Clause is the same as the form of a clause's card.
func (f AnswerForm) Clause() ClauseForm {
	return ClauseForm{Verdict: f.Verdict, Level: f.Level, Value: f.Value, Numerator: f.Numerator,
		Denominator: f.Denominator, None: f.None}
}

// AnswerField shows the controls of an answer form.
type AnswerField struct {
	Label  string // key of what is asked
	Clause *standard.Clause
	Tier   standard.Tier
	Form   AnswerForm
	*Frame
}

// AnswerLevel is one level of a graded clause.
type AnswerLevel struct {
	Level, Text string
	Chosen      bool
}

// Levels lists the levels, the best first.
func (f AnswerField) Levels() []AnswerLevel {
	var list []AnswerLevel
	for i := checklists.MaxLevel; i >= 0; i-- {
		level := strconv.Itoa(i)
		list = append(list, AnswerLevel{level, f.Clause.Method.Levels[level], level == f.Form.Level})
	}
	return list
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

// PhotoField is the name of the file field of evidence.add.
const PhotoField = "photo"

// AnswerURL returns the address that a clause's forms are sent to.
func AnswerURL(id checklists.AuditID, uid standard.ClauseUID) string {
	return AuditURL(id) + "/clauses/" + url.PathEscape(string(uid))
}
