package checklists

import (
	"maps"
	"slices"
	"strconv"

	"hallmark/standard"
)

// Outcome is what an approved audit came to, as rankings, comparisons, charts and bulletins need
// it. It is computed from the audit and can be computed again from it at any time.
type Outcome struct {
	Audit    AuditID            `json:"audit"`
	Number   string             `json:"number"`
	Hall     HallID             `json:"hall"`
	HallName string             `json:"hallName"`
	Tier     standard.Tier      `json:"tier"`
	Kind     Kind               `json:"kind"`
	Campaign string             `json:"campaign,omitempty"`
	Partial  bool               `json:"partial,omitempty"` // asked a part of the checklist
	Edition  standard.EditionID `json:"edition"`
	Started  Time               `json:"started"`
	Approved Time               `json:"approved"`
	Result   Result             `json:"result"`
	Released Result             `json:"released"` // before any appeal
	Restated bool               `json:"restated"`
	Caps     []Cap              `json:"caps"`

	Chapters   []PartScore `json:"chapters"`   // by number
	Dimensions []PartScore `json:"dimensions"` // civility, efficiency, quality, management
	Holders    []PartScore `json:"dutyHolders"`

	Findings      map[Severity]int `json:"findings"`
	NotApplicable int              `json:"notApplicable"` // clauses
	Asked         int              `json:"asked"`
	Inspectors    []Username       `json:"inspectors"`
	Clauses       []ClauseOutcome  `json:"clauses"`
	Revision      int              `json:"revision"` // of the audit that it was computed from
}

// PartScore is what the clauses of a chapter, dimension or duty holder earned of what they are
// worth; bonus clauses are left out.
type PartScore struct {
	Part       string           `json:"part"` // "5", "civility", "hall"
	Applicable standard.Decimal `json:"applicable"`
	Earned     standard.Decimal `json:"earned"`
	Rate       standard.Decimal `json:"rate"` // earned ÷ applicable, shown to 0.0001; 0 of nothing
}

// ClauseOutcome is the line of one clause.
type ClauseOutcome struct {
	UID      standard.ClauseUID `json:"uid"`
	Max      standard.Decimal   `json:"max"`
	Earned   standard.Decimal   `json:"earned"`
	Excluded bool               `json:"excluded,omitempty"`
	Note     string             `json:"note,omitempty"` // the auditor's, where points were lost
}

// Failed reports whether the clause lost points.
func (c *ClauseOutcome) Failed() bool { return !c.Excluded && c.Earned.Compare(c.Max) < 0 }

// Official reports whether audits of the kind count for rankings. The hall's own check, a phone
// call and a re-check do not: they stand beside the official score (formula hallmark/1, section 6).
func (k Kind) Official() bool {
	return k == Comprehensive || k == Announced || k == Unannounced || k == ThirdParty
}

// Official reports whether the total may be compared with that of other halls and of other times:
// the kind counts for rankings, and the whole checklist was asked.
func (o *Outcome) Official() bool { return o.Kind.Official() && !o.Partial }

// OutcomeOf computes the outcome of an audit that was approved; findings are those of its score.
// It returns a *[StateError] for any other audit.
func OutcomeOf(e *standard.Edition, a *Audit, findings []Finding) (Outcome, error) {
	if a.State != Approved && a.State != Final {
		return Outcome{}, &StateError{a.State, Approved}
	}
	score, err := a.Score(e)
	if err != nil {
		return Outcome{}, err
	}
	o := Outcome{Audit: a.ID, Number: a.Number, Hall: a.Hall, HallName: a.HallName, Tier: a.Tier,
		Kind: a.Kind, Campaign: a.Campaign, Partial: a.Partial(), Edition: a.Edition,
		Started: a.StartedAt,
		Result:  Result{score.Total, score.Grade, score.Stars}, Caps: score.Caps, Asked: a.Asked,
		Findings: map[Severity]int{}, Inspectors: slices.Clone(a.Inspectors), Revision: a.Revision}
	o.Released, o.Restated = a.Released()
	for _, t := range a.Transitions {
		if t.To == Approved && t.From == Submitted {
			o.Approved = t.At
		}
	}
	for _, f := range findings {
		o.Findings[f.Severity]++
	}
	o.add(e, &score, a.Answers())
	return o, nil
}

// add sums up the lines of a score.
func (o *Outcome) add(e *standard.Edition, score *Score, answers Answers) {
	chapters, dimensions, holders := sums{}, sums{}, sums{}
	for i := range score.Clauses {
		line := &score.Clauses[i]
		outcome := ClauseOutcome{UID: line.UID, Max: line.Max, Earned: line.Earned,
			Excluded: line.Excluded}
		if outcome.Failed() {
			outcome.Note = answers[line.UID].Note
		}
		o.Clauses = append(o.Clauses, outcome)
		if line.Excluded {
			o.NotApplicable++
		}
		c, ok := e.Clause(line.UID)
		if !ok || line.Bonus || !line.counts() {
			continue
		}
		dimensions.add(string(c.Dimension), line)
		holders.add(string(c.DutyHolder), line)
		chapters.add(strconv.Itoa(c.Chapter), line)
	}
	for _, c := range score.Chapters {
		if !c.Dropped {
			o.Chapters = append(o.Chapters, chapters.part(strconv.Itoa(c.Number)))
		}
	}
	for _, d := range []standard.Dimension{standard.Civility, standard.Efficiency, standard.Quality,
		standard.Management} {
		o.Dimensions = append(o.Dimensions, dimensions.part(string(d)))
	}
	for _, h := range slices.Sorted(maps.Keys(holders)) {
		o.Holders = append(o.Holders, holders.part(h))
	}
}

// sums are points by part, in hundredths.
type sums map[string]points

func (s sums) add(part string, line *ClauseScore) {
	p := s[part]
	p.max, p.earned = p.max+Hundredths(line.Max), p.earned+Hundredths(line.Earned)
	s[part] = p
}

func (s sums) part(name string) PartScore {
	p := s[name]
	score := PartScore{Part: name, Applicable: standard.NewDecimal(p.max, 2),
		Earned: standard.NewDecimal(p.earned, 2)}
	if p.max > 0 {
		score.Rate = standard.NewDecimal(Portion(10_000, p.earned, p.max), 4)
	}
	return score
}
