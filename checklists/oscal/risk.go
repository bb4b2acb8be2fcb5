package oscal

import (
	"fmt"
	"strings"

	"hallmark/checklists"
	"hallmark/standard"
	"hallmark/standard/oscal"
)

// risk is what a hall, or another duty holder, has to mend. Without a rectification it is open
// until the deadline of the finding; with one, its steps are the log.
func (w *writer) risk(c *standard.Clause, f *checklists.Finding) Risk {
	r := Risk{
		UUID: w.uuid("risk", string(c.UID)), Title: title(c),
		Description:         oscal.Escape(w.found(c, w.answers[c.UID])),
		Statement:           oscal.Escape(statement(c)),
		Status:              "open",
		Deadline:            endOf(f.Due),
		RelatedObservations: []ObservationRef{{w.observationID(c.UID)}},
	}
	now := *f
	x := w.rectification(c.UID)
	if x != nil {
		now.DueUncertain = x.UncertainDue()
	}
	r.Props = findingProps(&now)
	if x != nil {
		w.follow(&r, x)
	}
	return r
}

// statement is what the clause asks, with its list.
func statement(c *standard.Clause) string {
	lines := []string{c.Text}
	for _, item := range c.Items {
		lines = append(lines, item.Label+" "+item.Text)
	}
	return strings.Join(lines, "\n")
}

func (w *writer) rectification(uid standard.ClauseUID) *checklists.Rectification {
	for i := range w.Rectifications {
		if x := &w.Rectifications[i]; x.Clause == uid && x.Audit == w.Audit.ID {
			return x
		}
	}
	return nil
}

// statusOf is the nearest of OSCAL's statuses; the state itself stands beside it as a property.
func statusOf(s checklists.RectificationState) string {
	switch s {
	case checklists.AwaitingPlan:
		return "open"
	case checklists.UnderAppeal:
		return "deviation-requested"
	case checklists.ClosedOff, checklists.Revoked:
		return "closed"
	}
	return "remediating" // in progress, awaiting the re-check, sent back
}

// follow takes status, deadline, what was planned and done, and the log from a rectification.
func (w *writer) follow(r *Risk, x *checklists.Rectification) {
	r.Status, r.Deadline = statusOf(x.State), endOf(x.Due)
	r.Props = append(r.Props, oscal.Own("state", string(x.State)),
		oscal.Own("repeats", fmt.Sprint(x.Repeats)), oscal.Own("digest", string(x.Digest)))
	for i := range x.Steps {
		s := &x.Steps[i]
		if done, ok := w.remediation(x, i); ok {
			r.Remediations = append(r.Remediations, done)
		}
		if r.RiskLog == nil {
			r.RiskLog = &RiskLog{}
		}
		r.RiskLog.Entries = append(r.RiskLog.Entries, w.logged(x, i, s))
	}
}

func (w *writer) logged(x *checklists.Rectification, i int, s *checklists.RectificationStep,
) RiskLogEntry {
	entry := RiskLogEntry{
		UUID:  w.uuid("step", string(x.Clause), fmt.Sprint(i)),
		Title: w.say("oscal.step-" + string(s.Op)), Description: oscal.Escape(s.Text),
		Start: stamp(s.At), LoggedBy: []LoggedBy{{w.person(s.By)}}, StatusChange: statusOf(s.To),
		Props: []oscal.Prop{oscal.Own("op", string(s.Op)), oscal.Own("state", string(s.To)),
			oscal.Own("digest", string(s.Digest))},
	}
	if s.Day != "" {
		entry.Props = append(entry.Props, oscal.Own("day", s.Day))
	}
	if s.Answer != nil {
		entry.Props = append(entry.Props, answerProps(*s.Answer)...)
	}
	for _, d := range s.Evidence {
		entry.Links = append(entry.Links, oscal.Link{Href: w.photo(d), Rel: "reference"})
	}
	return entry
}

// remediation is a plan, or the reply that says the clause is mended. OSCAL knows recommendations
// as well; nobody made one, so none is invented.
func (w *writer) remediation(x *checklists.Rectification, i int) (Remediation, bool) {
	s := &x.Steps[i]
	lifecycle := map[checklists.RectificationOp]string{
		checklists.OpPlan: "planned", checklists.OpReply: "completed"}[s.Op]
	if lifecycle == "" {
		return Remediation{}, false
	}
	m := Remediation{
		UUID: w.uuid("remediation", string(x.Clause), fmt.Sprint(i)), Lifecycle: lifecycle,
		Title: w.say("oscal.step-" + string(s.Op)), Description: oscal.Escape(s.Text),
		Origins: []Origin{{Actors: []Actor{{Type: "party", ActorUUID: w.person(s.By)}}}},
	}
	if at := endOf(s.Day); at != "" {
		m.Tasks = []Task{{UUID: w.uuid("milestone", string(x.Clause), fmt.Sprint(i)),
			Type: "milestone", Title: w.say("oscal.finish"), Timing: &Timing{OnDate: &OnDate{at}}}}
	}
	return m, true
}
