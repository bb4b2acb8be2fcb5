package drafts

import (
	"context"
	"errors"
	"strings"

	"hallmark/api/access"
	"hallmark/api/amendments"
	"hallmark/api/journal"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
)

// draftSubmission is the head of the sheet that a draft becomes. Sheet, number and title are made
// when they are empty.
type draftSubmission struct {
	Revision     int    `json:"revision" form:"revision" validate:"required,min=1"`
	Sheet        string `json:"sheet" form:"sheet" validate:"max=16,clean"`
	Number       string `json:"number" form:"number" validate:"max=80,clean"`
	Title        string `json:"title" form:"title" validate:"max=200,clean"`
	Approval     string `json:"approval" form:"approval" validate:"required,max=500,clean"`
	Approved     string `json:"approved" form:"approved" validate:"required,datetime=2006-01-02"`
	Announcement string `json:"announcement" form:"announcement" validate:"required,max=120,clean"`
	Effective    string `json:"effective" form:"effective" validate:"required,datetime=2006-01-02"`
}

func (in *draftSubmission) head(base *standard.Edition) standard.Sheet {
	s := standard.Sheet{ID: in.Sheet, Number: in.Number, Title: in.Title, Approval: in.Approval,
		Approved: in.Approved, Announcement: in.Announcement, Effective: in.Effective}
	if s.ID == "" {
		s.ID = standard.NextSheetID(base)
	}
	return s
}

// submitDraft derives the amendment and hands it in for approval; then the draft is submitted. The
// amendment comes first and is the same when this is repeated, so that a crash between the two is
// mended by doing it again.
func (s *Service) submitDraft(ctx context.Context, by *access.User, id string, in draftSubmission) (
	amendments.AmendmentDocument, error,
) {
	var none amendments.AmendmentDocument
	d, err := s.Docs.Drafts.Get(ctx, id)
	if err != nil {
		return none, err
	}
	if err := d.Open(); err != nil {
		return none, err
	}
	if d.Revision != in.Revision {
		return none, store.ErrConflict
	}
	if err := s.MayLeave(ctx, d.ID); err != nil {
		return none, err
	}
	w, err := s.Resume(ctx, &d)
	if err != nil {
		return none, err
	}
	sheet, err := standard.DeriveAmendment(w.Base(), w, in.head(w.Base()))
	if err != nil {
		return none, atSheet(err)
	}
	a, err := s.Amendments.ProposeAmendment(ctx, by.Username, sheet, "draft/"+d.ID, d.Editors...)
	if err != nil {
		return none, err
	}
	before := journal.DigestDocument(d)
	d.State, d.Amendment, d.Updated = DraftSubmitted, a.ID, checklists.At(s.Now())
	d.Revision++
	return a, journal.Replace(ctx, s.Journal, s.Docs.Drafts, d, in.Revision,
		draftEvent(by.Username, "submitted", before, &d))
}

// atSheet calls the fields of the head by the names that the request has for them.
func atSheet(err error) error {
	var wrong *standard.InvalidError
	if !errors.As(err, &wrong) {
		return err
	}
	r := wire.Invalid(wrong)
	for i := range r.Fields {
		name := strings.TrimPrefix(r.Fields[i].Name, "amendment.")
		if name == "id" {
			name = "sheet"
		}
		r.Fields[i].Name = name
	}
	return r
}
