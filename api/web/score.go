package web

import (
	"hallmark/checklists"
	"hallmark/standard"
)

// Score is the result of an audit with every line that leads to it, at /audits/{id}/score.
type Score struct {
	Frame
	Audit    *checklists.Audit
	Edition  *standard.Edition
	Score    checklists.Score
	States   map[standard.ClauseUID]checklists.ClauseState
	Findings []checklists.Finding
	People   People
	May      Permissions
	Code     string // of the report's public page; "" while there is none
	Exports  []Export
	Appeals  AppealsOf
	Lost     []LostText // what the papers of the audit cannot print whole
	Noticed  bool       // whether there is a notice of rectification

	Original  *checklists.Result // before an appeal changed it; nil: none did
	Rectified *Compared          // with the fixes that were verified; nil: none was
	ToRecheck int                // clauses that a re-check visit of the person may look at
	Origin    *checklists.Audit  // of a re-check
}

// LostText is a text that papers cannot print whole.
type LostText struct {
	Clause, Text string // Clause is the number; "" for a text that is about no clause
	Signs        string // "😀(U+1F600)"; "": letters stand unjoined
}

// Signed says of each inspector how the submission was signed, and of a submission without
// signatures or from a file that it was.
func (p *Score) Signed() []string { return signedLines(p.Language, p.People, p.Audit) }

func (*Score) template() string { return "score" }

// Live reports whether the score can still change.
func (p *Score) Live() bool {
	switch p.Audit.State {
	case checklists.InProgress, checklists.Returned:
		return true
	}
	return false
}

// TotalLabel is the key of what the total is called: it changes with the approval and with an
// appeal.
func (p *Score) TotalLabel() string {
	switch {
	case p.Live():
		return "score.live"
	case p.Score.Partial:
		return "score.partial-total"
	case p.Original != nil:
		return "score.appealed"
	case p.Audit.State == checklists.Submitted:
		return "score.submitted"
	case p.Audit.State == checklists.Voided:
		return "score.voided"
	}
	return "score.approved"
}

// Whole counts the clauses of the whole checklist.
func (p *Score) Whole() int { return len(p.Edition.Checklist(p.Audit.Tier)) }

// CapReason is a reason that lowered the grade; exactly one of Clause and Chapter is set.
type CapReason struct {
	Grade   string
	Clause  *standard.Clause
	Chapter *standard.Chapter
}

// Caps returns the reasons that lowered the grade.
func (p *Score) Caps() []CapReason { return capReasons(p.Edition, p.Score.Caps) }

func capReasons(e *standard.Edition, caps []checklists.Cap) []CapReason {
	var reasons []CapReason
	for _, c := range caps {
		reason := CapReason{Grade: c.Grade}
		if c.Clause != "" {
			reason.Clause, _ = e.Clause(c.Clause)
		} else {
			reason.Chapter, _ = e.Chapter(c.Chapter)
		}
		if reason.Clause != nil || reason.Chapter != nil {
			reasons = append(reasons, reason)
		}
	}
	return reasons
}

// ScoredChapter is a chapter's line with its clauses' lines.
type ScoredChapter struct {
	*standard.Chapter
	Line  checklists.ChapterScore
	Lines []ScoredClause
	Low   bool // its rate caps the grade
}

// ScoredClause is a clause's line.
type ScoredClause struct {
	*standard.Clause
	Line  checklists.ClauseScore
	State checklists.ClauseState
}

// Lost reports whether points were lost.
func (c ScoredClause) Lost() bool {
	l := c.Line
	return !l.Excluded && !l.Unanswered && !l.Bonus && l.Earned.Compare(l.Max) < 0
}

// Chapters returns all lines in the order of the text.
func (p *Score) Chapters() []ScoredChapter {
	var chapters []ScoredChapter
	for _, line := range p.Score.Chapters {
		chapter, ok := p.Edition.Chapter(line.Number)
		if !ok {
			continue
		}
		scored := ScoredChapter{Chapter: chapter, Line: line}
		for _, c := range p.Score.Caps {
			scored.Low = scored.Low || c.Chapter == line.Number
		}
		for _, l := range p.Score.Clauses {
			if c, ok := p.Edition.Clause(l.UID); ok && c.Chapter == line.Number {
				scored.Lines = append(scored.Lines, ScoredClause{c, l, p.States[l.UID]})
			}
		}
		chapters = append(chapters, scored)
	}
	return chapters
}

// FoundClause is a finding with its clause.
type FoundClause struct {
	checklists.Finding
	Clause *standard.Clause
	Own    bool // found by the hall itself, which mends it without a deadline
}

// Found returns the findings that a party answers for: the hall itself, or somebody else.
func (p *Score) Found(hall bool) []FoundClause {
	var found []FoundClause
	for _, f := range p.Findings {
		c, ok := p.Edition.Clause(f.Clause)
		if ok && (f.DutyHolder == standard.DutyHall || f.DutyHolder == "") == hall {
			found = append(found, FoundClause{f, c, p.Audit.Kind == checklists.Self})
		}
	}
	return found
}
