package oscal

import (
	"bytes"
	"fmt"
	"io"

	"hallmark/checklists"
	"hallmark/standard"
	"hallmark/standard/oscal"
)

// ResultsName is the name of the file of an audit's assessment results.
func ResultsName(a *checklists.Audit) string { return a.Number + ".assessment-results.oscal.json" }

// WriteResults writes what the audit found. Every clause that was answered is an observation; one
// that counts is a finding, satisfied or not, as OSCAL knows nothing between; one that lost points
// and has to be mended is a risk with its deadline. The report names what has no place in OSCAL.
func WriteResults(out io.Writer, r Record) ([]standard.Loss, error) {
	w, err := newWriter(r)
	if err != nil {
		return nil, err
	}
	results, err := w.results()
	if err != nil {
		return nil, err
	}
	return w.losses(), oscal.Write(out, struct {
		Results *Results `json:"assessment-results"`
	}{results})
}

// losses names what a reader of OSCAL alone does not see.
func (w *writer) losses() []standard.Loss {
	list := []standard.Loss{
		{Path: "score", Code: "oscal.no-score"},
		{Path: "log", Code: "oscal.no-log"},
	}
	for i, uid := range w.Audit.Kept {
		if k, ok := w.Edition.Kept(uid); ok {
			list = append(list, standard.Loss{Path: fmt.Sprintf("kept[%d]", i), Code: "oscal.kept",
				Args: []any{string(uid), k.Until}})
		}
	}
	for i := range w.score.Clauses {
		line := &w.score.Clauses[i]
		place := fmt.Sprintf("score.clauses[%d]", i)
		switch {
		case line.Unanswered:
			list = append(list, standard.Loss{Path: place, Code: "oscal.unanswered",
				Args: []any{line.Code}})
		case line.Excluded:
			list = append(list, standard.Loss{Path: place, Code: "oscal.excluded",
				Args: []any{line.Code}})
		case line.Earned.Sign() > 0 && line.Earned.Compare(line.Max) < 0:
			list = append(list, standard.Loss{Path: place, Code: "oscal.partly",
				Args: []any{line.Code, line.Earned.String(), line.Max.String()}})
		}
	}
	return list
}

func (w *writer) results() (*Results, error) {
	plan, err := w.planResource()
	if err != nil {
		return nil, err
	}
	result := Result{
		UUID: w.uuid("result"), Title: oscal.Line(w.Audit.Number),
		Description: oscal.Escape(w.outcome()),
		Start:       stamp(w.Audit.StartedAt),
		Props:       w.scoreProps(), ReviewedControls: w.reviewed(), Attestations: w.attestations(),
	}
	if t := w.last(checklists.Submitted); t != nil {
		result.End = stamp(t.At)
	}
	for i := range w.score.Clauses {
		w.clause(&result, &w.score.Clauses[i])
	}
	r := &Results{UUID: w.documentUUID("assessment-results"),
		ImportAP: Reference{Href: w.refer(plan)}, Results: []Result{result}}
	r.Metadata = w.metadata("oscal.results-title")
	r.BackMatter.Resources = w.resources
	return r, nil
}

// outcome says what the audit came to; a partial audit has no grade.
func (w *writer) outcome() string {
	if w.score.Partial {
		return w.say("oscal.result-partial", w.score.Total.String(), len(w.score.Clauses))
	}
	return w.say("oscal.result", w.score.Total.String(), w.score.Grade)
}

// planResource is the assessment plan of the same state, by its digest.
func (w *writer) planResource() (oscal.Resource, error) {
	var b bytes.Buffer
	if _, err := WritePlan(&b, w.Record); err != nil {
		return oscal.Resource{}, err
	}
	digest := standard.DigestBytes(b.Bytes())
	return oscal.Resource{
		UUID:  oscal.UUID("plan-file", string(digest)),
		Title: oscal.Line(w.say("oscal.plan-title", w.Audit.HallName, w.Audit.Number)),
		RLinks: []oscal.RLink{{Href: PlanName(w.Audit), MediaType: "application/json",
			Hashes: oscal.SHA256(digest)}},
	}, nil
}

// scoreProps carries the whole sum: total, grade and what capped it, and the line of each chapter.
func (w *writer) scoreProps() []oscal.Prop {
	s := &w.score
	props := []oscal.Prop{
		oscal.Own("formula", s.Formula), oscal.Own("total", s.Total.String()),
		oscal.Own("bonus", s.Bonus.String()), oscal.Own("unanswered", fmt.Sprint(s.Unanswered)),
	}
	if s.Partial {
		props = append(props, oscal.Own("partial", "true"))
	} else {
		props = append(props, oscal.Own("grade", s.Grade))
	}
	if s.Stars != "" {
		props = append(props, oscal.Own("stars", s.Stars))
	}
	for _, c := range s.Caps {
		of := chapterID(c.Chapter)
		if c.Clause != "" {
			of = oscal.ControlID(c.Clause)
		}
		props = append(props, oscal.OwnOf("cap", of, c.Grade))
	}
	for _, c := range s.Chapters {
		of := chapterID(c.Number)
		if c.Dropped {
			props = append(props, oscal.OwnOf("dropped", of, "true"))
		}
		props = append(props,
			oscal.OwnOf("weight", of, c.Weight.String()),
			oscal.OwnOf("applicable", of, c.Applicable.String()),
			oscal.OwnOf("earned", of, c.Earned.String()),
			oscal.OwnOf("contribution", of, c.Contribution.String()))
	}
	return props
}

func chapterID(number int) string { return fmt.Sprintf("chapter-%d", number) }

// attestations are the last submission, with what was signed, and the approval.
func (w *writer) attestations() []Attestation {
	var list []Attestation
	for _, step := range []struct {
		state checklists.State
		role  string
	}{{checklists.Submitted, assessor}, {checklists.Approved, approver}} {
		t := w.last(step.state)
		if t == nil {
			continue
		}
		parties := []string{w.person(t.By)}
		if step.role == assessor {
			parties = w.inspectors()
		}
		props := w.attested(t)
		if step.role == assessor {
			props = append(props, w.signedHow()...)
		}
		list = append(list, Attestation{
			ResponsibleParties: []oscal.ResponsibleParty{{RoleID: step.role, PartyUUIDs: parties}},
			Parts: []oscal.Part{{Name: string(step.state), NS: oscal.Namespace,
				Title: oscal.Line(w.say("pdf.state." + string(step.state))),
				Prose: oscal.Escape(t.Comment), Props: props}},
		})
	}
	return list
}

// attested are the time and the digest of a step, and the signatures under it.
func (w *writer) attested(t *checklists.Transition) []oscal.Prop {
	props := []oscal.Prop{oscal.Own("at", stamp(t.At)), oscal.Own("digest", string(t.Digest))}
	for _, s := range t.Signatures {
		p := oscal.Own("signature", s.Name)
		if s.SHA256 != "" {
			p.Remarks = string(s.SHA256)
		} else {
			p.Remarks = oscal.Escape(s.Refused)
		}
		if p.Class == "" {
			p.Class = string(s.Role)
		}
		props = append(props, p)
	}
	return props
}

// signedHow says of each inspector how far it is proven that they signed ([checklists.SignedHow]),
// with the account in the remarks, and when they confirmed.
func (w *writer) signedHow() []oscal.Prop {
	var props []oscal.Prop
	for _, one := range w.Audit.InspectorsSigned() {
		if one.How == checklists.SignedUnnoted {
			continue
		}
		p := oscal.Own("signed", string(one.How))
		p.Remarks = oscal.Escape(string(one.Username))
		props = append(props, p)
		if one.How == checklists.SignedConfirm {
			confirmed := oscal.Own("confirmed-at", stamp(one.At))
			confirmed.Remarks = p.Remarks
			props = append(props, confirmed)
		}
	}
	return props
}
