package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"hallmark/checklists"
	"hallmark/checklists/campaign"
	"hallmark/standard"
	"hallmark/standard/message"
)

// VisitsPage is how many visits stand on one page.
const VisitsPage = 100

// Campaign is one campaign at /campaigns/{id}: its steps, what binds its draw, its visits.
type Campaign struct {
	Frame
	Of      campaign.Campaign // as the person may see it
	Today   string
	People  People
	Clauses int // of the spot check; 0 for all
	Halls   int // that can be drawn now; of a campaign that is not sealed
	Visits  []VisitRow
	Total   VisitCount
	Found   VisitCount // of halls with the text in their names
	VisitChoice
	Page     int // of the visits, from 0
	MayRun   bool
	Refused  string // why the person may not run it, in their language
	MayPack  bool   // the reports into one file
	MayDraws bool   // see the draws
	Form     StepForm
}

func (*Campaign) template() string { return "campaign" }

// VisitRow is one hall of a campaign with how far its audit is. State is "" before it starts.
type VisitRow struct {
	campaign.Visit
	State           checklists.State
	Asked, Answered int
	Total           standard.Decimal
	Grade           string // "" while nothing is asked
	MayStart        bool
	MayPlan         bool // whether the person may set the day
	MayRead         bool // whether the person may open the audit
}

// VisitChoice chooses visits.
type VisitChoice struct {
	Show VisitShow `form:"show"`
	Text string    `form:"q"` // part of the name or of the ID of the hall, in lower case
}

// VisitForm is sent to /campaigns/{id}/visits: the day on which a hall is to be visited.
type VisitForm struct {
	Revision int               `form:"revision" validate:"min=1"`
	Hall     checklists.HallID `form:"hall" validate:"required,max=32"`
	Day      string            `form:"day" validate:"max=10"`
}

// Complete reports whether every clause is answered.
func (v VisitRow) Complete() bool { return v.Asked > 0 && v.Answered == v.Asked }

// VisitShow is how far visits are.
type VisitShow string

// The choices.
const (
	AllVisits     VisitShow = ""
	VisitsWaiting VisitShow = "waiting"
	VisitsStarted VisitShow = "started" // not yet approved
	VisitsDone    VisitShow = "done"    // approved
)

// Shows lists the choices.
func (*Campaign) Shows() []VisitShow {
	return []VisitShow{AllVisits, VisitsWaiting, VisitsStarted, VisitsDone}
}

// Keeps reports whether the choice includes a visit.
func (s VisitShow) Keeps(v *VisitRow) bool { return s == AllVisits || s == v.Show() }

// Show is the choice to which the visit belongs.
func (v *VisitRow) Show() VisitShow {
	switch v.State {
	case "":
		return VisitsWaiting
	case checklists.Approved, checklists.Final:
		return VisitsDone
	}
	return VisitsStarted
}

// VisitCount counts visits.
type VisitCount struct{ All, Waiting, Started, Done int }

// Add counts one more.
func (n *VisitCount) Add(v *VisitRow) {
	n.All++
	switch v.Show() {
	case VisitsWaiting:
		n.Waiting++
	case VisitsStarted:
		n.Started++
	case VisitsDone:
		n.Done++
	}
}

// Of counts the visits of a choice.
func (n VisitCount) Of(s VisitShow) int {
	return map[VisitShow]int{VisitsWaiting: n.Waiting, VisitsStarted: n.Started,
		VisitsDone: n.Done, AllVisits: n.All}[s]
}

// HallNamed reports whether a text in lower case is part of the name or of the ID of a hall.
func HallNamed(id checklists.HallID, name, text string) bool {
	return strings.Contains(strings.ToLower(name), text) || strings.Contains(strings.ToLower(string(id)), text)
}

// URL returns the address of the campaign.
func (p *Campaign) URL() string { return CampaignURL(p.Of.ID) }

// ShowURL returns the address of a choice of visits.
func (p *Campaign) ShowURL(s VisitShow) string { return p.pageURL(s, 0) }

func (p *Campaign) pageURL(s VisitShow, page int) string {
	q := url.Values{}
	if s != AllVisits {
		q.Set("show", string(s))
	}
	if p.Text != "" {
		q.Set("q", p.Text)
	}
	if page > 0 {
		q.Set("page", strconv.Itoa(page))
	}
	return listURL(p.URL(), q) + "#visits"
}

// NextURL returns the address of the visits after those of this page, or "".
func (p *Campaign) NextURL() string {
	if (p.Page+1)*VisitsPage >= p.Found.Of(p.Show) {
		return ""
	}
	return p.pageURL(p.Show, p.Page+1)
}

// Searches reports whether there are so many visits that one is searched for.
func (p *Campaign) Searches() bool { return p.Total.All > 20 || p.Text != "" }

// FileURL is the address of the visits as a file.
func (p *Campaign) FileURL(format string) string {
	return "/api/v1" + p.URL() + "/visits?format=" + format
}

// Stage is one step of a campaign.
type Stage struct {
	Name string // of the step: "seal", "draw", "open", "close"
	At   checklists.Time
	Done bool
	Next bool
}

// Stages lists the steps in their order.
func (p *Campaign) Stages() []Stage {
	m := &p.Of
	states := campaign.States()
	var drawn checklists.Time
	if n := len(m.Draws); n > 0 {
		drawn = m.Draws[n-1].At
	}
	at := map[string]checklists.Time{"seal": m.Sealed, "draw": drawn, "open": m.Opened, "close": m.Ended}
	var list []Stage
	done := true
	for i, name := range []string{"seal", "draw", "open", "close"} {
		next := done && m.State == states[i]
		done = done && !next
		list = append(list, Stage{Name: name, At: at[name], Done: done, Next: next})
	}
	return list
}

// NumberedDraw is a draw with its place in the record, from 1.
type NumberedDraw struct {
	campaign.DrawNote
	Number int
}

// Sum says how many halls were drawn of how many.
func (p *Campaign) Sum(d NumberedDraw) string { return sumOf(p.Language, &d.DrawNote) }

func sumOf(l message.Language, d *campaign.DrawNote) string {
	drawn, passed := d.Counts()
	return words{l}.say("board.draw-sum", drawn, drawn+passed)
}

// DrawURL returns the address of a draw.
func (p *Campaign) DrawURL(number int) string { return drawURL(p.Of.ID, number) }

// Draws lists every draw ever made, the one that counts first.
func (p *Campaign) Draws() []NumberedDraw {
	var list []NumberedDraw
	for i, d := range slices.Backward(p.Of.Draws) {
		list = append(list, NumberedDraw{d, i + 1})
	}
	return list
}

// Repeatable reports whether the draw may be made again, with a reason.
func (p *Campaign) Repeatable() bool { return p.Of.State == campaign.StateDrawn }

// Late reports whether visits are left after the last day.
func (p *Campaign) Late() bool {
	return p.Of.State == campaign.Open && p.Of.Plan.To < p.Today && p.Total.Waiting > 0
}

// Quota is how many halls of a tier are drawn.
type Quota struct {
	Tier  standard.Tier
	Halls int
	All   bool // every one
}

// Quotas lists the tiers with how many halls are drawn.
func (p *Campaign) Quotas() []Quota {
	var list []Quota
	for _, t := range p.Of.Plan.Tiers {
		n, some := p.Of.Plan.Quota[t]
		list = append(list, Quota{t, n, !some})
	}
	return list
}
