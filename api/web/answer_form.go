package web

import (
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
}

// AnswerFormOf fills the fields in.
func AnswerFormOf(a checklists.Answer) (f AnswerForm) {
	switch a.Kind {
	case checklists.Verdict:
		f.Verdict = "fail"
		if a.Pass {
			f.Verdict = "pass"
		}
	case checklists.Level:
		f.Level = strconv.Itoa(a.Level)
	case checklists.Value:
		f.Value = a.Value.String()
	case checklists.RatioOf:
		f.Numerator = strconv.FormatInt(a.Numerator, 10)
		f.Denominator = strconv.FormatInt(a.Denominator, 10)
	}
	return f
}

// Clause is the same as the form of a clause's card.
func (f AnswerForm) Clause() ClauseForm {
	return ClauseForm{Verdict: f.Verdict, Level: f.Level, Value: f.Value, Numerator: f.Numerator,
		Denominator: f.Denominator}
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
