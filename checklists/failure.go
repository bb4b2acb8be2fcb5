package checklists

import (
	"cmp"
	"slices"

	"hallmark/standard"
)

// notesKept is how many auditors' notes a [ClauseFailure] shows, the latest ones.
const notesKept = 5

// ClauseFailure is how often a clause lost points.
type ClauseFailure struct {
	UID     standard.ClauseUID `json:"uid"`
	Edition standard.EditionID `json:"edition"` // of the latest audit that asked it
	Code    string             `json:"code"`    // printed number there
	Title   string             `json:"title"`
	TitleEN string             `json:"titleEn"`
	Asked   int                `json:"asked"`  // audits in which it counted
	Failed  int                `json:"failed"` // of them, in which it lost points
	Rate    standard.Decimal   `json:"rate"`   // failed ÷ asked, rounded to 0.0001
	Notes   []FailureNote      `json:"notes"`  // the latest ones first
}

// FailureNote is what an auditor noted where a clause lost points.
type FailureNote struct {
	Audit AuditID       `json:"audit,omitempty"`
	Tier  standard.Tier `json:"tier"`
	At    Time          `json:"at"` // when the audit began
	Text  string        `json:"text"`
}

// FailureRate is failed ÷ asked, rounded half away from zero to 0.0001; asked is at least 1.
func FailureRate(failed, asked int) standard.Decimal {
	return standard.NewDecimal(Portion(10_000, int64(failed), int64(asked)), 4)
}

// FailuresOf counts for each clause in how many official audits ([Kind.Official]) it counted and in
// how many it lost points; those that never did are left out. Bonus clauses are left out, since a
// bonus that is not earned is no failure, and so is an outcome whose edition is not given. The
// clause that fails in the largest part of its audits comes first; of equal ones the one that fails
// in more audits, then by UID.
func FailuresOf(outcomes []Outcome,
	editions map[standard.EditionID]*standard.Edition,
) []ClauseFailure {
	ordered := slices.Clone(outcomes)
	slices.SortStableFunc(ordered, byStart)
	slices.Reverse(ordered) // the latest names the clause, and its notes come first
	counts := map[standard.ClauseUID]*ClauseFailure{}
	for i := range ordered {
		o := &ordered[i]
		if e := editions[o.Edition]; e != nil && o.Kind.Official() {
			o.count(e, counts)
		}
	}
	list := []ClauseFailure{}
	for _, f := range counts {
		if f.Failed > 0 {
			f.Rate = FailureRate(f.Failed, f.Asked)
			list = append(list, *f)
		}
	}
	slices.SortFunc(list, func(a, b ClauseFailure) int {
		return cmp.Or(cmp.Compare(b.Failed*a.Asked, a.Failed*b.Asked),
			cmp.Compare(b.Failed, a.Failed), cmp.Compare(a.UID, b.UID))
	})
	return list
}

// count adds the clauses of one audit.
func (o *Outcome) count(e *standard.Edition, counts map[standard.ClauseUID]*ClauseFailure) {
	for i := range o.Clauses {
		line := &o.Clauses[i]
		clause, ok := e.Clause(line.UID)
		if !ok || clause.IsBonus() || line.Excluded {
			continue
		}
		f := counts[line.UID]
		if f == nil {
			f = &ClauseFailure{UID: line.UID, Edition: o.Edition, Code: clause.Code,
				Title: clause.Title, TitleEN: clause.TitleEN, Notes: []FailureNote{}}
			counts[line.UID] = f
		}
		f.Asked++
		if !line.Failed() {
			continue
		}
		f.Failed++
		if line.Note != "" && len(f.Notes) < notesKept {
			f.Notes = append(f.Notes, FailureNote{o.Audit, o.Tier, o.Started, line.Note})
		}
	}
}

// byStart orders outcomes by the start of their audits.
func byStart(a, b Outcome) int {
	return cmp.Or(a.Started.Compare(b.Started.Time), cmp.Compare(a.Audit, b.Audit))
}

// PassRate is in how many audits a clause counted, and in how many of them it earned all points.
type PassRate struct {
	Asked  int `json:"asked"`
	Passed int `json:"passed"`
}

// Share is passed ÷ asked, rounded to 0.0001; false of nothing.
func (r PassRate) Share() (standard.Decimal, bool) {
	if r.Asked == 0 {
		return standard.Decimal{}, false
	}
	return standard.NewDecimal(Portion(10_000, int64(r.Passed), int64(r.Asked)), 4), true
}

// PassRatesOf counts how a clause fared in official audits under each edition.
func PassRatesOf(outcomes []Outcome, uid standard.ClauseUID) map[standard.EditionID]PassRate {
	rates := map[standard.EditionID]PassRate{}
	for i := range outcomes {
		o := &outcomes[i]
		at := slices.IndexFunc(o.Clauses, func(c ClauseOutcome) bool { return c.UID == uid })
		if at < 0 || o.Clauses[at].Excluded || !o.Kind.Official() {
			continue
		}
		r := rates[o.Edition]
		r.Asked++
		if !o.Clauses[at].Failed() {
			r.Passed++
		}
		rates[o.Edition] = r
	}
	return rates
}
