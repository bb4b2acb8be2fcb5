package web

import (
	"net/url"
	"slices"

	"hallmark/checklists"
	"hallmark/standard"
)

// Rectifications is the list of what has to be mended, at /rectifications, the earliest deadline
// first.
type Rectifications struct {
	Frame
	Filter RectificationFilter
	Pick   HallPicker // of the filter, for those who see all halls
	Rows   []RectificationRow
	Next   string // cursor of the next part; "" at the end
}

func (*Rectifications) template() string { return "rectifications" }

// RectificationFilter is asked of /rectifications in the address; zero fields limit nothing. State
// is a state, or "open".
type RectificationFilter struct {
	State     string            `form:"status"`
	Hall      checklists.HallID `form:"hall"`
	By        string            `form:"by"` // due until this day
	Overdue   string            `form:"overdue"`
	Escalated string            `form:"escalated"`
	Audit     string            `form:"audit"`
}

// OpenState is the choice of all states in which something is left to do.
const OpenState = "open"

func (f RectificationFilter) query() url.Values {
	q := url.Values{}
	for key, value := range map[string]string{"status": f.State, "hall": string(f.Hall), "by": f.By,
		"overdue": f.Overdue, "escalated": f.Escalated, "audit": f.Audit} {
		if value != "" {
			q.Set(key, value)
		}
	}
	return q
}

// RectificationsURL is the address of the list of rectifications.
const RectificationsURL = "/rectifications"

// URL returns the address of the list under the filter.
func (f RectificationFilter) URL() string {
	if q := f.query(); len(q) > 0 {
		return RectificationsURL + "?" + q.Encode()
	}
	return RectificationsURL
}

// States lists the choices of state.
func (*Rectifications) States() []checklists.RectificationState {
	return checklists.RectificationStates()
}

// Filtered reports whether a filter limits the list.
func (p *Rectifications) Filtered() bool {
	return p.Filter != RectificationFilter{} || p.Pick.Vague
}

// NextURL returns the address of the next part of the list, or "".
func (p *Rectifications) NextURL() string {
	if p.Next == "" {
		return ""
	}
	q := p.Filter.query()
	q.Set("cursor", p.Next)
	return RectificationsURL + "?" + q.Encode()
}

// RectificationRow is one rectification in a list, with what follows from today's date.
type RectificationRow struct {
	ID         checklists.RectificationID
	Hall       checklists.HallID
	HallName   string
	Code       string
	Title      string
	Severity   checklists.Severity
	Holder     standard.DutyHolder
	Repeats    int
	State      checklists.RectificationState
	Due        string
	Left       int // working days until the deadline, itself included
	Overdue    int // working days past it
	Escalation checklists.Escalation
	// Uncertain names what counts days of a year whose holidays are not known; see
	// [checklists.Rectification.Uncertain].
	Uncertain []string
}

// Unsure reports whether a day of the row was counted in a year whose holidays are not known.
func (r RectificationRow) Unsure(names ...string) bool {
	return slices.ContainsFunc(names, func(n string) bool { return slices.Contains(r.Uncertain, n) })
}

// Waits reports whether the deadline runs: not while a re-check or a decision is awaited.
func (r RectificationRow) Waits() bool {
	return r.State.Open() && r.State != checklists.AwaitingRecheck && r.State != checklists.UnderAppeal
}

// URL returns the address of its page.
func (r RectificationRow) URL() string { return RectificationURL(r.ID) }

// RectificationURL returns the address of a rectification.
func RectificationURL(id checklists.RectificationID) string {
	return RectificationsURL + "/" + url.PathEscape(string(id))
}

// escalation returns the name of a step of escalation; "" for none.
func (w words) escalation(e checklists.Escalation) string {
	switch e {
	case checklists.Urged:
		return w.say("loop.urged")
	case checklists.Reported:
		return w.say("loop.reported")
	case checklists.Summoned:
		return w.say("loop.summoned")
	}
	return ""
}

// rectificationTone returns the style class of a state.
func rectificationTone(s checklists.RectificationState) string {
	switch s {
	case checklists.ClosedOff:
		return "good"
	case checklists.AwaitingPlan, checklists.InRectification, checklists.UnderAppeal:
		return "fair"
	case checklists.SentBack:
		return "poor"
	case checklists.AwaitingRecheck:
		return "state-submitted"
	}
	return "plain"
}

// NoticeURL returns the address of an audit's notice of rectification, "pdf" or "docx".
func NoticeURL(id checklists.AuditID, format string) string {
	return "/api/v1" + AuditURL(id) + "/rectification-notice." + format
}
