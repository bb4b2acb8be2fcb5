package bulletin

import (
	"cmp"
	"slices"
	"time"

	"hallmark/checklists"
	"hallmark/standard"
)

// Data are the data from which a bulletin is drafted; they stay with it.
type Data struct {
	Kind   Kind   `json:"kind"`
	Period Period `json:"period"`
	// AsOf is the end of the period, or the time of reading when that is earlier.
	AsOf    checklists.Time       `json:"asOf"`
	Halls   map[standard.Tier]int `json:"halls"` // in service
	Checks  []Check               `json:"checks"`
	Earlier []Past                `json:"earlier"` // of a quarterly one, the oldest first
	Clauses []Clause              `json:"clauses"` // of a quarterly one, that fail most first
	Mending []Mending             `json:"mending"`

	// What follows from the last place, as it was set; nil in data from before it could be set.
	LastPlaces *checklists.LastPlaces `json:"lastPlaces,omitempty"`
}

func (d *Data) lastPlaces() checklists.LastPlaces {
	if d.LastPlaces == nil {
		return checklists.DefaultLastPlaces()
	}
	return *d.LastPlaces
}

// Check is one audit whose result was approved in a period.
type Check struct {
	Audit    checklists.AuditID `json:"audit"`
	Number   string             `json:"number"`
	Hall     checklists.HallID  `json:"hall"`
	HallName string             `json:"hallName"`
	Tier     standard.Tier      `json:"tier"`
	Kind     checklists.Kind    `json:"kind"`
	// Partial says that the audit asked a part of the checklist and is not ranked.
	Partial  bool                        `json:"partial,omitempty"`
	Approved checklists.Time             `json:"approved"`
	Result   checklists.Result           `json:"result"`
	Released standard.Decimal            `json:"released"` // the total before any appeal
	Restated bool                        `json:"restated"`
	Findings map[checklists.Severity]int `json:"findings"`
}

// Past are the official checks of an earlier quarter.
type Past struct {
	Period Period  `json:"period"`
	Checks []Check `json:"checks"`
}

// Clause is how often a clause lost points in the official checks of the period.
type Clause struct {
	UID    standard.ClauseUID `json:"uid"`
	Code   string             `json:"code"`
	Title  string             `json:"title"`
	Asked  int                `json:"asked"`
	Failed int                `json:"failed"`
	Rate   standard.Decimal   `json:"rate"`
}

// Mending is a rectification that was open at some time of the period, as it stood at its end. A
// rectification that an appeal has revoked since is left out.
type Mending struct {
	ID       checklists.RectificationID    `json:"id"`
	Hall     checklists.HallID             `json:"hall"`
	HallName string                        `json:"hallName"`
	Tier     standard.Tier                 `json:"tier"`
	Code     string                        `json:"code"`
	Title    string                        `json:"title"`
	Severity checklists.Severity           `json:"severity"`
	Holder   standard.DutyHolder           `json:"dutyHolder"` // who must mend it
	Repeats  int                           `json:"repeats"`
	Opened   checklists.Time               `json:"opened"`
	Closed   checklists.Time               `json:"closed"` // zero while it is open
	State    checklists.RectificationState `json:"state"`
	Due      string                        `json:"due"`
	// Uncertain is set where days were counted in a year whose holidays were not known.
	Uncertain bool `json:"uncertain,omitempty"`
	Overdue   int  `json:"overdue"` // working days
}

// Sources are what the data of a bulletin are taken from.
type Sources struct {
	Halls          []checklists.Hall
	LastPlaces     checklists.LastPlaces
	Outcomes       []checklists.Outcome // all that were approved since the oldest of [Period.Earlier]
	Editions       map[standard.EditionID]*standard.Edition
	Rectifications []checklists.Rectification
	Calendar       checklists.Calendar
}

// DataOf selects and orders the data of a period as they are known at a time. A check belongs to
// the period in which its result was approved; self-checks are left out.
func DataOf(kind Kind, p Period, at time.Time, from Sources) Data {
	_, end := p.Bounds()
	if at.Before(end) {
		end = at
	}
	d := Data{Kind: kind, Period: p, AsOf: checklists.At(end), Halls: map[standard.Tier]int{},
		LastPlaces: &from.LastPlaces, Checks: checksIn(p, from.Outcomes, isCheck), Earlier: []Past{},
		Clauses: []Clause{}, Mending: []Mending{}}
	for _, t := range standard.Tiers() {
		d.Halls[t] = 0
	}
	for i := range from.Halls {
		if h := &from.Halls[i]; h.Status != checklists.Closed {
			d.Halls[h.Tier]++
		}
	}
	for i := range from.Rectifications {
		if m, ok := mendingIn(p, end, &from.Rectifications[i], from.Calendar); ok {
			d.Mending = append(d.Mending, m)
		}
	}
	slices.SortFunc(d.Mending, func(a, b Mending) int {
		return cmp.Or(cmp.Compare(a.Hall, b.Hall), cmp.Compare(a.Due, b.Due), cmp.Compare(a.ID, b.ID))
	})
	if kind == Quarterly {
		d.addQuarter(from)
	}
	return d
}

// isCheck reports whether an audit of the kind is a check from outside.
func isCheck(k checklists.Kind) bool { return k != checklists.Self }

func checksIn(p Period, outcomes []checklists.Outcome, wanted func(checklists.Kind) bool) []Check {
	list := []Check{}
	for i := range outcomes {
		o := &outcomes[i]
		if !wanted(o.Kind) || !p.Holds(o.Approved) {
			continue
		}
		list = append(list, Check{Audit: o.Audit, Number: o.Number, Hall: o.Hall,
			HallName: o.HallName, Tier: o.Tier, Kind: o.Kind, Partial: o.Partial,
			Approved: o.Approved, Result: o.Result,
			Released: o.Released.Total, Restated: o.Restated, Findings: o.Findings})
	}
	slices.SortFunc(list, func(a, b Check) int {
		return cmp.Or(a.Approved.Compare(b.Approved.Time), cmp.Compare(a.Audit, b.Audit))
	})
	return list
}

// addQuarter adds the earlier checks that rankings are compared with, and the clauses that fail.
func (d *Data) addQuarter(from Sources) {
	for _, p := range d.Period.Earlier() {
		d.Earlier = append(d.Earlier, Past{p, checksIn(p, from.Outcomes, checklists.Kind.Official)})
	}
	present := slices.Clone(from.Outcomes)
	present = slices.DeleteFunc(present, func(o checklists.Outcome) bool { return !d.Period.Holds(o.Approved) })
	for _, f := range checklists.FailuresOf(present, from.Editions) {
		d.Clauses = append(d.Clauses, Clause{f.UID, f.Code, f.Title, f.Asked, f.Failed, f.Rate})
	}
}

// mendingIn shows a rectification as it stood at the end, if it was open in the period. One that goes
// on in that of a newer audit is shown as the newer one alone, with the deadline of the older one.
func mendingIn(p Period, end time.Time, r *checklists.Rectification, cal checklists.Calendar) (Mending, bool) {
	from, _ := p.Bounds()
	if r.State == checklists.Revoked || !r.Opened.Before(end) {
		return Mending{}, false
	}
	then := r.AsOf(end)
	if then.State == checklists.CarriedOn {
		return Mending{}, false
	}
	unsure := then.Uncertain(end.Add(-time.Millisecond), cal, &checklists.Settings{})
	m := Mending{ID: r.ID, Hall: r.Hall, HallName: r.HallName, Tier: r.Tier, Code: r.Code,
		Title: r.Title, Severity: r.Severity, Holder: r.Holder, Repeats: r.Repeats, Opened: r.Opened, State: then.State,
		Due: then.Due, Uncertain: slices.Contains(unsure, "due") || slices.Contains(unsure, "overdue"),
		Overdue: then.Overdue(end.Add(-time.Millisecond), cal)}
	if n := len(then.Steps); then.State == checklists.ClosedOff {
		m.Closed = then.Steps[n-1].At
	}
	return m, m.Closed.IsZero() || !m.Closed.Before(from)
}
