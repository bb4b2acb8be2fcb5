package checklists

import (
	"slices"
	"time"

	"hallmark/standard"
)

// Agreement says how far two auditors who look at the same hall come to the same result for a
// clause: Cohen's kappa (J. Cohen, A coefficient of agreement for nominal scales, 1960) over
// double-audited samples.
//
// A sample is a pair of audits, see [DoublesOf]. A rating is "passed" (all points) or "failed"
// (points lost); a pair in which a clause was not applicable in one of the two does not rate it.
// The earlier audit is the first rater, the later the second. With p the share of pairs that agree
// and e the share that would agree by chance, from how often either rater says "passed", kappa is
// (p − e) ÷ (1 − e): 1 is full agreement, 0 what chance gives, below 0 less than that.
type Agreement struct {
	Passed       int `json:"passed"`       // pairs in which both passed it
	FirstPassed  int `json:"firstPassed"`  // the earlier audit alone
	SecondPassed int `json:"secondPassed"` // the later audit alone
	Failed       int `json:"failed"`       // both failed it
}

// Pairs is how many pairs rated the clause.
func (a Agreement) Pairs() int { return a.Passed + a.FirstPassed + a.SecondPassed + a.Failed }

// Agreed is in how many of them both ratings are the same.
func (a Agreement) Agreed() int { return a.Passed + a.Failed }

// Kappa is the coefficient, rounded half away from zero to 0.001. It is not defined (false) without
// a pair, and when both raters gave the same rating every time, for then chance agrees as well.
func (a Agreement) Kappa() (kappa standard.Decimal, ok bool) {
	both, first, second, none := int64(a.Passed), int64(a.FirstPassed), int64(a.SecondPassed),
		int64(a.Failed)
	// (p − e) ÷ (1 − e) with n² multiplied out
	num := 2 * (both*none - first*second)
	den := (both+first)*(first+none) + (both+second)*(second+none)
	if den == 0 {
		return kappa, false
	}
	if num < 0 {
		return standard.NewDecimal(-Portion(1000, -num, den), 3), true
	}
	return standard.NewDecimal(Portion(1000, num, den), 3), true
}

// Double is a hall that was audited twice, the earlier audit first.
type Double struct{ First, Second *Outcome }

// DoublesOf finds the double-audited samples: two official audits of the same hall against the same
// edition, with no inspector in common, of which the second began at most so many days (of 24
// hours) after the first. Each audit is in one pair at most, so that samples are independent: from
// the earliest on, an audit is paired with the next one that fits.
func DoublesOf(outcomes []Outcome, days int) []Double {
	ordered := slices.Clone(outcomes)
	slices.SortStableFunc(ordered, byStart)
	halls := map[HallID][]*Outcome{} // not paired yet
	var doubles []Double
	for i := range ordered {
		o := &ordered[i]
		if !o.Kind.Official() {
			continue
		}
		waiting := halls[o.Hall]
		at := slices.IndexFunc(waiting, func(first *Outcome) bool { return first.doubles(o, days) })
		if at < 0 {
			halls[o.Hall] = append(waiting, o)
			continue
		}
		doubles = append(doubles, Double{waiting[at], o})
		halls[o.Hall] = slices.Delete(waiting, at, at+1)
	}
	return doubles
}

func (o *Outcome) doubles(later *Outcome, days int) bool {
	return o.Edition == later.Edition && o.Tier == later.Tier &&
		later.Started.Sub(o.Started.Time) <= time.Duration(days)*24*time.Hour &&
		!slices.ContainsFunc(o.Inspectors, func(name Username) bool {
			return slices.Contains(later.Inspectors, name)
		})
}

// AgreementOf counts the ratings of every clause over all samples.
func AgreementOf(doubles []Double) map[standard.ClauseUID]Agreement {
	counts := map[standard.ClauseUID]Agreement{}
	for _, d := range doubles {
		second := map[standard.ClauseUID]*ClauseOutcome{}
		for i := range d.Second.Clauses {
			second[d.Second.Clauses[i].UID] = &d.Second.Clauses[i]
		}
		for i := range d.First.Clauses {
			a, b := &d.First.Clauses[i], second[d.First.Clauses[i].UID]
			if b == nil || a.Excluded || b.Excluded {
				continue
			}
			n := counts[a.UID]
			n.add(!a.Failed(), !b.Failed())
			counts[a.UID] = n
		}
	}
	return counts
}

func (a *Agreement) add(first, second bool) {
	switch {
	case first && second:
		a.Passed++
	case first:
		a.FirstPassed++
	case second:
		a.SecondPassed++
	default:
		a.Failed++
	}
}
