package web

import "hallmark/checklists"

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
