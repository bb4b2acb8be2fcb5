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

// consultationView is a consultation with what stands open.
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

func (s *Service) viewConsultation(ctx context.Context, k *Consultation) (consultationView, error) {
	v := consultationView{ID: k.ID, Title: k.Title, Base: k.Base, Note: k.Note, Opened: k.Opened,
		Until: k.Until, By: k.By, Digest: k.Digest, Edition: k.Edition, Revision: k.Revision}
	var err error
	if v.Open, err = s.takesComments(ctx, k); err != nil {
		return v, err
	}
	comments, err := s.CommentsOf(ctx, k.ID)
	v.Comments, v.Unanswered = len(comments), unanswered(comments)
	return v, err
}

// takesComments reports whether a consultation is open: until its last day, and while its draft is.
func (s *Service) takesComments(ctx context.Context, k *Consultation) (bool, error) {
	d, err := s.Docs.Drafts.Get(ctx, k.ID)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return k.open(s.Now()) && d.State == drafts.DraftOpen, err
}

// openConsultation opens the draft as it stands. Doing it again keeps the text that was opened and
// moves the last day; a crash before the line of the feed is mended by that, or at the next start.
func (s *Service) openConsultation(ctx context.Context, u *access.User, draft string,
	in consultationRequest,
) (k Consultation, err error) {
	d, err := s.Docs.Drafts.Get(ctx, draft)
	if err != nil {
		return k, err
	}
	if err := d.Open(); err != nil {
		return k, err
	}
	if in.Until < checklists.At(s.Now()).InHall().Format(time.DateOnly) {
		return k, wire.InvalidField("until", "past")
	}
	k, err = store.Update(ctx, s.Docs.Consultations, draft, func(k *Consultation) error {
		if k.Until == in.Until && (k.Note == in.Note || in.Note == "") {
			return nil
		}
		before := journal.DigestDocument(k)
		k.Until, k.Revision = in.Until, k.Revision+1
		if in.Note != "" {
			k.Note = in.Note
		}
		return s.noteConsultation(ctx, u.Username, "prolonged", before, k)
	})
	if errors.Is(err, store.ErrNotFound) {
		k, err = s.addConsultation(ctx, u, &d, in)
	}
	if err != nil {
		return k, err
	}
	return k, s.announceConsultation(ctx, &k)
}

func (s *Service) addConsultation(ctx context.Context, u *access.User, d *drafts.DraftDocument,
	in consultationRequest,
) (k Consultation, err error) {
	w, err := s.Drafts.Resume(ctx, d)
	if err != nil {
		return k, err
	}
	k = Consultation{ID: d.ID, Title: d.Title, Base: d.Base, Note: in.Note,
		Opened: checklists.At(s.Now()), Until: in.Until, By: u.Username,
		Digest: w.Preview().Digest(), Revision: 1, Document: d.Document}
	if err := s.noteConsultation(ctx, u.Username, "opened", "", &k); err != nil {
		return k, err
	}
	return k, s.Docs.Consultations.Insert(ctx, k)
}

func (s *Service) noteConsultation(ctx context.Context, by checklists.Username, action string,
	before standard.Digest, k *Consultation,
) error {
	return s.Journal.Note(ctx, journal.Event{Actor: by, Action: "consultation-" + action,
		Subject: "consultation/" + k.ID, Label: k.Title, Before: before, After: journal.DigestDocument(k),
		Revision: k.Revision})
}

// announceConsultation tells the feed, once, that comments are taken.
func (s *Service) announceConsultation(ctx context.Context, k *Consultation) error {
	base, err := s.Editions.Edition(ctx, k.Base)
	if err != nil {
		return err
	}
	return s.Feed.Announce(ctx, feed.Entry{Name: "consultation/" + k.ID,
		Type:   feed.TypeConsultation,
		Number: base.Standard.Number, Title: k.Title, Edition: k.Base, Digest: base.Digest(),
		Effective: base.Standard.Effective, Until: k.Until})
}

// AnnounceConsultations announces those that were opened and not announced; see [Server.catchUp].
func (s *Service) AnnounceConsultations(ctx context.Context) error {
	q := store.Query{Order: "opened", Brief: true}
	for k, err := range s.Docs.Consultations.Find(ctx, q) {
		if err == nil {
			err = s.announceConsultation(ctx, &k)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// consulted is the edition as it would read after the text that was opened, beside its base.
func (s *Service) consulted(ctx context.Context, k *Consultation) (base, after *standard.Edition,
	err error,
) {
	if base, err = s.Editions.Edition(ctx, k.Base); err != nil {
		return nil, nil, err
	}
	w, err := standard.ResumeDraft(base, k.Document)
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

// MayLeave is the one place that decides whether a draft may be submitted for what was said about
// it: every comment has its answer.
func (s *Service) MayLeave(ctx context.Context, draft string) error {
	comments, err := s.CommentsOf(ctx, draft)
	if n := unanswered(comments); err == nil && n > 0 {
		return wire.Refuse(http.StatusConflict, "comments-unanswered", n)
	}
	return err
}

// SettleConsultation writes into a consultation and its comments which edition came of the draft.
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
	_, err = store.Update(ctx, s.Docs.Consultations, draft, func(k *Consultation) error {
		if k.Edition == a.ID {
			return nil
		}
		before := journal.DigestDocument(k)
		k.Edition, k.Revision = a.ID, k.Revision+1
		return s.noteConsultation(ctx, by, "published", before, k)
	})
	if errors.Is(err, store.ErrNotFound) {
		return nil // nobody was asked
	}
	return err
}
