package web

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"hallmark/checklists"
	"hallmark/standard"
)

// Card is one clause on the checklist: what is asked, what was answered, and the controls.
type Card struct {
	Clause    *standard.Clause
	Tier      standard.Tier
	State     checklists.ClauseState
	Line      checklists.ClauseScore
	MayAnswer bool

	page *Checklist
}

// Scored returns the clause as the audit is scored by, which may be by the threshold before an
// amendment.
func (c Card) Scored() *standard.Clause {
	if c.Kept() == nil {
		return c.Clause
	}
	return c.page.Edition.KeptClause(c.Clause, c.Tier)
}

// Kept returns the threshold before an amendment that the audit is scored by, or nil.
func (c Card) Kept() *standard.KeptThreshold {
	k, ok := c.page.Edition.Kept(c.Clause.UID)
	if !ok || !slices.Contains(c.page.Audit.Kept, c.Clause.UID) {
		return nil
	}
	return k
}

// Returned returns why the last review sent the clause back, "" where it did not.
func (c Card) Returned() string {
	for _, r := range c.page.Audit.Returned {
		if r.Clause == c.Clause.UID {
			return r.Comment
		}
	}
	return ""
}

// URL returns where the card's forms are sent.
func (c Card) URL() string { return AnswerURL(c.page.Audit.ID, c.Clause.UID) }

// ID returns the id of the card, or of one of its controls.
func (c Card) ID(control string) string {
	if control == "" {
		return string(c.Clause.UID)
	}
	return string(c.Clause.UID) + "-" + control
}

// Problem returns what was wrong with a control that shows it itself.
func (c Card) Problem(control string) string { return c.page.Problem(c.ID(control)) }

// Problems returns what was wrong with the whole form, or with a control that cannot show it.
func (c Card) Problems() (texts []string) {
	for _, p := range c.page.Problems {
		control, own := strings.CutPrefix(p.Field, c.ID("")+"-")
		switch control {
		case "value", "numerator", "denominator", "note", "photo", "reason":
			continue
		}
		if own || p.Field == c.ID("") {
			texts = append(texts, p.Text)
		}
	}
	return texts
}

// By returns the name of the person who answered.
func (c Card) By(u checklists.Username) string { return c.page.People.Name(u) }

// Sent returns the form as it was sent when it was refused, or an empty one.
func (c Card) Sent() ClauseForm {
	if c.page.SentTo != c.Clause.UID {
		return ClauseForm{}
	}
	return c.page.Sent
}

// Answered reports whether there is an answer.
func (c Card) Answered() bool { return c.State.Answer.Kind != checklists.Unanswered }

// Lost reports whether the answer cost points.
func (c Card) Lost() bool {
	return c.Answered() && !c.Line.Excluded && !c.Line.Bonus && c.Line.Earned.Compare(c.Line.Max) < 0
}

// Is reports whether the answer is of the kind.
func (c Card) Is(kind checklists.AnswerKind) bool { return c.State.Answer.Kind == kind }

// NeedsPhoto reports whether a photograph is part of the clause's evidence and there is none.
func (c Card) NeedsPhoto() bool {
	for _, kind := range c.Clause.Evidence {
		if kind == standard.EvidencePhoto {
			return c.Answered() && len(c.State.Answer.Evidence) == 0
		}
	}
	return false
}

// Previous returns the line of the same clause in the audit before this one, or nil.
func (c Card) Previous() *checklists.ClauseScore {
	if c.page.Previous == nil {
		return nil
	}
	line, ok := c.page.Previous.Lines[c.Clause.UID]
	if !ok || line.Unanswered {
		return nil
	}
	return &line
}

// PreviousAt returns when the audit before this one started.
func (c Card) PreviousAt() checklists.Time { return c.page.Previous.At }

func (c Card) shown(s Show) bool {
	switch s {
	case ShowUnanswered:
		return !c.Answered()
	case ShowLost:
		return c.Lost()
	case ShowConflicts:
		return len(c.State.Conflict) > 0
	case ShowPhotos:
		return len(c.State.Answer.Evidence) > 0
	}
	return false
}

// LevelChoice is one level of a graded clause.
type LevelChoice struct {
	Level  int
	Text   string
	Chosen bool
}

// Levels returns the levels of a graded clause, the best first.
func (c Card) Levels() []LevelChoice {
	var choices []LevelChoice
	for level := 3; level >= 0; level-- {
		choices = append(choices, LevelChoice{
			Level: level, Text: c.Clause.Method.Levels[string(rune('0'+level))],
			Chosen: c.Is(checklists.Level) && c.State.Answer.Level == level,
		})
	}
	return choices
}

// OccurrenceCount is one kind of a deduction clause and how often it was found.
type OccurrenceCount struct {
	standard.OccurrenceKind
	Count int
	Last  string // ID of the occurrence that − takes back; "" when there is none
}

// Occurrences returns the kinds of a deduction clause with their counts.
func (c Card) Occurrences() []OccurrenceCount {
	counts := make([]OccurrenceCount, len(c.Clause.Method.Occurrences))
	for i, kind := range c.Clause.Method.Occurrences {
		counts[i].OccurrenceKind = kind
		counts[i].Count = c.State.Answer.Counts[kind.ID]
		for _, o := range c.State.Answer.Occurrences {
			if o.Kind == kind.ID {
				counts[i].Count++
				counts[i].Last = o.ID
			}
		}
	}
	return counts
}

// NoneFound reports whether a deduction clause was checked and nothing was found.
func (c Card) NoneFound() bool {
	a := c.State.Answer
	return c.Is(checklists.Occurrences) && len(a.Occurrences) == 0
}

// Found returns the kinds of a deduction clause that were found; none for another method.
func (c Card) Found() []OccurrenceCount {
	return slices.DeleteFunc(c.Occurrences(), func(o OccurrenceCount) bool { return o.Count == 0 })
}

// Passed reports whether the answer is "pass".
func (c Card) Passed() bool { return c.Is(checklists.Verdict) && c.State.Answer.Pass }

// Failed reports whether the answer is "fail".
func (c Card) Failed() bool { return c.Is(checklists.Verdict) && !c.State.Answer.Pass }

// Value returns what stands in the field of a measured clause.
func (c Card) Value() string {
	return c.typed(c.Sent().Value, checklists.Value, c.State.Answer.Value.String())
}

// Numerator returns what stands in the first field of a ratio.
func (c Card) Numerator() string {
	n := strconv.FormatInt(c.State.Answer.Numerator, 10)
	return c.typed(c.Sent().Numerator, checklists.RatioOf, n)
}

// Denominator returns what stands in the second field of a ratio.
func (c Card) Denominator() string {
	n := strconv.FormatInt(c.State.Answer.Denominator, 10)
	return c.typed(c.Sent().Denominator, checklists.RatioOf, n)
}

// Note returns what stands in the field of the note.
func (c Card) Note() string { return cmp.Or(c.Sent().Note, c.State.Answer.Note) }

// Reason returns what stands in the field of the reason for "not applicable".
func (c Card) Reason() string { return cmp.Or(c.Sent().Reason, c.State.Answer.Reason) }

// typed returns what was sent and refused, or else the answer that stands.
func (c Card) typed(sent string, kind checklists.AnswerKind, stands string) string {
	if sent == "" && c.Is(kind) {
		return stands
	}
	return sent
}

// Sample returns the least denominator of a ratio that is large enough to tell; "" for none.
func (c Card) Sample() string {
	n, ok := c.Clause.Method.MinSample.Get(c.Tier)
	if !ok || n.Sign() == 0 {
		return ""
	}
	return n.String()
}

// Count turns the index of a photograph into its number.
func (c Card) Count(index int) int { return index + 1 }

// CardURL returns the address of one clause on the checklist.
func CardURL(id checklists.AuditID, c *standard.Clause) string {
	return ChapterURL(id, c.Chapter) + "#" + url.PathEscape(string(c.UID))
}

// EvidenceURL returns the address of a photograph.
func EvidenceURL(d standard.Digest) string {
	return "/api/v1/evidence/" + url.PathEscape(string(d))
}
