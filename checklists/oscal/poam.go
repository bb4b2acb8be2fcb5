package oscal

import (
	"errors"
	"io"

	"hallmark/checklists"
	"hallmark/standard"
	"hallmark/standard/oscal"
)

// ErrNothingToMend says that an audit has nothing that must be mended: OSCAL knows no plan of action
// without an item, and none is invented.
var ErrNothingToMend = errors.New("nothing has to be mended")

// POAMName is the name of the file of an audit's plan of action and milestones.
func POAMName(a *checklists.Audit) string { return a.Number + ".poam.oscal.json" }

// WritePOAM writes what has to be mended after an audit, and how far that is. Advice opens no
// rectification and is no item. It returns [ErrNothingToMend] where nothing lost points.
func WritePOAM(out io.Writer, r Record) ([]standard.Loss, error) {
	w, err := newWriter(r)
	if err != nil {
		return nil, err
	}
	p, err := w.poam()
	if err != nil {
		return nil, err
	}
	losses := []standard.Loss{{Path: "score", Code: "oscal.no-score"}}
	for i := range r.Findings {
		if f := &r.Findings[i]; f.Severity == checklists.Advice {
			losses = append(losses, standard.Loss{Path: "findings." + string(f.Clause),
				Code: "oscal.advice", Args: []any{f.Code}})
		}
	}
	return losses, oscal.Write(out, struct {
		POAM *POAM `json:"plan-of-action-and-milestones"`
	}{p})
}

func (w *writer) poam() (*POAM, error) {
	var all Result
	p := &POAM{UUID: w.documentUUID("poam")}
	for i := range w.score.Clauses {
		line := &w.score.Clauses[i]
		f := w.findingOf(line.UID)
		if f == nil || f.Severity == checklists.Advice {
			continue
		}
		w.clause(&all, line)
		finding := &all.Findings[len(all.Findings)-1]
		p.Items = append(p.Items, POAMItem{
			UUID: w.uuid("poam-item", string(f.Clause)), Title: finding.Title,
			Description: finding.Description, Props: findingProps(f),
			RelatedFindings:     []FindingRef{{finding.UUID}},
			RelatedObservations: finding.RelatedObservations, RelatedRisks: finding.RelatedRisks,
		})
	}
	if len(p.Items) == 0 {
		return nil, ErrNothingToMend
	}
	id, _ := oscal.Plain(string(w.Audit.Hall))
	p.SystemID = &SystemID{ID: id}
	p.Observations, p.Risks, p.Findings = all.Observations, all.Risks, all.Findings
	p.Metadata = w.metadata("oscal.poam-title")
	p.BackMatter.Resources = w.resources
	return p, nil
}
