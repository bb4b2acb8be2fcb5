package web

import (
	"net/url"
	"strconv"

	"hallmark/checklists"
	"hallmark/checklists/campaign"
	"hallmark/standard"
)

// HallsURL is the address of the list of halls.
const HallsURL = "/halls"

// HallImportURL is the address of the page that reads the register from a file.
const HallImportURL = HallsURL + "/import"

// HallsPage is how many halls stand on a page of the list.
const HallsPage = 50

// Halls is the list of halls at /halls.
type Halls struct {
	Frame
	Filter   HallFilter
	Rows     []HallRow // of this page
	Page     int       // from 1
	Found    int       // how many halls the filter lets through
	All      int       // how many there are
	Areas    []string  // codes of provinces, cities and counties in which there are halls
	MayWrite bool
}

func (*Halls) template() string { return "halls" }

// HallFilter is what the list is limited to and how it is sorted; zero fields are all, and by ID.
type HallFilter struct {
	Tier   standard.Tier         `form:"tier"`
	Area   string                `form:"area"` // a beginning of the code
	Status checklists.HallStatus `form:"status"`
	Text   string                `form:"q"` // part of the name or the ID
	Sort   string                `form:"sort"`
}

// HallRow is one hall of the list.
type HallRow struct {
	*checklists.Hall
	Parent *checklists.Hall // the hall above it; nil for none
}

// Pages is how many pages the list has.
func (p *Halls) Pages() int { return max(1, (p.Found+HallsPage-1)/HallsPage) }

// Filtered reports whether the list may leave halls out.
func (p *Halls) Filtered() bool {
	f := p.Filter
	f.Sort = ""
	return f != HallFilter{}
}

func (p *Halls) query(sort string, page int) url.Values {
	q := url.Values{}
	add := func(name, value string) {
		if value != "" {
			q.Set(name, value)
		}
	}
	if p.Filter.Tier != standard.NoTier {
		q.Set("tier", p.Filter.Tier.String())
	}
	add("area", p.Filter.Area)
	add("status", string(p.Filter.Status))
	add("q", p.Filter.Text)
	add("sort", sort)
	if page > 1 {
		q.Set("page", strconv.Itoa(page))
	}
	return q
}

func withQuery(path string, q url.Values) string {
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// PageURL returns the address of another page of the list, or "" when there is none.
func (p *Halls) PageURL(page int) string {
	if page < 1 || page > p.Pages() {
		return ""
	}
	return withQuery(HallsURL, p.query(p.Filter.Sort, page))
}

// Before returns the address of the page before this one.
func (p *Halls) Before() string { return p.PageURL(p.Page - 1) }

// After returns the address of the page after this one.
func (p *Halls) After() string { return p.PageURL(p.Page + 1) }

// SortURL returns the address of the list in another order.
func (p *Halls) SortURL(sort string) string { return withQuery(HallsURL, p.query(sort, 1)) }

// FileURL returns the address of the list as a file.
func (p *Halls) FileURL(format string) string {
	q := p.query(p.Filter.Sort, 1)
	q.Set("format", format)
	return "/api/v1/halls?" + q.Encode()
}

// Tiers lists the tiers that can be chosen.
func (*Halls) Tiers() []standard.Tier { return standard.Tiers() }

// Statuses lists the statuses that can be chosen.
func (*Halls) Statuses() []checklists.HallStatus {
	return []checklists.HallStatus{checklists.InService, checklists.Closed}
}

// Sorts lists the orders that can be chosen.
func (*Halls) Sorts() []string { return []string{"", "name", "tier", "area"} }

// Hall is the page of one hall at /halls/{id}.
type Hall struct {
	Frame
	Hall     checklists.Hall
	Parent   *checklists.Hall // the hall above it; nil for none
	Audits   []AuditRow       // the newest first
	MayStart bool
	Trend    checklists.Trend // without points for people who may not see them
	// Standing is nil for people who may not see it, and before an official result.
	Standing *Standing
	// Ratings are the visitors', shown beside the score; nil for people who may not see them.
	Ratings  *checklists.FeedbackCounts
	Own      bool        // whether it is the person's own hall
	Asked    []SelfCheck // of the own hall, by campaigns
	MayWrite bool
	Accounts []HallAccount // of the hall, for people who may see them
	Duties   []HallDuty
}

// SelfCheck is what a campaign asks of a hall.
type SelfCheck struct {
	Campaign campaign.ID
	Name     string
	Hall     checklists.HallID
	To       string             // last day
	Audit    checklists.AuditID // that has begun; "" before
}

// HallAccount is an account of a hall.
type HallAccount struct {
	User
	Head, Liaison bool
}

// HallDuty is the body that answers for the clauses of a duty holder that is not the hall.
type HallDuty struct {
	Holder standard.DutyHolder
	Name   string
}

// Scale are the register's figures of the hall: the key of the name, the value as text.
func (p *Hall) Scale() []HallFigure {
	var list []HallFigure
	for _, metric := range checklists.RegisterMetrics() {
		if d, ok := p.Hall.Measurements[metric]; ok {
			list = append(list, HallFigure{"grid.halls-measurements." + metric, d.String()})
		}
	}
	return list
}

// HallFigure is a number of the register.
type HallFigure struct{ Key, Value string }

func (*Hall) template() string { return "hall" }

// Mark is one audit on the chart of a trend, 640 by 180 units.
type Mark struct {
	checklists.TrendPoint
	X, Y int
}

// GridLine is a line of the chart at a rate.
type GridLine struct {
	Y     int
	Label string
}

// The chart's room for marks: from 50 to 620 across, from 100 % at 15 down to 0 % at 165.
const (
	chartLeft, chartWidth = 50, 570
	chartTop, chartHeight = 15, 150
)

// TrendMarks places the audits in their order, equally far apart.
func (p *Hall) TrendMarks() []Mark {
	marks := make([]Mark, len(p.Trend.Points))
	for i, point := range p.Trend.Points {
		marks[i] = Mark{TrendPoint: point, X: chartLeft + chartWidth/2, Y: chartY(point.Like)}
		if n := len(marks) - 1; n > 0 {
			marks[i].X = chartLeft + chartWidth*i/n
		}
	}
	return marks
}

// TrendGrid returns the lines at every quarter.
func (p *Hall) TrendGrid() []GridLine {
	var lines []GridLine
	for _, percent := range []int{0, 25, 50, 75, 100} {
		lines = append(lines, GridLine{chartY(standard.NewDecimal(int64(percent), 2)),
			strconv.Itoa(percent) + "%"})
	}
	return lines
}

func chartY(rate standard.Decimal) int {
	n, _ := rate.Scaled(4)
	return chartTop + chartHeight - int(n*chartHeight/10_000)
}

// HallURL returns the address of a hall.
func HallURL(id checklists.HallID) string { return "/halls/" + url.PathEscape(string(id)) }
