package web

import (
	"slices"
	"strings"

	"hallmark/checklists"
)

// Rankings is the ranking of a tier at /rankings.
type Rankings struct {
	Frame
	Choices      ResultChoices
	Lines        []checklists.RankLine
	Page         int
	Closed       bool              // whether the campaign has ended; the ranking is provisional before
	Own          checklists.HallID // the person's own hall
	Rules        []checklists.ConsequenceRule
	Consequences []checklists.Consequence

	Drawn   int      // halls of the tier that the campaign visits
	Missing []string // names of those that are in no line: not visited, or not approved yet
	Unequal bool     // whether the ranking before had other halls, so that places are not compared
	Grades  []string // of the edition, the best first
}

// Limited reports whether a better grade stands below the line: so the grade is limited by a veto, a
// key clause or a chapter, not by the total.
func (p *Rankings) Limited(l checklists.RankLine) bool {
	own := slices.Index(p.Grades, l.Grade)
	for i := range p.Lines {
		below := slices.Index(p.Grades, p.Lines[i].Grade)
		if p.Lines[i].Rank > l.Rank && below >= 0 && (own < 0 || below < own) {
			return true
		}
	}
	return false
}

// namedMissing is how many missing halls a page names.
const namedMissing = 30

// MissingNames names the first halls that are missing.
func (p *Rankings) MissingNames() string {
	if len(p.Missing) > namedMissing {
		return strings.Join(p.Missing[:namedMissing], "、") + "…"
	}
	return strings.Join(p.Missing, "、")
}

func (*Rankings) template() string { return "rankings" }

// Shown are the lines of this page.
func (p *Rankings) Shown() []checklists.RankLine { return onPage(p.Lines, p.Page) }

// Tied reports whether others share the rank.
func (p *Rankings) Tied(l checklists.RankLine) bool {
	n := 0
	for i := range p.Lines {
		if p.Lines[i].Rank == l.Rank {
			n++
		}
	}
	return n > 1
}

// Lost is how many places the hall lost.
func (p *Rankings) Lost(l checklists.RankLine) int { return max(0, -l.Moved) }

// NextURL returns the address of the next page, or "".
func (p *Rankings) NextURL() string {
	return nextPage(RankingsURL, p.Choices, p.Page, len(p.Lines))
}

// FileURL is the address of the ranking as a file.
func (p *Rankings) FileURL(format string) string { return p.Choices.fileURL("ranking", format) }

// DrawURL is the address of the record of the draws.
func (p *Rankings) DrawURL() string { return "/api/v1" + CampaignURL(p.Choices.Campaign) + "/draw" }
