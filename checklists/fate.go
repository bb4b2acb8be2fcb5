package checklists

import (
	"cmp"

	"hallmark/standard"
)

// Fate is what a new edition makes of what was found for a clause in a hall.
type Fate string

// The fates: the answer holds, it must be looked at again, there is none yet, it is not asked for
// any more.
const (
	FateReused    Fate = "reused"
	FateRecheck   Fate = "recheck"
	FateNew       Fate = "new"
	FateWithdrawn Fate = "withdrawn"
)

// Fates lists the fates.
func Fates() []Fate { return []Fate{FateReused, FateRecheck, FateNew, FateWithdrawn} }

// Grades are the grades of change that amendment sheets give to clauses. They go before the grade
// that the rules propose, for an editor has weighed them and an approver has signed.
type Grades map[standard.ClauseUID]standard.ChangeGrade

// ClauseFate is the fate of one clause in halls of one tier.
type ClauseFate struct {
	UID   standard.ClauseUID   `json:"uid"`
	Code  string               `json:"code"` // in the new edition; of a withdrawn clause in the old
	Fate  Fate                 `json:"fate"`
	Grade standard.ChangeGrade `json:"grade,omitempty"` // "" for a clause that has not changed

	change *standard.ClauseChange
}

// Change is how the clause differs; nil for one that has not changed.
func (f *ClauseFate) Change() *standard.ClauseChange { return f.change }

// FatesOf returns the fate of every clause that is scored in halls of a tier, those of the new
// edition in the order of its text, then the withdrawn ones. By its grade
//
//   - editorial, renumbered and rescored changes leave an answer as it is, so long as it fits
//     the same method, metric and unit;
//   - clarified, tightened, relaxed, extended, split and merged clauses are checked again.
//
// A clause that newly applies to the tier is new there, one that no longer applies withdrawn.
func FatesOf(before, after *standard.Edition, changes *standard.Diff, grades Grades,
	t standard.Tier) []ClauseFate {
	changed := make(map[standard.ClauseUID]*standard.ClauseChange, len(changes.Clauses))
	for i := range changes.Clauses {
		changed[changes.Clauses[i].UID] = &changes.Clauses[i]
	}
	fates := make([]ClauseFate, 0, len(after.Checklist(t))+8)
	for _, c := range after.Checklist(t) {
		fates = append(fates, fateOf(before, c, changed[c.UID], grades, t))
	}
	for _, c := range before.Checklist(t) {
		if now, ok := after.Clause(c.UID); ok && now.Scored && now.Applies(t) {
			continue
		}
		f := ClauseFate{UID: c.UID, Code: c.Code, Fate: FateWithdrawn, change: changed[c.UID]}
		f.Grade = f.graded(grades)
		fates = append(fates, f)
	}
	return fates
}

func fateOf(before *standard.Edition, c *standard.Clause, change *standard.ClauseChange,
	grades Grades, t standard.Tier) ClauseFate {
	f := ClauseFate{UID: c.UID, Code: c.Code, Fate: FateReused, change: change}
	if change == nil {
		return f
	}
	f.Grade = f.graded(grades)
	was, ok := before.Clause(c.UID)
	switch {
	case !ok || !was.Scored || !was.Applies(t):
		f.Fate = FateNew
	case !holds(f.Grade) || !sameMeasure(was.Method, c.Method):
		f.Fate = FateRecheck
	}
	return f
}

func (f *ClauseFate) graded(grades Grades) standard.ChangeGrade {
	if f.change == nil {
		return ""
	}
	return cmp.Or(grades[f.UID], f.change.Grade)
}

// holds reports whether an answer stays valid under a change of the grade.
func holds(g standard.ChangeGrade) bool {
	switch g {
	case standard.Editorial, standard.Renumbered, standard.Rescored:
		return true
	}
	return false
}

// sameMeasure reports whether an answer by one method means the same by the other.
func sameMeasure(a, b *standard.Method) bool {
	return a != nil && b != nil && a.Type == b.Type && a.Metric == b.Metric && a.Unit == b.Unit
}

// Before adds the grades of an earlier sheet. For a clause that both have changed, the grade that
// lets less of an answer hold stays.
func (g Grades) Before(earlier Grades) {
	for uid, grade := range earlier {
		if later, both := g[uid]; !both || holds(later) {
			g[uid] = grade
		}
	}
}
