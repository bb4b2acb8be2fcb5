package checklists

import (
	"time"

	"hallmark/standard"
)

// FindingsOf returns what follows from every clause that lost points, in the order of the checklist
// (formula hallmark/1, section 7): a requirement opens a nonconformity, a recommendation advice, a
// permission and a bonus clause nothing. Deadlines are working days of the calendar after the day
// of from; a clause whose duty holder is not the hall has one too, for that holder.
//
// The answers are those that the score was made from; they tell a failed pass_fail clause that is
// worth nothing in the tier.
func FindingsOf(e *standard.Edition, s Score, answers map[standard.ClauseUID]Answer,
	from time.Time, cal Calendar) []Finding {
	findings := []Finding{}
	for i := range s.Clauses {
		line := &s.Clauses[i]
		c, ok := e.Clause(line.UID)
		if !ok || line.Bonus || !line.counts() {
			continue
		}
		a := answers[line.UID]
		failed := a.Kind == Verdict && !a.Pass
		p := points{max: Hundredths(line.Max), earned: Hundredths(line.Earned)}
		if severity := severityOf(c, p, failed); severity != "" {
			f := Finding{Clause: c.UID, Code: c.Code, Severity: severity, DutyHolder: c.DutyHolder,
				Lost: standard.NewDecimal(p.max-p.earned, 2)}
			f.schedule(&e.Scoring.RectificationDefaults, from, cal)
			findings = append(findings, f)
		}
	}
	return findings
}

// severityOf returns "" when nothing follows.
func severityOf(c *standard.Clause, p points, failed bool) Severity {
	switch lost := p.earned < p.max || failed; {
	case !lost || c.Modality == standard.Permission:
		return ""
	case c.Veto && (failed || p.earned == 0):
		return VetoFailure
	case c.Modality == standard.Recommendation:
		return Advice
	case p.under(50):
		return Major
	}
	return Minor
}

// schedule sets the deadline by severity.
func (f *Finding) schedule(rules *standard.RectificationDefaults, from time.Time, cal Calendar) {
	switch f.Severity {
	case VetoFailure:
		f.Workdays = standard.VetoRecheckWorkdays
	case Major:
		f.Workdays = rules.Major.DueWorkdays
	case Minor:
		f.Workdays = rules.Minor.DueWorkdays
	default:
		return
	}
	due, certain := cal.AddWorkdays(from, f.Workdays)
	f.Due, f.DueUncertain = due, !certain
}
