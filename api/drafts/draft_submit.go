package drafts

import (
	"context"
	"errors"
	"strings"

	"hallmark/api/access"
	"hallmark/api/amendments"
	"hallmark/api/follow"
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

// submitDraft derives the amendment and submits the draft, from which it follows that the amendment
// is handed in for approval.
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
	p, err := s.Amendments.Proposal(ctx, by.Username, sheet, "draft/"+d.ID, d.Editors...)
	if err != nil {
		return none, err
	}
	before := journal.DigestDocument(d)
	d.State, d.Amendment, d.Updated = DraftSubmitted, p.Amendment.ID, checklists.At(s.Now())
	d.Revision++
	follows, err := s.submission(ctx, &p, draftEvent(by.Username, "submitted", before, &d))
	if err != nil {
		return none, err
	}
	if err := follow.Replace(ctx, s.Journal.Steps, s.Docs.Drafts, d, in.Revision, follows...); err != nil {
		return none, err
	}
	return s.handedIn(ctx, &d)
}

// handedIn is the amendment of a draft that was submitted. It returns [store.ErrConflict] when another
// sheet for the same edition has come first.
func (s *Service) handedIn(ctx context.Context, d *DraftDocument) (
	a amendments.AmendmentDocument, err error,
) {
	if err := s.Journal.Steps.Finish(ctx, s.Docs.Drafts.Subject(*d)); err != nil {
		return a, err
	}
	now, err := s.Docs.Drafts.Get(ctx, d.ID)
	if err == nil && now.Amendment != d.Amendment {
		err = store.ErrConflict
	}
	if err != nil {
		return a, err
	}
	return s.Docs.Amendments.Get(ctx, string(d.Amendment))
}

// proposeKind is the kind of the step of a submitted draft that hands in its amendment.
const proposeKind = "propose"

func (s *Service) submission(ctx context.Context, p *amendments.Proposal, event journal.Event) (
	[]store.Follow, error,
) {
	follows, err := s.Journal.Follows(ctx, event)
	if err != nil || p.Made {
		return follows, err
	}
	propose, err := follow.Step(proposeKind, follow.Data+1, p)
	return append(follows, propose), err
}

// proposeByStep hands in the amendment of a draft. Where another sheet for the same edition has come
// first, the draft is open again.
func (s *Service) proposeByStep(ctx context.Context, id string, p amendments.Proposal) error {
	err := s.Amendments.Propose(ctx, &p)
	if !errors.Is(err, store.ErrConflict) {
		return err
	}
	_, err = journal.Update(ctx, s.Journal, s.Docs.Drafts, id,
		func(d *DraftDocument) (event journal.Event, err error) {
			if d.State != DraftSubmitted || d.Amendment != p.Amendment.ID {
				return event, nil
			}
			before := journal.DigestDocument(d)
			d.State, d.Amendment, d.Updated = DraftOpen, "", checklists.At(s.Now())
			d.Revision++
			return draftEvent(journal.Program, "changed", before, d), nil
		})
	return err
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
