package checklists

import "time"

// Escalation is how far an overdue or repeated finding has been taken; the levels are the practice
// of 催办 → 通报 → 约谈. The zero value is "not at all".
type Escalation int

// The levels.
const (
	NotEscalated Escalation = iota
	Urged                   // 催办: a reminder to hall and liaison
	Reported                // 通报: named in the next bulletin
	Summoned                // 约谈: the head is asked to come
)

// EscalationRules says after how many working days past its deadline a rectification is urged,
// reported and its hall's head summoned, and from how many earlier losses of the same clause on it
// is taken one level further.
type EscalationRules struct {
	Urge    int `json:"urge"`
	Report  int `json:"report"`
	Summon  int `json:"summon"`
	Repeats int `json:"repeats"`
}

// DefaultEscalation is the project's own proposal: 1, 5 and 10 working days, from the second
// repeat.
func DefaultEscalation() EscalationRules {
	return EscalationRules{Urge: 1, Report: 5, Summon: 10, Repeats: 2}
}

// Overdue returns the working days since the deadline, 0 when it has not passed or nothing is left
// to do. While a reply waits for its re-check or an appeal for its decision, the hall owes nothing.
func (r *Rectification) Overdue(now time.Time, cal Calendar) int {
	if !r.State.Open() || r.State == AwaitingRecheck || r.State == UnderAppeal {
		return 0
	}
	return cal.WorkdaysAfter(r.Due, now)
}

// PlanOverdue returns the number of working days since a plan was due; 0 when none is missing.
func (r *Rectification) PlanOverdue(now time.Time, cal Calendar) int {
	if r.State != AwaitingPlan {
		return 0
	}
	return cal.WorkdaysAfter(r.PlanDue, now)
}

// Escalation returns how far the rectification is to be taken now. Working days of a year whose holidays
// are not known take it no further: they may be none.
func (r *Rectification) Escalation(rules EscalationRules, now time.Time, cal Calendar) Escalation {
	if !r.State.Open() {
		return NotEscalated
	}
	level, overdue := NotEscalated, 0
	if r.Overdue(now, cal) > 0 {
		overdue = cal.knownWorkdaysAfter(r.Due, now)
	}
	for i, days := range []int{rules.Urge, rules.Report, rules.Summon} {
		if overdue > 0 && overdue >= days {
			level = Escalation(i + 1)
		}
	}
	if rules.Repeats > 0 && r.Repeats >= rules.Repeats {
		level = min(level+1, Summoned)
	}
	return level
}

// Uncertain names the members of the rectification that count working days of a year whose holidays
// are not known, or were not known when the day was set: "planDue", "due", "recheckDue", "overdue".
func (r *Rectification) Uncertain(now time.Time, cal Calendar, settings *Settings) []string {
	_, recheck := r.RecheckDue(cal, settings)
	late := r.PlanOverdue(now, cal) > 0 && !cal.KnowsDay(now, r.PlanDue) ||
		r.Overdue(now, cal) > 0 && !cal.KnowsDay(now, r.Due)
	var names []string
	for _, member := range []struct {
		name string
		is   bool
	}{{"planDue", r.PlanDueUncertain}, {"due", r.UncertainDue()}, {"recheckDue", !recheck}, {"overdue", late}} {
		if member.is {
			names = append(names, member.name)
		}
	}
	return names
}

// UncertainDue reports whether Due was counted through a year whose holidays were not known.
func (r *Rectification) UncertainDue() bool {
	due := r.DueUncertain
	for _, s := range r.Steps {
		if s.moves() {
			due = s.DayUncertain // a day that people have chosen is certain
		}
	}
	return due
}

// RecheckDue is the day by which the re-check of the last reply is expected; "" while none is
// awaited. Certain is false where the holidays of a year on the way are not known.
func (r *Rectification) RecheckDue(cal Calendar, settings *Settings) (due string, certain bool) {
	if r.State != AwaitingRecheck {
		return "", true
	}
	replied := r.Opened.Time
	for _, s := range r.Steps {
		if s.Op == OpReply {
			replied = s.At.Time
		}
	}
	return cal.AddWorkdays(replied, settings.On(replied).Verify)
}

// WorkdaysLeft returns how many working days are left after the day of now until a day, itself
// included; 0 when it has come or is no day.
func (c Calendar) WorkdaysLeft(day string, now time.Time) int {
	t, err := time.ParseInLocation(DayLayout, day, HallZone)
	if err != nil {
		return 0
	}
	return c.WorkdaysAfter(DayOf(now), t)
}

// WorkdaysAfter returns how many working days have begun since a day: 1 on the first working day
// after it, 0 on the day itself, before it, and for a text that is no day.
func (c Calendar) WorkdaysAfter(day string, now time.Time) int {
	t, err := time.Parse(DayLayout, day)
	if err != nil {
		return 0
	}
	return max(0, c.workdaysUpTo(dayCount(now.In(HallZone)))-c.workdaysUpTo(dayCount(t)))
}

// knownWorkdaysAfter is [Calendar.WorkdaysAfter] without the days from the first one on whose year has
// no data.
func (c Calendar) knownWorkdaysAfter(day string, now time.Time) int {
	from, err := time.ParseInLocation(DayLayout, day, HallZone)
	if err != nil {
		return 0
	}
	for now.After(from) && !c.Knows(from, now) {
		now = now.AddDate(0, 0, -1)
	}
	return c.WorkdaysAfter(day, now)
}
