package checklists

import (
	"slices"
	"time"

	"hallmark/standard"
)

// Deadlines are the times, in working days, that an installation sets for appeals, re-checks and
// plans, and the rules by which what is late is taken further. The deadlines of the rectification
// itself are the standard's ([standard.RectificationDefaults]).
type Deadlines struct {
	Plan       int             `json:"plan"`   // after the approval; 0: as the edition says
	Verify     int             `json:"verify"` // a re-check, after the reply
	Appeal     int             `json:"appeal"` // after the approval
	Decide     int             `json:"decide"` // on an appeal, after it was made
	Escalation EscalationRules `json:"escalation"`

	// What follows from the last place; nil in settings from before it could be set.
	LastPlaces *LastPlaces `json:"lastPlaces,omitempty"`
}

// LastPlacesOrDefault is what follows from the last place.
func (d Deadlines) LastPlacesOrDefault() LastPlaces {
	if d.LastPlaces == nil {
		return DefaultLastPlaces()
	}
	return *d.LastPlaces
}

// DefaultDeadlines hold until others are set: an appeal within 5 and its decision within 10 working
// days, a re-check within 5.
func DefaultDeadlines() Deadlines {
	return Deadlines{Verify: standard.VetoRecheckWorkdays, Appeal: AppealWorkdays, Decide: 10,
		Escalation: DefaultEscalation()}
}

// maxDeadline bounds what can be set, in working days: half a year.
const maxDeadline = 120

func (d *Deadlines) check() error {
	var problems standard.Problems
	between := func(path string, n, low int) {
		if n < low || n > maxDeadline {
			problems.Add(path, "rectification.between", low, maxDeadline)
		}
	}
	between("plan", d.Plan, 0)
	between("verify", d.Verify, 1)
	between("appeal", d.Appeal, 1)
	between("decide", d.Decide, 1)
	rules := d.Escalation
	between("escalation.urge", rules.Urge, 1)
	between("escalation.report", rules.Report, rules.Urge)
	between("escalation.summon", rules.Summon, rules.Report)
	between("escalation.repeats", rules.Repeats, 0)
	last := d.LastPlacesOrDefault()
	for _, count := range []struct {
		path string
		n    int
	}{
		{"internalNotice.running", last.Notice.Running}, {"internalNotice.inYear", last.Notice.InYear},
		{"parentNotice.running", last.Parent.Running}, {"parentNotice.inYear", last.Parent.InYear},
	} {
		if count.n < 0 || count.n > maxLastPlaces {
			problems.Add("lastPlaces."+count.path, "rectification.between", 0, maxLastPlaces)
		}
	}
	return problems.Err()
}

// Settings are the deadlines of an installation with all that held before, so that what began under
// earlier ones goes on under them. The zero value holds [DefaultDeadlines].
type Settings struct {
	Versions []SettingsVersion `json:"versions"` // the latest last
	Revision int               `json:"revision"`
}

// SettingsVersion holds the deadlines of everything that begins at an instant or later.
type SettingsVersion struct {
	Deadlines
	By Username `json:"by"`
	At Time     `json:"at"`
}

// Set makes deadlines hold for everything that begins at an instant or later. It returns a
// *[standard.InvalidError].
func (s *Settings) Set(d Deadlines, by Username, at time.Time) error {
	if err := d.check(); err != nil {
		return err
	}
	s.Versions = append(slices.Clip(s.Versions), SettingsVersion{d, by, At(at)})
	s.Revision++
	return nil
}

// On returns the deadlines of everything that began at an instant.
func (s *Settings) On(began time.Time) Deadlines {
	for _, v := range slices.Backward(s.Versions) {
		if !v.At.After(began) {
			return v.Deadlines
		}
	}
	return DefaultDeadlines()
}

// planWorkdays is the time for a plan under an edition.
func (d *Deadlines) planWorkdays(e *standard.Edition) int {
	if d.Plan > 0 {
		return d.Plan
	}
	return e.Scoring.RectificationDefaults.PlanDueWorkdays
}
