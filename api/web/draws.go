package web

import (
	"net/url"
	"strconv"

	"hallmark/checklists/campaign"
)

// Draw is one draw of a campaign at /campaigns/{id}/draws/{number}, hall by hall.
type Draw struct {
	Frame
	Campaign campaign.ID
	Name     string // of the campaign
	Number   int    // from 1
	Of       campaign.DrawNote
	People   People
	Choice   DrawChoice
	Page     int // from 0
	Lines    []campaign.DrawLine
	found    map[campaign.DrawOutcome]int // halls with the text in their names; "" all
}

func (*Draw) template() string { return "draw" }

// DrawChoice chooses halls of a draw.
type DrawChoice struct {
	Text    string               `form:"q"`       // part of the name or of the ID, in lower case
	Outcome campaign.DrawOutcome `form:"outcome"` // "" for all
}

// Choose takes the halls of this page out of all lines of the draw.
func (p *Draw) Choose(lines []campaign.DrawLine) {
	p.found = map[campaign.DrawOutcome]int{}
	p.Page = max(0, min(p.Page, len(lines)/VisitsPage))
	skip := p.Page * VisitsPage
	for _, d := range lines {
		if !HallNamed(d.Hall, d.Name, p.Choice.Text) {
			continue
		}
		p.found[""]++
		p.found[d.Outcome]++
		if p.Choice.Outcome != "" && p.Choice.Outcome != d.Outcome {
			continue
		}
		if skip--; skip < 0 && len(p.Lines) < VisitsPage {
			p.Lines = append(p.Lines, d)
		}
	}
}

// Found counts the halls with an outcome, "" all, that have the text in their names.
func (p *Draw) Found(o campaign.DrawOutcome) int { return p.found[o] }

// Outcomes lists the choices.
func (*Draw) Outcomes() []campaign.DrawOutcome {
	return append([]campaign.DrawOutcome{""}, campaign.DrawOutcomes()...)
}

// Sum says how many halls were drawn of how many.
func (p *Draw) Sum() string { return sumOf(p.Language, &p.Of) }

// URL returns the address of the draw.
func (p *Draw) URL() string { return drawURL(p.Campaign, p.Number) }

// CampaignURL returns the address of the campaign.
func (p *Draw) CampaignURL() string { return CampaignURL(p.Campaign) }

// FileURL is the address of the whole draw as a file.
func (p *Draw) FileURL(format string) string { return "/api/v1" + p.URL() + "?format=" + format }

// OutcomeURL returns the address of the halls with an outcome.
func (p *Draw) OutcomeURL(o campaign.DrawOutcome) string { return p.pageURL(o, 0) }

// NextURL returns the address of the halls after those of this page, or "".
func (p *Draw) NextURL() string {
	if (p.Page+1)*VisitsPage >= p.found[p.Choice.Outcome] {
		return ""
	}
	return p.pageURL(p.Choice.Outcome, p.Page+1)
}

func (p *Draw) pageURL(o campaign.DrawOutcome, page int) string {
	q := url.Values{}
	if p.Choice.Text != "" {
		q.Set("q", p.Choice.Text)
	}
	if o != "" {
		q.Set("outcome", string(o))
	}
	if page > 0 {
		q.Set("page", strconv.Itoa(page))
	}
	return listURL(p.URL(), q)
}

func drawURL(id campaign.ID, number int) string {
	return CampaignURL(id) + "/draws/" + strconv.Itoa(number)
}
