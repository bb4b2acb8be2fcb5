package checklists

import (
	"cmp"
	"slices"
	"time"

	"hallmark/standard"
)

// BulletinData are the data from which a bulletin is drafted; they stay with it.
type BulletinData struct {
	Kind    BulletinKind          `json:"kind"`
	Period  Period                `json:"period"`
	AsOf    Time                  `json:"asOf"`  // the end of the period, or when they were read before it
	Halls   map[standard.Tier]int `json:"halls"` // in service
	Checks  []BulletinCheck       `json:"checks"`
	Earlier []BulletinPast        `json:"earlier"` // of a quarterly one, the oldest first
	Clauses []BulletinClause      `json:"clauses"` // of a quarterly one, that fail most first
	Mending []BulletinMending     `json:"mending"`

	// What follows from the last place, as it was set; nil in data from before it could be set.
	LastPlaces *LastPlaces `json:"lastPlaces,omitempty"`
}

func (d *BulletinData) lastPlaces() LastPlaces {
	if d.LastPlaces == nil {
		return DefaultLastPlaces()
	}
	return *d.LastPlaces
}

// BulletinCheck is one audit whose result was approved in a period.
type BulletinCheck struct {
	Audit    AuditID          `json:"audit"`
	Number   string           `json:"number"`
	Hall     HallID           `json:"hall"`
	HallName string           `json:"hallName"`
	Tier     standard.Tier    `json:"tier"`
	Kind     Kind             `json:"kind"`
	Partial  bool             `json:"partial,omitempty"` // asked a part of the checklist: not ranked
	Approved Time             `json:"approved"`
	Result   Result           `json:"result"`
	Released standard.Decimal `json:"released"` // the total before any appeal
	Restated bool             `json:"restated"`
	Findings map[Severity]int `json:"findings"`
}

// BulletinPast are the official checks of an earlier quarter.
type BulletinPast struct {
	Period Period          `json:"period"`
	Checks []BulletinCheck `json:"checks"`
}

// BulletinClause is how often a clause lost points in the official checks of the period.
type BulletinClause struct {
	UID    standard.ClauseUID `json:"uid"`
	Code   string             `json:"code"`
	Title  string             `json:"title"`
	Asked  int                `json:"asked"`
	Failed int                `json:"failed"`
	Rate   standard.Decimal   `json:"rate"`
}

// BulletinMending is a rectification that was open at some time of the period, as it stood at its
// end. What an appeal has revoked since is none.
type BulletinMending struct {
	ID       RectificationID     `json:"id"`
	Hall     HallID              `json:"hall"`
	HallName string              `json:"hallName"`
	Tier     standard.Tier       `json:"tier"`
	Code     string              `json:"code"`
	Title    string              `json:"title"`
	Severity Severity            `json:"severity"`
	Holder   standard.DutyHolder `json:"dutyHolder"` // who must mend it
	Repeats  int                 `json:"repeats"`
	Opened   Time                `json:"opened"`
	Closed   Time                `json:"closed"` // zero while it is open
	State    RectificationState  `json:"state"`
	Due      string              `json:"due"`
	Overdue  int                 `json:"overdue"` // working days
}

// BulletinSources are what the data of a bulletin are taken from.
type BulletinSources struct {
	Halls          []Hall
	LastPlaces     LastPlaces
	Outcomes       []Outcome // all that were approved since the oldest of [Period.Earlier]
	Editions       map[standard.EditionID]*standard.Edition
	Rectifications []Rectification
	Calendar       Calendar
}

// BulletinDataOf selects and orders the data of a period as they are known at a time. A check
// belongs to the period in which its result was approved; self-checks are none.
func BulletinDataOf(kind BulletinKind, p Period, at time.Time, from BulletinSources) BulletinData {
	_, end := p.Bounds()
	if at.Before(end) {
		end = at
	}
	d := BulletinData{Kind: kind, Period: p, AsOf: At(end), Halls: map[standard.Tier]int{},
		LastPlaces: &from.LastPlaces, Checks: checksIn(p, from.Outcomes, Kind.checks), Earlier: []BulletinPast{},
		Clauses: []BulletinClause{}, Mending: []BulletinMending{}}
	for _, t := range standard.Tiers() {
		d.Halls[t] = 0
	}
	for i := range from.Halls {
		if h := &from.Halls[i]; h.Status != Closed {
			d.Halls[h.Tier]++
		}
	}
	for i := range from.Rectifications {
		if m, ok := mendingIn(p, end, &from.Rectifications[i], from.Calendar); ok {
			d.Mending = append(d.Mending, m)
		}
	}
	slices.SortFunc(d.Mending, func(a, b BulletinMending) int {
		return cmp.Or(cmp.Compare(a.Hall, b.Hall), cmp.Compare(a.Due, b.Due), cmp.Compare(a.ID, b.ID))
	})
	if kind == Quarterly {
		d.addQuarter(from)
	}
	return d
}

// checks reports whether an audit of the kind is a check from outside.
func (k Kind) checks() bool { return k != Self }

func checksIn(p Period, outcomes []Outcome, wanted func(Kind) bool) []BulletinCheck {
	list := []BulletinCheck{}
	for i := range outcomes {
		o := &outcomes[i]
		if !wanted(o.Kind) || !p.Holds(o.Approved) {
			continue
		}
		list = append(list, BulletinCheck{Audit: o.Audit, Number: o.Number, Hall: o.Hall,
			HallName: o.HallName, Tier: o.Tier, Kind: o.Kind, Partial: o.Partial,
			Approved: o.Approved, Result: o.Result,
			Released: o.Released.Total, Restated: o.Restated, Findings: o.Findings})
	}
	slices.SortFunc(list, func(a, b BulletinCheck) int {
		return cmp.Or(a.Approved.Compare(b.Approved.Time), cmp.Compare(a.Audit, b.Audit))
	})
	return list
}

// addQuarter adds what rankings are held against, and the clauses that fail.
func (d *BulletinData) addQuarter(from BulletinSources) {
	for _, p := range d.Period.Earlier() {
		d.Earlier = append(d.Earlier, BulletinPast{p, checksIn(p, from.Outcomes, Kind.Official)})
	}
	present := slices.Clone(from.Outcomes)
	present = slices.DeleteFunc(present, func(o Outcome) bool { return !d.Period.Holds(o.Approved) })
	for _, f := range FailuresOf(present, from.Editions) {
		d.Clauses = append(d.Clauses, BulletinClause{f.UID, f.Code, f.Title, f.Asked, f.Failed, f.Rate})
	}
}

// mendingIn shows a rectification as it stood at the end, if it was open in the period.
func mendingIn(p Period, end time.Time, r *Rectification, cal Calendar) (BulletinMending, bool) {
	from, _ := p.Bounds()
	if r.State == Revoked || !r.Opened.Before(end) {
		return BulletinMending{}, false
	}
	then := r.AsOf(end)
	m := BulletinMending{ID: r.ID, Hall: r.Hall, HallName: r.HallName, Tier: r.Tier, Code: r.Code,
		Title: r.Title, Severity: r.Severity, Holder: r.Holder, Repeats: r.Repeats, Opened: r.Opened, State: then.State,
		Due: then.Due, Overdue: then.Overdue(end.Add(-time.Millisecond), cal)}
	if n := len(then.Steps); then.State == ClosedOff {
		m.Closed = then.Steps[n-1].At
	}
	return m, m.Closed.IsZero() || !m.Closed.Before(from)
}

// AsOf returns the rectification as it stood just before an instant.
func (r *Rectification) AsOf(t time.Time) Rectification {
	then := *r
	then.State, then.Due, then.Steps = AwaitingPlan, r.FirstDue, nil
	for i, s := range r.Steps {
		if !s.At.Before(t) {
			break
		}
		then.State, then.Steps = s.To, r.Steps[:i+1]
		if s.Op == OpExtend {
			then.Due = s.Day
		}
	}
	return then
}
