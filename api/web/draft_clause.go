package web

import (
	"fmt"
	"slices"
	"strings"

	"hallmark/standard"
)

// ClauseEditor is the form of one clause on the desk.
type ClauseEditor struct {
	Clause    *standard.Clause // as it stands
	Form      DraftClauseForm
	Remarks   []DeskRemark
	Conflicts []DeskConflict
	Base      *standard.Clause // in the base; nil for a new clause
}

// DeskConflict is a field that two editors have written at the same time.
type DeskConflict struct {
	Field        string // name of the form's field
	Label        string // of the field, for the catalogue's "field." texts
	By           string // who wrote Theirs
	Mine, Theirs string
}

// Conflict finds the conflict of a field.
func (e *ClauseEditor) Conflict(field string) *DeskConflict {
	for i := range e.Conflicts {
		if e.Conflicts[i].Field == field {
			return &e.Conflicts[i]
		}
	}
	return nil
}

// RemarksOf lists what the check says of a field and its parts.
func (e *ClauseEditor) RemarksOf(field string) []DeskRemark {
	var list []DeskRemark
	for _, r := range e.Remarks {
		if r.Field == field {
			list = append(list, r)
		}
	}
	return list
}

// Has reports whether a box of the form is ticked.
func (e *ClauseEditor) Has(list []string, value any) bool {
	return slices.Contains(list, fmt.Sprint(value))
}

// TierList lists the tiers.
func (*ClauseEditor) TierList() []standard.Tier { return standard.Tiers() }

// Modalities lists the verbal forms.
func (*ClauseEditor) Modalities() []standard.Modality {
	return []standard.Modality{standard.Requirement, standard.Recommendation, standard.Permission}
}

// Duties lists the duty holders.
func (*ClauseEditor) Duties() []standard.DutyHolder {
	return []standard.DutyHolder{standard.DutyHall, standard.DutyDistrictAuthority,
		standard.DutyBusinessDepartment}
}

// Dimensions lists the four aims.
func (*ClauseEditor) Dimensions() []standard.Dimension {
	return []standard.Dimension{standard.Civility, standard.Efficiency, standard.Quality,
		standard.Management}
}

// Methods lists the ways to check a clause.
func (*ClauseEditor) Methods() []standard.MethodKind {
	return []standard.MethodKind{standard.PassFail, standard.Graded, standard.Measured,
		standard.Ratio, standard.Deduction}
}

// EvidenceKinds lists what an auditor can look at.
func (*ClauseEditor) EvidenceKinds() []standard.EvidenceKind {
	return []standard.EvidenceKind{standard.EvidenceObservation, standard.EvidencePhoto,
		standard.EvidenceDocument, standard.EvidenceRecord, standard.EvidenceInterview}
}

// Directions lists which way a measured value can be better.
func (*ClauseEditor) Directions() []standard.Better {
	return []standard.Better{standard.Higher, standard.Lower}
}

// TierNumbers is a row of the table of numbers: one field for each tier.
type TierNumbers struct {
	Field  string // "points"
	Label  string // "points", "method.target"
	Values [3]string
}

// Inputs returns the fields with their tiers.
func (n TierNumbers) Inputs() []TierInput {
	list := make([]TierInput, 3)
	for i, t := range standard.Tiers() {
		list[i] = TierInput{n.Field + "-" + t.String(), t, n.Values[i]}
	}
	return list
}

// TierInput is one field of a row.
type TierInput struct {
	Name  string
	Tier  standard.Tier
	Value string
}

// Numbers lists the rows that the clause has by its method.
func (e *ClauseEditor) Numbers() []TierNumbers {
	if e.Form.Scored == "" {
		return nil
	}
	f := &e.Form
	rows := []TierNumbers{
		{"points", "points", [3]string{f.PointsDistrict, f.PointsSubdistrict, f.PointsCommunity}},
		{"bonus", "bonus_points", [3]string{f.BonusDistrict, f.BonusSubdistrict, f.BonusCommunity}},
	}
	if f.Method == standard.Measured || f.Method == standard.Ratio {
		rows = append(rows,
			TierNumbers{"target", "method.target",
				[3]string{f.TargetDistrict, f.TargetSubdistrict, f.TargetCommunity}},
			TierNumbers{"zero", "method.zero_at",
				[3]string{f.ZeroDistrict, f.ZeroSubdistrict, f.ZeroCommunity}})
	}
	if f.Method == standard.Ratio {
		rows = append(rows, TierNumbers{"sample", "method.min_sample",
			[3]string{f.SampleDistrict, f.SampleSubdistrict, f.SampleCommunity}})
	}
	return rows
}

// DraftClauseForm is sent to /drafts/{id}/clauses/{uid}: the whole clause as the editor has it.
// "was" says what the page showed, "title=<digest>" for each field of the clause, so that a field
// which the editor has left alone overwrites nothing. "choose" settles conflicts: "text:mine".
// Lists have a line for each entry; an item is "a) …", an occurrence "id −2 …".
type DraftClauseForm struct {
	Revision int      `form:"revision" validate:"min=1"`
	Was      []string `form:"was" validate:"max=40,dive,max=64"`
	Choose   []string `form:"choose" validate:"max=40,dive,max=64"`
	Fix      string   `form:"fix" validate:"max=200"`

	Title     string   `form:"title" validate:"max=400"`
	TitleEN   string   `form:"title-en" validate:"max=400"`
	Text      string   `form:"text" validate:"max=20000"`
	Items     string   `form:"items" validate:"max=20000"`
	Modality  string   `form:"modality" validate:"max=16"`
	Verb      string   `form:"verb" validate:"max=16"`
	Duty      string   `form:"duty" validate:"max=64"`
	Dimension string   `form:"dimension" validate:"max=64"`
	Tiers     []string `form:"tiers" validate:"max=3,dive,max=16"`
	Scored    string   `form:"scored" validate:"max=8"`
	Veto      string   `form:"veto" validate:"max=8"`
	Key       string   `form:"key" validate:"max=8"`
	Condition string   `form:"condition" validate:"max=4000"`
	Evidence  []string `form:"evidence" validate:"max=10,dive,max=32"`
	Check     string   `form:"check" validate:"max=8000"`
	Refs      string   `form:"refs" validate:"max=8000"`

	PointsDistrict    string `form:"points-district" validate:"max=24"`
	PointsSubdistrict string `form:"points-subdistrict" validate:"max=24"`
	PointsCommunity   string `form:"points-community" validate:"max=24"`
	BonusDistrict     string `form:"bonus-district" validate:"max=24"`
	BonusSubdistrict  string `form:"bonus-subdistrict" validate:"max=24"`
	BonusCommunity    string `form:"bonus-community" validate:"max=24"`

	Method      standard.MethodKind `form:"method" validate:"max=32"`
	Shown       standard.MethodKind `form:"shown" validate:"max=32"` // whose fields the page showed
	PassIf      string              `form:"pass-if" validate:"max=4000"`
	Level3      string              `form:"level-3" validate:"max=4000"`
	Level2      string              `form:"level-2" validate:"max=4000"`
	Level1      string              `form:"level-1" validate:"max=4000"`
	Level0      string              `form:"level-0" validate:"max=4000"`
	Metric      string              `form:"metric" validate:"max=64"`
	Unit        string              `form:"unit" validate:"max=32"`
	Better      string              `form:"better" validate:"max=16"`
	How         string              `form:"how" validate:"max=4000"`
	Numerator   string              `form:"numerator" validate:"max=4000"`
	Denominator string              `form:"denominator" validate:"max=4000"`
	Occurrences string              `form:"occurrences" validate:"max=8000"`

	TargetDistrict    string `form:"target-district" validate:"max=24"`
	TargetSubdistrict string `form:"target-subdistrict" validate:"max=24"`
	TargetCommunity   string `form:"target-community" validate:"max=24"`
	ZeroDistrict      string `form:"zero-district" validate:"max=24"`
	ZeroSubdistrict   string `form:"zero-subdistrict" validate:"max=24"`
	ZeroCommunity     string `form:"zero-community" validate:"max=24"`
	SampleDistrict    string `form:"sample-district" validate:"max=24"`
	SampleSubdistrict string `form:"sample-subdistrict" validate:"max=24"`
	SampleCommunity   string `form:"sample-community" validate:"max=24"`
}

// Levels lists the four levels with their texts, the best first.
func (f DraftClauseForm) Levels() []LevelInput {
	return []LevelInput{{"3", f.Level3}, {"2", f.Level2}, {"1", f.Level1}, {"0", f.Level0}}
}

// LevelInput is the text of one level.
type LevelInput struct{ Level, Text string }

// WasOf returns the digest that the page showed of a field.
func (f DraftClauseForm) WasOf(field string) string {
	for _, was := range f.Was {
		if name, digest, _ := strings.Cut(was, "="); name == field {
			return digest
		}
	}
	return ""
}
