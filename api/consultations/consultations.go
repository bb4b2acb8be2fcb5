package consultations

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"hallmark/api/access"
	"hallmark/api/amendments"
	"hallmark/api/drafts"
	"hallmark/api/feed"
	"hallmark/api/follow"
	"hallmark/api/journal"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
)

// consultationRequest opens a draft for comments, or moves the last day of an open consultation.
type consultationRequest struct {
	Until string `json:"until" form:"until" validate:"required,datetime=2006-01-02"`
	Note  string `json:"note" form:"note" validate:"max=2000,note"`
}

// consultationView is a consultation with the numbers of comments and of those without an answer.
type consultationView struct {
	ID         string              `json:"id"`
	Title      string              `json:"title"`
	Base       standard.EditionID  `json:"base"`
	Note       string              `json:"note,omitempty"`
	Opened     checklists.Time     `json:"opened"`
	Until      string              `json:"until"`
	By         checklists.Username `json:"by"`
	Digest     standard.Digest     `json:"digest"`
	Edition    standard.EditionID  `json:"edition,omitempty"`
	Open       bool                `json:"open"`
	Comments   int                 `json:"comments"`
	Unanswered int                 `json:"unanswered"`
	Revision   int                 `json:"revision"`
}

func (s *Service) viewConsultation(ctx context.Context, consultation *Consultation) (
	consultationView, error,
) {
	v := consultationView{ID: consultation.ID, Title: consultation.Title, Base: consultation.Base,
		Note: consultation.Note, Opened: consultation.Opened, Until: consultation.Until,
		By: consultation.By, Digest: consultation.Digest, Edition: consultation.Edition,
		Revision: consultation.Revision}
	var err error
	if v.Open, err = s.takesComments(ctx, consultation); err != nil {
		return v, err
	}
	comments, err := s.CommentsOf(ctx, consultation.ID)
	v.Comments, v.Unanswered = len(comments), unanswered(comments)
	return v, err
}

// takesComments reports whether a consultation is open: until its last day, and while its draft is.
func (s *Service) takesComments(ctx context.Context, consultation *Consultation) (bool, error) {
	d, err := s.Docs.Drafts.Get(ctx, consultation.ID)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return consultation.open(s.Now()) && d.State == drafts.DraftOpen, err
}

// openConsultation opens the draft as it stands. Doing it again keeps the text that was opened and
// moves the last day; a crash before the line of the feed is mended by that, or at the next start.
func (s *Service) openConsultation(ctx context.Context, u *access.User, draft string,
	in consultationRequest,
) (consultation Consultation, err error) {
	d, err := s.Docs.Drafts.Get(ctx, draft)
	if err != nil {
		return consultation, err
	}
	if err := d.Open(); err != nil {
		return consultation, err
	}
	if in.Until < checklists.At(s.Now()).InHall().Format(time.DateOnly) {
		return consultation, wire.InvalidField("until", "past")
	}
	change := func(consultation *Consultation) ([]store.Follow, error) {
		if consultation.Until == in.Until && (consultation.Note == in.Note || in.Note == "") {
			return nil, nil
		}
		before := journal.DigestDocument(consultation)
		consultation.Until, consultation.Revision = in.Until, consultation.Revision+1
		if in.Note != "" {
			consultation.Note = in.Note
		}
		return s.noteConsultation(ctx, u.Username, "prolonged", before, consultation)
	}
	consultation, err = follow.Update(ctx, s.Journal.Steps, s.Docs.Consultations, draft, change)
	if errors.Is(err, store.ErrNotFound) {
		consultation, err = s.addConsultation(ctx, u, &d, in)
	}
	if err != nil {
		return consultation, err
	}
	return consultation, s.announceConsultation(ctx, &consultation)
}

func (s *Service) addConsultation(ctx context.Context, u *access.User, d *drafts.DraftDocument,
	in consultationRequest,
) (consultation Consultation, err error) {
	w, err := s.Drafts.Resume(ctx, d)
	if err != nil {
		return consultation, err
	}
	consultation = Consultation{ID: d.ID, Title: d.Title, Base: d.Base, Note: in.Note,
		Opened: checklists.At(s.Now()), Until: in.Until, By: u.Username,
		Digest: w.Preview().Digest(), Revision: 1, Document: d.Document}
	event, err := s.noteConsultation(ctx, u.Username, "opened", "", &consultation)
	if err != nil {
		return consultation, err
	}
	return consultation, follow.Insert(ctx, s.Journal.Steps, s.Docs.Consultations, consultation,
		event...)
}

func (s *Service) noteConsultation(ctx context.Context, by checklists.Username, action string,
	before standard.Digest, consultation *Consultation,
) ([]store.Follow, error) {
	return s.Journal.Follows(ctx, journal.Event{Actor: by, Action: "consultation-" + action,
		Subject: "consultation/" + consultation.ID, Label: consultation.Title,
		Before: before, After: journal.DigestDocument(consultation),
		Revision: consultation.Revision})
}

// announceConsultation tells the feed, once, that comments are taken.
func (s *Service) announceConsultation(ctx context.Context, consultation *Consultation) error {
	base, err := s.Editions.Edition(ctx, consultation.Base)
	if err != nil {
		return err
	}
	return s.Feed.Announce(ctx, feed.Entry{Name: "consultation/" + consultation.ID,
		Type:   feed.TypeConsultation,
		Number: base.Standard.Number, Title: consultation.Title, Edition: consultation.Base,
		Digest:    base.Digest(),
		Effective: base.Standard.Effective, Until: consultation.Until})
}

// AnnounceConsultations announces the consultations that were opened and not announced; see
// api.Server.CatchUp.
func (s *Service) AnnounceConsultations(ctx context.Context) error {
	q := store.Query{Order: "opened", Brief: true}
	for consultation, err := range s.Docs.Consultations.Find(ctx, q) {
		if err == nil {
			err = s.announceConsultation(ctx, &consultation)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// consulted is the edition as it would read after the text that was opened, beside its base.
func (s *Service) consulted(ctx context.Context, consultation *Consultation) (
	base, after *standard.Edition,
	err error,
) {
	if base, err = s.Editions.Edition(ctx, consultation.Base); err != nil {
		return nil, nil, err
	}
	w, err := standard.ResumeDraft(base, consultation.Document)
	if err != nil {
		return nil, nil, err
	}
	return base, w.Preview(), nil
}

// WasConsulted reports whether a draft was ever opened for comments.
func (s *Service) WasConsulted(ctx context.Context, draft string) (bool, error) {
	_, err := s.Docs.Consultations.Get(ctx, draft)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// MayLeave is the one place that decides whether the comments on a draft allow it to be submitted:
// every comment must have its answer.
func (s *Service) MayLeave(ctx context.Context, draft string) error {
	comments, err := s.CommentsOf(ctx, draft)
	if n := unanswered(comments); err == nil && n > 0 {
		return wire.Refuse(http.StatusConflict, "comments-unanswered", n)
	}
	return err
}

// SettleConsultation writes into a consultation and its comments which edition the draft became.
// It is harmless to repeat.
func (s *Service) SettleConsultation(ctx context.Context, by checklists.Username,
	a *amendments.AmendmentDocument,
) error {
	draft, ok := strings.CutPrefix(a.From, "draft/")
	if !ok {
		return nil
	}
	comments, err := s.CommentsOf(ctx, draft)
	if err != nil {
		return err
	}
	for _, m := range comments {
		_, err := store.Update(ctx, s.Docs.Comments, m.ID, func(m *Comment) error {
			if m.Edition != a.ID {
				m.Edition, m.Revision = a.ID, m.Revision+1
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	publish := func(consultation *Consultation) ([]store.Follow, error) {
		if consultation.Edition == a.ID {
			return nil, nil
		}
		before := journal.DigestDocument(consultation)
		consultation.Edition, consultation.Revision = a.ID, consultation.Revision+1
		return s.noteConsultation(ctx, by, "published", before, consultation)
	}
	_, err = follow.Update(ctx, s.Journal.Steps, s.Docs.Consultations, draft, publish)
	if errors.Is(err, store.ErrNotFound) {
		return nil // nobody was asked
	}
	return err
}
