package checklists

import "hallmark/standard"

// AnswerKind says which of the answers an [Answer] holds. The zero value is "unanswered".
type AnswerKind uint8

// The kinds of answer; each belongs to one method, except NotApplicable.
const (
	Unanswered    AnswerKind = iota
	Verdict                  // pass_fail: Pass
	Level                    // graded: Level 0..3
	Value                    // measured: Value
	RatioOf                  // ratio: Numerator of Denominator
	Occurrences              // deduction: Occurrences, from a checklist
	Counts                   // deduction: Counts, for the calculator alone
	NotApplicable            // any clause but a veto clause: Reason
)

// Answer is what was found for one clause. Its JSON forms are those of api/openapi.json:
// {"verdict":"pass"}, {"level":2}, {"value":187.5}, {"numerator":17,"denominator":20},
// {"occurrences":[{"id","kind":"a","note"}]}, {"counts":{"a":2}}, {"notApplicable":"reason"};
// each may carry "note" and "evidence".
type Answer struct {
	Kind        AnswerKind
	Pass        bool
	Level       int
	Value       standard.Decimal
	Numerator   int64
	Denominator int64
	Occurrences []Occurrence
	Counts      map[string]int // occurrence kind to how often, ≥ 0
	Reason      string         // why not applicable

	Note     string
	Evidence []standard.Digest // photographs
}

// Occurrence is one finding under a deduction clause.
type Occurrence struct {
	ID   string `json:"id"`   // UUID made by the device
	Kind string `json:"kind"` // id of the clause's occurrence kind, "a"
	Note string `json:"note,omitempty"`
}
