package oscal

import (
	"io"

	"hallmark/checklists"
	"hallmark/standard"
	"hallmark/standard/oscal"
)

// PlanName is the name of the file of an audit's assessment plan.
func PlanName(a *checklists.Audit) string { return a.Number + ".assessment-plan.oscal.json" }

// WritePlan writes what the audit checks, where, by whom and when. A hall has no system security
// plan, which OSCAL wants to be named; the report says so.
func WritePlan(out io.Writer, r Record) ([]standard.Loss, error) {
	w, err := newWriter(r)
	if err != nil {
		return nil, err
	}
	plan, err := w.plan()
	if err != nil {
		return nil, err
	}
	losses := []standard.Loss{{Path: "hall", Code: "oscal.no-ssp"}}
	return losses, oscal.Write(out, struct {
		Plan *Plan `json:"assessment-plan"`
	}{plan})
}

func (w *writer) plan() (*Plan, error) {
	links, err := w.sources()
	if err != nil {
		return nil, err
	}
	subjects := []Subjects{{Type: "location",
		IncludeSubjects: []SubjectRef{{SubjectUUID: w.hall().SubjectUUID, Type: "location"}}}}
	p := &Plan{
		UUID: w.documentUUID("assessment-plan"),
		ImportSSP: Reference{Remarks: w.say("oscal.no-ssp"), Href: w.refer(oscal.Resource{
			UUID: w.uuid("ssp"), Title: w.hall().Title, Description: w.say("oscal.no-ssp")})},
		ReviewedControls:   w.reviewed(),
		AssessmentSubjects: subjects,
		Tasks: []Task{{UUID: w.uuid("task"), Type: "action",
			Title: oscal.Line(w.say("pdf.kind." + string(w.Audit.Kind))), Timing: w.timing(),
			Subjects: subjects,
			ResponsibleRoles: []ResponsibleRole{
				{RoleID: assessor, PartyUUIDs: w.inspectors()}}}},
	}
	p.Metadata = w.metadata("oscal.plan-title")
	p.Metadata.Links = links
	p.BackMatter.Resources = w.resources
	return p, nil
}

// timing is from the start to the submission, or a day while there is none.
func (w *writer) timing() *Timing {
	start := stamp(w.Audit.StartedAt)
	if t := w.last(checklists.Submitted); t != nil {
		return &Timing{Within: &DateRange{Start: start, End: stamp(t.At)}}
	}
	return &Timing{OnDate: &OnDate{Date: start}}
}
