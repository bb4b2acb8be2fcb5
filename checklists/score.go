package checklists

import "hallmark/standard"

// Formula names the rules in the documentation of this package. It is stored with every score, so
// that the score can be computed again years later.
const Formula = "hallmark/1"

// Score is a score with every line that leads to it. Numbers are exact; each is rounded where it
// stands (points to 0.01, total to 0.1, half away from zero) and later lines add the rounded ones.
type Score struct {
	Formula string             `json:"formula"`
	Edition standard.EditionID `json:"edition"`
	Tier    standard.Tier      `json:"tier"`
	// Partial says that a part of the checklist was scored, without grade.
	Partial    bool             `json:"partial,omitempty"`
	Total      standard.Decimal `json:"total"` // 0..100 plus bonus, to 0.1
	Grade      string           `json:"grade"` // "" of a partial audit, as are stars
	Stars      string           `json:"stars"`
	Bonus      standard.Decimal `json:"bonus"` // after the cap
	Unanswered int              `json:"unanswered"`
	Chapters   []ChapterScore   `json:"chapters"`
	Clauses    []ClauseScore    `json:"clauses"`
	Caps       []Cap            `json:"caps"`
}

// ChapterScore is the line of one chapter. A chapter with nothing applicable has Dropped set and
// contributes nothing; the weights of the others are scaled.
type ChapterScore struct {
	Number     int              `json:"number"`
	Weight     standard.Decimal `json:"weight"`
	Applicable standard.Decimal `json:"applicable"`
	Earned     standard.Decimal `json:"earned"`
	// Rate is earned ÷ applicable, shown to 0.0001 and never used again.
	Rate         standard.Decimal `json:"rate"`
	Contribution standard.Decimal `json:"contribution"`
	Dropped      bool             `json:"dropped,omitempty"`
}

// ClauseScore is the line of one clause that counts in the tier.
type ClauseScore struct {
	UID      standard.ClauseUID `json:"uid"`
	Code     string             `json:"code"`
	Max      standard.Decimal   `json:"max"`
	Earned   standard.Decimal   `json:"earned"`
	Excluded bool               `json:"excluded"` // answered "not applicable"
	// Unanswered lines are treated as excluded while the audit is open.
	Unanswered bool     `json:"unanswered,omitempty"`
	Bonus      bool     `json:"bonus,omitempty"`
	Flags      []string `json:"flags"`
}

// FlagSmallSample marks a ratio whose denominator is below the clause's min_sample.
const FlagSmallSample = "small-sample"

// FlagTransition marks a line that was made with the threshold before an amendment, which is kept
// for existing halls for a time (过渡期).
const FlagTransition = "transition"

// Cap is a reason that lowered the best possible grade: the clause or the chapter that caused it.
type Cap struct {
	Grade   string             `json:"grade"`
	Clause  standard.ClauseUID `json:"clause,omitempty"`
	Chapter int                `json:"chapter,omitempty"`
}
