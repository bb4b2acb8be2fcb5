package amendments

import (
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
)

// amendmentLine is an amendment in a list.
type amendmentLine struct {
	ID       standard.EditionID    `json:"id"`
	Sheet    string                `json:"sheet"`
	Number   string                `json:"number"`
	Title    string                `json:"title"`
	Base     standard.EditionID    `json:"base"`
	State    AmendmentState        `json:"state"`
	From     string                `json:"from"`
	Editors  []checklists.Username `json:"editors"`
	Updated  checklists.Time       `json:"updated"`
	Revision int                   `json:"revision"`
	Digest   standard.Digest       `json:"digest"` // of the sheet
}

func viewAmendmentLine(d AmendmentDocument) amendmentLine {
	return amendmentLine{d.ID, d.Sheet, d.Number, d.Title, d.Base, d.State, d.From,
		wire.NonNil(d.Editors), d.Updated, d.Revision, d.Digest}
}

// amendmentView is a whole sheet with every decision about it.
type amendmentView struct {
	amendmentLine
	Approval     string              `json:"approval"`
	Approved     string              `json:"approved"`
	Announcement string              `json:"announcement"`
	Effective    string              `json:"effective"`
	BaseDigest   standard.Digest     `json:"baseDigest"`
	ResultDigest standard.Digest     `json:"resultDigest"`
	Steps        []AmendmentStep     `json:"steps"`
	Items        []AmendmentItemView `json:"items"`
}

// AmendmentItemView is one item. Before and After are in the form of the edition's file.
type AmendmentItemView struct {
	Seq          int                  `json:"seq"`
	Label        string               `json:"label"`
	Op           standard.Operation   `json:"op"`
	SheetText    string               `json:"sheetText"`
	Target       string               `json:"target,omitempty"`
	UID          standard.ClauseUID   `json:"uid,omitempty"`
	Code         string               `json:"code,omitempty"`
	Numbering    standard.Numbering   `json:"numbering,omitempty"`
	Before       any                  `json:"before"`
	After        any                  `json:"after"`
	Transition   *standard.Transition `json:"transition"`
	Renumber     []standard.CodeMove  `json:"renumber"`
	SupersededBy standard.ClauseUID   `json:"supersededBy,omitempty"`
	Reason       string               `json:"reason"`
	Basis        []string             `json:"basis"`
	Grade        standard.ChangeGrade `json:"grade,omitempty"`
}

func viewAmendment(d *AmendmentDocument) (amendmentView, error) {
	a, err := d.parse()
	if err != nil {
		return amendmentView{}, err
	}
	v := amendmentView{amendmentLine: viewAmendmentLine(*d), Approval: a.Sheet.Approval,
		Approved: a.Sheet.Approved, Announcement: a.Sheet.Announcement,
		Effective: a.Sheet.Effective, BaseDigest: a.Sheet.Digest.Base,
		ResultDigest: a.Sheet.Digest.Result, Steps: wire.NonNil(d.Steps),
		Items: make([]AmendmentItemView, len(a.Items))}
	for i := range a.Items {
		v.Items[i] = ViewAmendmentItem(&a.Items[i])
	}
	return v, nil
}

// ViewAmendmentItem shows one item of a sheet; its lists are never null.
func ViewAmendmentItem(item *standard.Item) AmendmentItemView {
	return AmendmentItemView{item.Seq, item.Label, item.Op, item.SheetText, item.Target,
		item.UID, item.Code, item.Numbering, item.Before, item.After, item.Transition,
		wire.NonNil(item.Renumber), item.SupersededBy, item.Reason, wire.NonNil(item.Basis), item.Grade}
}
