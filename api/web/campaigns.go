package web

import (
	"net/url"
	"time"

	"hallmark/checklists"
	"hallmark/checklists/campaign"
	"hallmark/standard"
)

// CampaignsURL is the address of the campaigns.
const CampaignsURL = "/campaigns"

// CampaignURL returns the address of a campaign.
func CampaignURL(id campaign.ID) string {
	return CampaignsURL + "/" + url.PathEscape(string(id))
}

// Campaigns is the page at /campaigns: the campaigns of a month on a calendar, and all of them, the
// newest first.
type Campaigns struct {
	Frame
	Month  string // "2018-03"
	Today  string // "2018-03-01"
	Booked []CampaignRow
	Rows   []CampaignRow
	Next   string // cursor of the older part; "" at the end
	MayRun bool
}

func (*Campaigns) template() string { return "campaigns" }

// CampaignRow is one campaign in a list. A person who does not run campaigns sees only their own
// visits.
type CampaignRow struct {
	ID       campaign.ID
	Name     string
	Kind     checklists.Kind
	State    campaign.State
	From, To string
	Tiers    []standard.Tier
	Visits   int
	Started  int // visits that have become an audit
}

// URL returns the address of the campaign.
func (r CampaignRow) URL() string { return CampaignURL(r.ID) }

// Late reports whether visits are left after the last day.
func (r CampaignRow) Late(today string) bool {
	return r.State == campaign.Open && r.To < today && r.Started < r.Visits
}

// campaignTone returns the style class of a state.
func campaignTone(s campaign.State) string {
	switch s {
	case campaign.Open:
		return "good"
	case campaign.Sealed, campaign.StateDrawn:
		return "fair"
	}
	return "plain"
}

// first is the first day of the month; that of this month where the address names none.
func (p *Campaigns) first() time.Time {
	if t, err := time.Parse("2006-01", p.Month); err == nil {
		return t
	}
	t, _ := time.Parse(time.DateOnly, p.Today)
	return t.AddDate(0, 0, 1-t.Day())
}

// Title is the month as a day, for its name.
func (p *Campaigns) Title() string { return p.first().Format(time.DateOnly) }

// Before and After are the addresses of the months around.
func (p *Campaigns) Before() string { return monthURL(p.first().AddDate(0, -1, 0)) }

// After is the address of the month after.
func (p *Campaigns) After() string { return monthURL(p.first().AddDate(0, 1, 0)) }

func monthURL(t time.Time) string { return CampaignsURL + "?month=" + t.Format("2006-01") }

// Days counts the days of the month.
func (p *Campaigns) Days() int { return p.first().AddDate(0, 1, -1).Day() }

// Ticks are the days that are written above the calendar.
func (p *Campaigns) Ticks() []int {
	list := []int{1}
	for day := 5; day <= p.Days(); day += 5 {
		list = append(list, day)
	}
	return list
}

// Booking is a bar on the calendar, in days from the first of the month.
type Booking struct{ From, Days int }

// Booking returns the days of a campaign within the month.
func (p *Campaigns) Booking(r CampaignRow) Booking {
	from, to := 0, p.Days()
	first, last := p.first(), p.first().AddDate(0, 1, -1)
	if t, err := time.Parse(time.DateOnly, r.From); err == nil && t.After(first) {
		from = t.Day() - 1
	}
	if t, err := time.Parse(time.DateOnly, r.To); err == nil && t.Before(last) {
		to = t.Day()
	}
	return Booking{from, to - from}
}

// Now is today's place on the calendar, or -1 in other months.
func (p *Campaigns) Now() int {
	t, err := time.Parse(time.DateOnly, p.Today)
	if err != nil || t.Format("2006-01") != p.first().Format("2006-01") {
		return -1
	}
	return t.Day() - 1
}

// Within reports whether a campaign has a day in the month.
func (p *Campaigns) Within(r CampaignRow) bool {
	first := p.first()
	return r.From < first.AddDate(0, 1, 0).Format(time.DateOnly) &&
		r.To >= first.Format(time.DateOnly)
}
