package amendments

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"time"

	"hallmark/api/access"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/pdf/manuscript"
	"hallmark/standard"
)

// AmendmentState is how far an amendment sheet has come.
type AmendmentState string

// The states: proposed → approved → published, or rejected or withdrawn before it is published.
const (
	AmendmentProposed  AmendmentState = "proposed"
	AmendmentApproved  AmendmentState = "approved"
	AmendmentRejected  AmendmentState = "rejected"
	AmendmentWithdrawn AmendmentState = "withdrawn"
	AmendmentPublished AmendmentState = "published"
)

// fromImport is the origin of a sheet that was imported as a file.
const fromImport = "import"

// AmendmentDocument is one amendment sheet as it is stored, with every decision about it.
type AmendmentDocument struct {
	// ID is that of the edition that results, "2017+XG1": the number of a sheet alone comes again
	// with the next edition of the standard.
	ID       standard.EditionID    `json:"id"`
	Sheet    string                `json:"sheet"` // "XG1"
	Number   string                `json:"number"`
	Title    string                `json:"title"`
	Base     standard.EditionID    `json:"base"`
	State    AmendmentState        `json:"state"`
	From     string                `json:"from"`    // "import" or "draft/<id>"
	Editors  []checklists.Username `json:"editors"` // who drafted, edited or imported it
	Steps    []AmendmentStep       `json:"steps"`
	Updated  checklists.Time       `json:"updated"`
	Digest   standard.Digest       `json:"digest"` // of Document's RFC 8785 form
	Revision int                   `json:"revision"`
	Document json.RawMessage       `json:"document,omitempty"` // the sheet, as standard.ParseStoredAmendment reads it
}

// AmendmentStep is one decision. Of a publication it is the approver's signature: their name as it
// was then, and the digests of the clauses before and after.
type AmendmentStep struct {
	To      AmendmentState      `json:"to"`
	By      checklists.Username `json:"by"`
	Name    string              `json:"name"`
	At      checklists.Time     `json:"at"`
	Comment string              `json:"comment,omitempty"`
	Sheet   standard.Digest     `json:"sheet"` // of the sheet that was decided about
	Before  standard.Digest     `json:"before,omitempty"`
	After   standard.Digest     `json:"after,omitempty"`
}

// newAmendment makes the document of a sheet that is proposed.
func newAmendment(a *standard.Amendment, from string, editors []checklists.Username) (
	AmendmentDocument, error,
) {
	text, err := standard.Canonical(a)
	if err != nil {
		return AmendmentDocument{}, err
	}
	slices.Sort(editors)
	return AmendmentDocument{ID: a.Sheet.ResultEdition, Sheet: a.Sheet.ID, Number: a.Sheet.Number,
		Title: a.Sheet.Title, Base: a.Sheet.BaseEdition, From: from, Editors: slices.Compact(editors),
		Steps: []AmendmentStep{}, Digest: standard.DigestBytes(text), Document: text}, nil
}

// parse reads the sheet.
func (d *AmendmentDocument) parse() (*standard.Amendment, error) {
	return standard.ParseStoredAmendment(bytes.NewReader(d.Document))
}

// Published returns the step that published the sheet, or nil.
func (d *AmendmentDocument) Published() *AmendmentStep {
	if n := len(d.Steps); n > 0 && d.Steps[n-1].To == AmendmentPublished {
		return &d.Steps[n-1]
	}
	return nil
}

// stage is how far the sheet has come, as its pages say it.
func (d *AmendmentDocument) stage() manuscript.Stage {
	switch d.State {
	case AmendmentPublished:
		return manuscript.Published
	case AmendmentProposed, AmendmentApproved:
		return manuscript.ForApproval
	}
	return manuscript.Drafted
}

// amendmentSteps says from where a sheet comes into a state.
var amendmentSteps = map[AmendmentState][]AmendmentState{
	AmendmentProposed:  {"", AmendmentRejected, AmendmentWithdrawn},
	AmendmentApproved:  {AmendmentProposed},
	AmendmentRejected:  {AmendmentProposed, AmendmentApproved},
	AmendmentWithdrawn: {AmendmentProposed, AmendmentApproved},
	AmendmentPublished: {AmendmentApproved},
}

// step takes the sheet into another state. Nobody decides about a sheet that they have worked
// on, but they may withdraw it.
func (d *AmendmentDocument) step(to AmendmentState, by *access.User, at time.Time,
	comment string,
) error {
	if !slices.Contains(amendmentSteps[to], d.State) {
		return wire.Refuse(http.StatusConflict, "amendment-state", AmendmentStateKey(d.State))
	}
	decides := to == AmendmentApproved || to == AmendmentRejected || to == AmendmentPublished
	if decides && slices.Contains(d.Editors, by.Username) {
		return wire.Refuse(http.StatusForbidden, "own-amendment")
	}
	if to == AmendmentRejected && comment == "" {
		return wire.InvalidField("comment", "required")
	}
	d.State, d.Updated = to, checklists.At(at)
	d.Steps = append(slices.Clone(d.Steps), AmendmentStep{To: to, By: by.Username, Name: by.Name,
		At: d.Updated, Comment: comment, Sheet: d.Digest})
	d.Revision++
	return nil
}

// replaces copies the decisions about an earlier sheet for the same edition.
func (d *AmendmentDocument) replaces(earlier *AmendmentDocument) {
	d.State, d.Steps, d.Revision = earlier.State, earlier.Steps, earlier.Revision
}

// AmendmentSchema declares the collection of amendment sheets; its briefs leave the sheets
// themselves out.
var AmendmentSchema = store.Schema[AmendmentDocument]{
	Name:     "amendments",
	ID:       func(d AmendmentDocument) string { return string(d.ID) },
	Revision: func(d AmendmentDocument) int { return d.Revision },
	Keys: map[string]func(AmendmentDocument) []string{
		"base":    wire.Key(func(d AmendmentDocument) string { return string(d.Base) }),
		"updated": wire.Key(func(d AmendmentDocument) string { return wire.TimeKey(d.Updated) }),
	},
	Indexes: []store.Index{{Order: "updated"}, {Equal: []string{"base"}}},
	Bulky:   []string{"document"},
}
