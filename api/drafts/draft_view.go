package drafts

import (
	"fmt"
	"strings"

	"hallmark/api/amendments"
	"hallmark/api/editions"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
	"hallmark/standard/message"
)

// draftLine is a draft in a list.
type draftLine struct {
	ID         string                `json:"id"`
	Title      string                `json:"title"`
	Base       standard.EditionID    `json:"base"`
	BaseDigest standard.Digest       `json:"baseDigest"`
	Author     checklists.Username   `json:"author"`
	Editors    []checklists.Username `json:"editors"`
	State      DraftState            `json:"state"`
	Amendment  standard.EditionID    `json:"amendment,omitempty"`
	Created    checklists.Time       `json:"created"`
	Updated    checklists.Time       `json:"updated"`
	Revision   int                   `json:"revision"`
}

func viewDraftLine(d DraftDocument) draftLine {
	return draftLine{d.ID, d.Title, d.Base, d.BaseDigest, d.Author, wire.NonNil(d.Editors), d.State,
		d.Amendment, d.Created, d.Updated, d.Revision}
}

// draftView is a whole draft. Notes are in the form of an edit's value.
type draftView struct {
	draftLine
	Digest    standard.Digest       `json:"digest"` // of the clauses as they stand
	Withdrawn []editions.ClauseView `json:"withdrawn"`
	Notes     []standard.ItemNote   `json:"notes"`
	Touches   []DraftTouch          `json:"touches"`
	Text      editions.EditionView  `json:"text"`
}

func viewDraft(d *DraftDocument, w *standard.WorkingDraft) draftView {
	e := w.Preview()
	v := draftView{draftLine: viewDraftLine(*d), Digest: e.Digest(),
		Withdrawn: []editions.ClauseView{},
		Notes:     wire.NonNil(w.Notes), Touches: wire.NonNil(d.Touches), Text: editions.ViewEdition(e)}
	for _, c := range w.Withdrawn() {
		v.Withdrawn = append(v.Withdrawn, editions.ViewClause(&c))
	}
	return v
}

// remarkView is one finding of the check. From and To count characters of the printed text.
type remarkView struct {
	UID      standard.ClauseUID `json:"uid,omitempty"`
	Code     string             `json:"code,omitempty"` // printed number
	Field    string             `json:"field"`
	From     int                `json:"from"`
	To       int                `json:"to"`
	Severity standard.Severity  `json:"severity"`
	Rule     string             `json:"rule"`
	Text     string             `json:"text"`
	Source   string             `json:"source,omitempty"`
	Fix      *fixView           `json:"fix,omitempty"`
}

type fixView struct {
	Old      string            `json:"old,omitempty"`
	New      string            `json:"new,omitempty"`
	Modality standard.Modality `json:"modality,omitempty"`
}

func viewRemarks(w *standard.WorkingDraft, l message.Language) []remarkView {
	codes := map[standard.ClauseUID]string{}
	for i := range w.Clauses {
		codes[w.Clauses[i].UID] = w.Clauses[i].Code
	}
	list := []remarkView{}
	for _, r := range w.Check() {
		v := remarkView{r.UID, codes[r.UID], r.Field, r.From, r.To, r.Severity,
			strings.TrimPrefix(r.Code, "draft.remark-"), r.Text(l), r.Source, nil}
		if r.Fix != nil {
			v.Fix = &fixView{r.Fix.Old, r.Fix.New, r.Fix.Modality}
		}
		list = append(list, v)
	}
	return list
}

// proposalView is the sheet as it can be derived so far. Valid says whether the draft makes an
// edition; what keeps it from that is in the check.
type proposalView struct {
	Base         standard.EditionID             `json:"base"`
	BaseDigest   standard.Digest                `json:"baseDigest"`
	ResultDigest standard.Digest                `json:"resultDigest"`
	Valid        bool                           `json:"valid"`
	Counts       standard.AmendmentCounts       `json:"counts"`
	Items        []amendments.AmendmentItemView `json:"items"`
	CodeMap      []standard.CodeMove            `json:"codeMap"`
}

// editPath is the place of a problem in a request.
func editPath(i int, path string) string {
	return strings.TrimSuffix(fmt.Sprintf("edits[%d].%s", i, path), ".")
}
