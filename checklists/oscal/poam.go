package oscal

import (
	"errors"
	"io"

	"hallmark/checklists"
	"hallmark/standard"
	"hallmark/standard/oscal"
)

// ErrNothingToMend says that an audit has nothing that must be mended: OSCAL knows no plan of
// action without an item, and none is invented.
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
		if mend := w.toMend(line.UID); mend != nil {
			w.clause(&all, line)
			p.Items = append(p.Items, w.item(mend, &all))
		}
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

// item is the line of what was added last.
func (w *writer) item(mend *checklists.Finding, all *Result) POAMItem {
	risk := &all.Risks[len(all.Risks)-1]
	item := POAMItem{
		UUID: w.uuid("poam-item", string(mend.Clause)), Title: risk.Title,
		Description: risk.Description, Props: findingProps(mend),
		RelatedObservations: risk.RelatedObservations, RelatedRisks: []RiskRef{{risk.UUID}},
	}
	if n := len(all.Findings); n > 0 && len(all.Findings[n-1].RelatedRisks) > 0 &&
		all.Findings[n-1].RelatedRisks[0] == item.RelatedRisks[0] {
		item.RelatedFindings = []FindingRef{{all.Findings[n-1].UUID}}
	}
	return item
}
