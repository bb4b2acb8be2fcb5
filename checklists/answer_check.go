package checklists

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"hallmark/standard"
)

// Limits of an answer.
const (
	MaxLevel       = 3       // graded
	MaxCount       = 100_000 // of one occurrence kind
	MaxOccurrences = 1_000   // in one answer
	MaxNote        = 2_000   // characters, of any text that a person writes
	MaxEvidence    = 100     // photographs in one answer
	maxID          = 64      // bytes of an occurrence's ID
)

// CheckFor reports everything that keeps the answer from fitting clause c in halls of tier t, as a
// *[standard.InvalidError] whose places are the members of the answer's JSON form. An unanswered
// Answer passes.
func (a *Answer) CheckFor(c *standard.Clause, t standard.Tier) error {
	var problems standard.Problems
	a.checkValue(c, t, &problems)
	a.checkEntry(c, &problems)
	return problems.Err()
}

// belongsTo reports whether the answer fits a method; "not applicable" fits any.
func (a *Answer) belongsTo(m standard.MethodKind) bool {
	switch a.Kind {
	case Verdict:
		return m == standard.PassFail
	case Level:
		return m == standard.Graded
	case Value:
		return m == standard.Measured
	case RatioOf:
		return m == standard.Ratio
	case Occurrences, Counts:
		return m == standard.Deduction
	}
	return true
}

// checkValue checks what decides the score.
func (a *Answer) checkValue(c *standard.Clause, t standard.Tier, problems *standard.Problems) {
	add := problems.Add
	switch {
	case !c.Scored || !c.Applies(t) || c.Method == nil:
		add("", "answer.not-on-checklist", string(c.UID), t.String())
		return
	case !a.belongsTo(c.Method.Type):
		add(a.memberName(), "answer.kind")
		return
	}
	switch a.Kind {
	case Level:
		if a.Level < 0 || a.Level > MaxLevel {
			add("level", "answer.level", MaxLevel)
		}
	case RatioOf:
		a.checkRatio(add)
	case Occurrences:
		a.checkOccurrences(c.Method, add)
	case Counts:
		a.checkCounts(c.Method, add)
	case NotApplicable:
		if c.Veto {
			add("notApplicable", "answer.veto")
		}
		if strings.TrimSpace(a.Reason) == "" {
			add("notApplicable", "answer.reason")
		}
	}
}

// memberName is the member of the JSON form that holds the value.
func (a *Answer) memberName() string {
	return [...]string{"", "verdict", "level", "value", "numerator", "occurrences", "counts",
		"notApplicable"}[a.Kind]
}

type adder func(path, code string, args ...any)

func (a *Answer) checkRatio(add adder) {
	if a.Denominator < 1 {
		add("denominator", "answer.denominator")
	}
	switch {
	case a.Numerator < 0:
		add("numerator", "answer.negative")
	case a.Numerator > a.Denominator && a.Denominator >= 1:
		add("numerator", "answer.numerator", a.Numerator, a.Denominator)
	}
}

func (a *Answer) checkOccurrences(m *standard.Method, add adder) {
	seen := make(map[string]bool, len(a.Occurrences))
	for i, o := range a.Occurrences {
		at := ItemPath("occurrences", i)
		if kindOf(m, o.Kind) == nil {
			add(at+".kind", "answer.occurrence-kind", o.Kind)
		}
		switch {
		case o.ID == "" || len(o.ID) > maxID:
			add(at+".id", "answer.occurrence-id", maxID)
		case seen[o.ID]:
			add(at+".id", "answer.occurrence-twice", o.ID)
		}
		seen[o.ID] = true
	}
}

func (a *Answer) checkCounts(m *standard.Method, add adder) {
	for _, kind := range slices.Sorted(maps.Keys(a.Counts)) {
		at := "counts." + kind
		switch n := a.Counts[kind]; {
		case kindOf(m, kind) == nil:
			add(at, "answer.occurrence-kind", kind)
		case n < 0 || n > MaxCount:
			add(at, "answer.count", MaxCount)
		}
	}
}

// checkEntry checks what is asked of an answer only when it enters: the range of its number, and
// what stands beside the value. A merged answer may hold more than one person may send, and an
// older one what was not asked then, so a score does not ask for it.
func (a *Answer) checkEntry(c *standard.Clause, problems *standard.Problems) {
	if a.Kind == Value && c.Method != nil {
		switch low, high := c.Method.Range(); {
		case low && a.Value.Compare(standard.Decimal{}) < 0:
			problems.Add("value", "answer.negative")
		case high != nil && a.Value.Compare(*high) > 0:
			problems.Add("value", "answer.above", high.String())
		}
	}
	a.checkSize(problems)
}

// checkSize checks what a person wrote and attached beside the value.
func (a *Answer) checkSize(problems *standard.Problems) {
	CheckText(problems, "note", a.Note)
	CheckText(problems, "notApplicable", a.Reason)
	if a.Kind == NotApplicable && strings.TrimSpace(a.Reason) != "" && !standard.HasVisible(a.Reason) {
		problems.Add("notApplicable", "answer.reason")
	}
	if len(a.Occurrences) > MaxOccurrences {
		problems.Add("occurrences", "answer.too-many", MaxOccurrences)
	}
	for i, o := range a.Occurrences {
		CheckText(problems, ItemPath("occurrences", i)+".note", o.Note)
	}
	if len(a.Evidence) > MaxEvidence {
		problems.Add("evidence", "answer.too-many", MaxEvidence)
	}
	for i, sha := range a.Evidence {
		if !sha.Valid() {
			problems.Add(ItemPath("evidence", i), "answer.sha256")
		}
	}
}

// CheckText notes a text of more than [MaxNote] characters, at its path in the input.
func CheckText(problems *standard.Problems, path, text string) {
	if utf8.RuneCountInString(text) > MaxNote {
		problems.Add(path, "answer.too-long", MaxNote)
	}
}

// kindOf finds an occurrence kind of a deduction clause.
func kindOf(m *standard.Method, id string) *standard.OccurrenceKind {
	for i := range m.Occurrences {
		if m.Occurrences[i].ID == id {
			return &m.Occurrences[i]
		}
	}
	return nil
}
