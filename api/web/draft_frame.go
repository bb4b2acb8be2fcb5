package web

import (
	"hallmark/standard"
)

// FrameEditor is the form for what stands around the clauses.
type FrameEditor struct {
	Form     DraftFrameForm
	Chapters []standard.Chapter
}

// TierList lists the tiers.
func (*FrameEditor) TierList() []standard.Tier { return standard.Tiers() }

// Terms lists the terms with a blank row for a new one.
func (e *FrameEditor) Terms() []TermInput {
	list := make([]TermInput, len(e.Form.TermCodes))
	for i, code := range e.Form.TermCodes {
		list[i] = TermInput{i, code, at(e.Form.Terms, i), at(e.Form.TermENs, i),
			at(e.Form.Definitions, i)}
	}
	return list
}

// TermInput is one row of the terms; Code is "" in the row for a new one.
type TermInput struct {
	Row                        int
	Code, Term, EN, Definition string
}

// Weights lists the scored chapters with their weights.
func (e *FrameEditor) Weights() []WeightInput {
	list := make([]WeightInput, len(e.Form.Chapters))
	for i, number := range e.Form.Chapters {
		list[i] = WeightInput{Number: number, District: at(e.Form.WeightsDistrict, i),
			Subdistrict: at(e.Form.WeightsSubdistrict, i), Community: at(e.Form.WeightsCommunity, i)}
		for _, c := range e.Chapters {
			if c.Number == number {
				list[i].Chapter = c
			}
		}
	}
	return list
}

// WeightInput is one row of the weights.
type WeightInput struct {
	Number                           int
	Chapter                          standard.Chapter
	District, Subdistrict, Community string
}

func at(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return ""
}

// DraftFrameForm is sent to /drafts/{id}/frame. Lists of the same length belong together; a term
// without a name is dropped. "was" is as in [DraftClauseForm], with the places of edits as names.
type DraftFrameForm struct {
	Revision           int      `form:"revision" validate:"min=1"`
	Was                []string `form:"was" validate:"max=400,dive,max=96"`
	Scope              string   `form:"scope" validate:"max=20000"`
	ScopeEN            string   `form:"scope-en" validate:"max=20000"`
	References         string   `form:"references" validate:"max=20000"`
	TermCodes          []string `form:"term-code" validate:"max=300,dive,max=32"`
	Terms              []string `form:"term" validate:"max=300,dive,max=200"`
	TermENs            []string `form:"term-en" validate:"max=300,dive,max=200"`
	Definitions        []string `form:"definition" validate:"max=300,dive,max=4000"`
	Chapters           []int    `form:"chapter" validate:"max=100"`
	WeightsDistrict    []string `form:"weight-district" validate:"max=100,dive,max=24"`
	WeightsSubdistrict []string `form:"weight-subdistrict" validate:"max=100,dive,max=24"`
	WeightsCommunity   []string `form:"weight-community" validate:"max=100,dive,max=24"`
}
