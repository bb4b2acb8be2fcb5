package checklists

import (
	"maps"
	"slices"
	"strings"

	"hallmark/standard"
)

// Trend compares the official audits of one hall over the clauses that can be compared
// (formula hallmark/1, section 6).
type Trend struct {
	Points   []TrendPoint         `json:"points"`   // in the order of time
	Clauses  []standard.ClauseUID `json:"clauses"`  // compared, in the order of the latest edition
	Editions []standard.EditionID `json:"editions"` // that share them, sorted
	// Left is how many clauses of the latest edition are not compared.
	Left int `json:"left"`
}

// TrendPoint is one audit. Total is the official score over all clauses of its own edition; Like is
// the rate over the compared clauses alone: earned ÷ applicable, rounded to 0.0001, 0 of nothing.
type TrendPoint struct {
	Audit      AuditID            `json:"audit"`
	Number     string             `json:"number"`
	At         Time               `json:"at"` // when the audit began
	Edition    standard.EditionID `json:"edition"`
	Total      standard.Decimal   `json:"total"`
	Grade      string             `json:"grade"`
	Applicable standard.Decimal   `json:"applicable"` // points
	Earned     standard.Decimal   `json:"earned"`
	Like       standard.Decimal   `json:"like"`
}

// TrendOf compares the official audits among a hall's outcomes whose edition is given. A clause is
// compared when every one of their editions asks it under the same UID, by the same method and for
// the same points in the hall's tier (a clause that is rescored would weigh differently), and it is
// no bonus. What was not applicable in an audit counts in neither sum of that audit. After a change
// of tier only the audits of the latest tier are compared.
func TrendOf(outcomes []Outcome, editions map[standard.EditionID]*standard.Edition) Trend {
	t := Trend{Points: []TrendPoint{}, Clauses: []standard.ClauseUID{},
		Editions: []standard.EditionID{}}
	var audits []Outcome
	for _, o := range outcomes {
		if o.Official() && editions[o.Edition] != nil {
			audits = append(audits, o)
		}
	}
	if len(audits) == 0 {
		return t
	}
	slices.SortStableFunc(audits, byStart)
	last := audits[len(audits)-1]
	audits = slices.DeleteFunc(audits, func(o Outcome) bool { return o.Tier != last.Tier })
	used := map[standard.EditionID]*standard.Edition{}
	for _, o := range audits {
		used[o.Edition] = editions[o.Edition]
	}
	t.Editions = slices.Sorted(maps.Keys(used))
	t.Clauses, t.Left = likeForLike(editions[last.Edition], used, last.Tier)
	for i := range audits {
		t.Points = append(t.Points, audits[i].point(t.Clauses))
	}
	return t
}

// likeForLike lists the clauses of the latest edition that all others ask in the same way, and
// counts those that it leaves out.
func likeForLike(latest *standard.Edition, all map[standard.EditionID]*standard.Edition,
	tier standard.Tier,
) (list []standard.ClauseUID, left int) {
	changed := map[standard.ClauseUID]bool{}
	for _, e := range all {
		if e == latest {
			continue
		}
		for _, c := range standard.DiffOf(e, latest).Clauses {
			if c.Before == nil || !c.Before.Scored || !c.Before.Applies(tier) ||
				c.After != nil && c.Before.Max(tier) != c.After.Max(tier) ||
				slices.ContainsFunc(c.Fields, ofMethod) {
				changed[c.UID] = true
			}
		}
	}
	list = []standard.ClauseUID{}
	for _, c := range latest.Checklist(tier) {
		switch {
		case c.IsBonus():
		case changed[c.UID]:
			left++
		default:
			list = append(list, c.UID)
		}
	}
	return list, left
}

func ofMethod(f standard.FieldChange) bool {
	return f.Field == "method" || strings.HasPrefix(f.Field, "method.")
}

func (o *Outcome) point(clauses []standard.ClauseUID) TrendPoint {
	p := TrendPoint{Audit: o.Audit, Number: o.Number, At: o.Started, Edition: o.Edition,
		Total: o.Result.Total, Grade: o.Result.Grade}
	compared := map[standard.ClauseUID]bool{}
	for _, uid := range clauses {
		compared[uid] = true
	}
	var max, earned int64
	for i := range o.Clauses {
		if line := &o.Clauses[i]; compared[line.UID] && !line.Excluded {
			max, earned = max+Hundredths(line.Max), earned+Hundredths(line.Earned)
		}
	}
	p.Applicable, p.Earned = standard.NewDecimal(max, 2), standard.NewDecimal(earned, 2)
	if max > 0 {
		p.Like = standard.NewDecimal(Portion(10_000, earned, max), 4)
	}
	return p
}
