package oscal

import (
	"fmt"
	"slices"
	"strings"

	"hallmark/checklists"
	"hallmark/standard"
	"hallmark/standard/oscal"
)

// clause adds what was found for one clause.
func (w *writer) clause(result *Result, line *checklists.ClauseScore) {
	c, ok := w.Edition.Clause(line.UID)
	if !ok || line.Unanswered {
		return
	}
	result.Observations = append(result.Observations, w.observation(c, line))
	f := w.findingOf(c.UID)
	var risks []RiskRef
	if mend := w.toMend(c.UID); mend != nil {
		risk := w.risk(c, mend)
		result.Risks = append(result.Risks, risk)
		risks = []RiskRef{{risk.UUID}}
	}
	if f == nil && (line.Excluded || line.Bonus || c.Modality == standard.Permission) {
		return // nothing that a hall could fail
	}
	result.Findings = append(result.Findings, w.finding(c, line, f, risks))
}

// toMend is what has to be mended under a clause, or had to before an appeal was upheld; nil for
// nothing.
func (w *writer) toMend(uid standard.ClauseUID) *checklists.Finding {
	if f := w.findingOf(uid); f != nil && f.Severity != checklists.Advice {
		return f
	}
	if x := w.rectification(uid); x != nil {
		return &checklists.Finding{Clause: uid, Code: x.Code, Severity: x.Severity,
			DutyHolder: x.Holder, Lost: x.Lost, Due: x.Due, DueUncertain: x.DueUncertain}
	}
	return nil
}

func (w *writer) findingOf(uid standard.ClauseUID) *checklists.Finding {
	i := slices.IndexFunc(w.Findings, func(f checklists.Finding) bool { return f.Clause == uid })
	if i < 0 {
		return nil
	}
	return &w.Findings[i]
}

func title(c *standard.Clause) string { return oscal.Line(c.Code + " " + c.Title) }

func (w *writer) observationID(uid standard.ClauseUID) string {
	return w.uuid("observation", string(uid))
}

func (w *writer) observation(c *standard.Clause, line *checklists.ClauseScore) Observation {
	state := w.Audit.ClauseState(c.UID)
	a := w.answers[c.UID]
	o := Observation{
		UUID: w.observationID(c.UID), Title: title(c),
		Description: oscal.Escape(w.found(c, a)),
		Types:       []string{"control-objective"},
		Origins: []Origin{{Actors: []Actor{{Type: "party", ActorUUID: w.person(state.By),
			RoleID: assessor}}}},
		Subjects:  []SubjectRef{w.hall()},
		Collected: stamp(instantOf(state.At, w.Audit.UpdatedAt)),
		Props:     slices.Concat(answerProps(a), lineProps(line), w.keptProps(c.UID)),
	}
	for _, m := range oscal.Methods(c) {
		o.Methods = append(o.Methods, string(m))
	}
	for _, d := range a.Evidence {
		o.RelevantEvidence = append(o.RelevantEvidence, Evidence{Href: w.photo(d),
			Description: w.say("oscal.photo", d.Short())})
	}
	if len(state.Conflict) > 0 {
		o.Props = append(o.Props, oscal.Own("conflict", fmt.Sprint(len(state.Conflict))))
	}
	return o
}

// keptProps carries the threshold that an amendment keeps for an existing hall in the place of that
// of its profile.
func (w *writer) keptProps(uid standard.ClauseUID) []oscal.Prop {
	k, ok := w.Edition.Kept(uid)
	if !ok || !slices.Contains(w.Audit.Kept, uid) {
		return nil
	}
	props := []oscal.Prop{oscal.Own("kept-until", k.Until)}
	if d, ok := k.Target.Get(w.Audit.Tier); ok {
		props = append(props, oscal.Own("kept-target", d.String()))
	}
	if d, ok := k.ZeroAt.Get(w.Audit.Tier); ok {
		props = append(props, oscal.Own("kept-zero-at", d.String()))
	}
	return props
}

// lineProps carries the clause's line of the score.
func lineProps(line *checklists.ClauseScore) []oscal.Prop {
	props := []oscal.Prop{oscal.Own("max", line.Max.String())}
	if !line.Excluded {
		props = append(props, oscal.Own("earned", line.Earned.String()))
	}
	if line.Bonus {
		props = append(props, oscal.Own("bonus", "true"))
	}
	for _, flag := range line.Flags {
		props = append(props, oscal.Own("flag", flag))
	}
	return props
}

// answerProps carries the answer as it was given.
func answerProps(a checklists.Answer) []oscal.Prop {
	switch a.Kind {
	case checklists.Verdict:
		return []oscal.Prop{oscal.Own("verdict", map[bool]string{true: "pass", false: "fail"}[a.Pass])}
	case checklists.Level:
		return []oscal.Prop{oscal.Own("level", fmt.Sprint(a.Level))}
	case checklists.Value:
		return []oscal.Prop{oscal.Own("value", a.Value.String())}
	case checklists.RatioOf:
		return []oscal.Prop{oscal.Own("numerator", fmt.Sprint(a.Numerator)),
			oscal.Own("denominator", fmt.Sprint(a.Denominator))}
	case checklists.NotApplicable:
		p := oscal.Own("not-applicable", "true")
		p.Remarks = oscal.Escape(a.Reason)
		return []oscal.Prop{p}
	}
	var props []oscal.Prop
	for _, o := range a.Occurrences {
		p := oscal.Own("occurrence", o.Kind)
		p.Remarks = oscal.Escape(o.Note)
		props = append(props, p)
	}
	return props
}

// found says in words what was found, with the inspectors' note.
func (w *writer) found(c *standard.Clause, a checklists.Answer) string {
	words := ""
	switch a.Kind {
	case checklists.Verdict:
		words = w.say(map[bool]string{true: "pdf.answer.pass", false: "pdf.answer.fail"}[a.Pass])
	case checklists.Level:
		words = w.say("pdf.answer.level", a.Level) + " " + c.Method.Levels[fmt.Sprint(a.Level)]
	case checklists.Value:
		words = c.Method.Metric + " " + a.Value.String() + " " + c.Method.Unit
	case checklists.RatioOf:
		words = fmt.Sprintf("%s/%s %d/%d", c.Method.Numerator, c.Method.Denominator,
			a.Numerator, a.Denominator)
	case checklists.NotApplicable:
		words = w.say("pdf.answer.not-applicable") + "\n" + a.Reason
	case checklists.Occurrences:
		words = w.occurrences(c, a)
	}
	return strings.TrimSpace(words + "\n" + a.Note)
}

func (w *writer) occurrences(c *standard.Clause, a checklists.Answer) string {
	var lines []string
	for _, kind := range c.Method.Occurrences {
		n := 0
		for _, o := range a.Occurrences {
			if o.Kind == kind.ID {
				n++
			}
		}
		if n > 0 {
			lines = append(lines, w.say("pdf.answer.times", kind.What, n))
		}
	}
	if len(lines) == 0 {
		return w.say("pdf.answer.no-occurrence")
	}
	return strings.Join(lines, "\n")
}

// finding says whether a clause is met; f is nil for one that is.
func (w *writer) finding(c *standard.Clause, line *checklists.ClauseScore, f *checklists.Finding,
	risks []RiskRef,
) Finding {
	found := Finding{
		UUID: w.uuid("finding", string(c.UID)), Title: title(c),
		Description: oscal.Escape(w.found(c, w.answers[c.UID])),
		Target: Target{Type: "objective-id", TargetID: oscal.ObjectiveID(c.UID),
			Status: TargetStatus{State: "satisfied", Reason: "pass"}},
		RelatedObservations: []ObservationRef{{w.observationID(c.UID)}},
		RelatedRisks:        risks,
		Props:               lineProps(line),
	}
	if f != nil {
		found.Target.Status = TargetStatus{State: "not-satisfied", Reason: "fail"}
		if f.Severity == checklists.Advice {
			found.Target.Status.Reason = "other"
		}
		found.Props = append(found.Props, findingProps(f)...)
	}
	return found
}

func findingProps(f *checklists.Finding) []oscal.Prop {
	props := []oscal.Prop{oscal.Own("severity", string(f.Severity)),
		oscal.Own("lost", f.Lost.String())}
	if f.DutyHolder != "" {
		props = append(props, oscal.Own("duty-holder", string(f.DutyHolder)))
	}
	if f.DueUncertain {
		props = append(props, oscal.Own("due-uncertain", "true"))
	}
	return props
}
