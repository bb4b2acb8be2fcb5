package grid

import (
	"strings"

	"hallmark/standard"
	"hallmark/standard/message"
)

// Set is a closed set of values, by its name in the catalogue ("grid.set-<set>-<value>").
type Set string

// The closed sets that a cell can hold.
const (
	Modalities  Set = "modality"
	Verbs       Set = "verb"
	DutyHolders Set = "duty"
	Dimensions  Set = "dimension"
	Tiers       Set = "tier"
	Methods     Set = "method"
	Betters     Set = "better"
	Evidence    Set = "evidence"
	Statuses    Set = "status"
	CapRules    Set = "cap"
)

// Values lists the members as an edition has them.
func (s Set) Values() []string {
	switch s {
	case Modalities:
		return texts(standard.Requirement, standard.Recommendation, standard.Permission)
	case Verbs:
		return []string{"应", "不应", "宜", "不宜", "可", "不必"}
	case DutyHolders:
		return texts(standard.DutyHall, standard.DutyDistrictAuthority,
			standard.DutyBusinessDepartment)
	case Dimensions:
		return texts(standard.Civility, standard.Efficiency, standard.Quality, standard.Management)
	case Tiers:
		return []string{standard.District.String(), standard.Subdistrict.String(),
			standard.Community.String()}
	case Methods:
		return texts(standard.PassFail, standard.Graded, standard.Measured, standard.Ratio,
			standard.Deduction)
	case Betters:
		return texts(standard.Higher, standard.Lower)
	case Evidence:
		return texts(standard.EvidenceObservation, standard.EvidencePhoto,
			standard.EvidenceRecord, standard.EvidenceDocument, standard.EvidenceInterview)
	case Statuses:
		return texts(standard.Draft, standard.Published, standard.Withdrawn)
	case CapRules:
		return texts(standard.CapVeto, standard.CapKey, standard.CapChapter)
	}
	return nil
}

func texts[T ~string](values ...T) []string {
	list := make([]string, len(values))
	for i, v := range values {
		list[i] = string(v)
	}
	return list
}

// Label returns what people call a member; members of some sets are Chinese words already.
func (s Set) Label(value string, l message.Language) string {
	key := "grid.set-" + string(s) + "-" + value
	if message.Has(l, key) {
		return message.Text(l, key)
	}
	return value
}

// Labels lists the members as people call them.
func (s Set) Labels(l message.Language) []string {
	var list []string
	for _, v := range s.Values() {
		list = append(list, s.Label(v, l))
	}
	return list
}

// find returns the member that a cell means, by its label in any language or by itself.
func (s Set) find(cell string) (string, bool) {
	for _, v := range s.Values() {
		if strings.EqualFold(cell, v) {
			return v, true
		}
		for _, l := range message.Languages() {
			if strings.EqualFold(cell, s.Label(v, l)) {
				return v, true
			}
		}
	}
	return "", false
}
