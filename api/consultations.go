package api

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"hallmark/api/store"
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

func (s *Server) viewConsultation(ctx context.Context, k *Consultation) (consultationView, error) {
	v := consultationView{ID: k.ID, Title: k.Title, Base: k.Base, Note: k.Note, Opened: k.Opened,
		Until: k.Until, By: k.By, Digest: k.Digest, Edition: k.Edition, Revision: k.Revision}
	var err error
	if v.Open, err = s.takesComments(ctx, k); err != nil {
		return v, err
	}
	comments, err := s.commentsOf(ctx, k.ID)
	v.Comments, v.Unanswered = len(comments), unanswered(comments)
	return v, err
}

// takesComments reports whether a consultation is open: until its last day, and while its draft is.
func (s *Server) takesComments(ctx context.Context, k *Consultation) (bool, error) {
	d, err := s.docs.drafts.Get(ctx, k.ID)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return k.open(s.now()) && d.State == DraftOpen, err
}

// openConsultation opens the draft as it stands. Doing it again keeps the text that was opened and
// moves the last day; a crash before the line of the feed is mended by that, or at the next start.
func (s *Server) openConsultation(ctx context.Context, u *User, draft string,
	in consultationRequest,
) (k Consultation, err error) {
	d, err := s.docs.drafts.Get(ctx, draft)
	if err != nil {
		return k, err
	}
	if err := d.open(); err != nil {
		return k, err
	}
	if in.Until < checklists.At(s.now()).InHall().Format(time.DateOnly) {
		return k, invalidField("until", "past")
	}
	k, err = store.Update(ctx, s.docs.consultations, draft, func(k *Consultation) error {
		if k.Until == in.Until && (k.Note == in.Note || in.Note == "") {
			return nil
		}
		before := digestDocument(k)
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

func (s *Server) addConsultation(ctx context.Context, u *User, d *DraftDocument,
	in consultationRequest,
) (k Consultation, err error) {
	w, err := s.resume(ctx, d)
	if err != nil {
		return k, err
	}
	k = Consultation{ID: d.ID, Title: d.Title, Base: d.Base, Note: in.Note,
		Opened: checklists.At(s.now()), Until: in.Until, By: u.Username,
		Digest: w.Preview().Digest(), Revision: 1, Document: d.Document}
	if err := s.noteConsultation(ctx, u.Username, "opened", "", &k); err != nil {
		return k, err
	}
	return k, s.docs.consultations.Insert(ctx, k)
}

func (s *Server) noteConsultation(ctx context.Context, by checklists.Username, action string,
	before standard.Digest, k *Consultation,
) error {
	return s.note(ctx, Event{Actor: by, Action: "consultation-" + action,
		Subject: "consultation/" + k.ID, Label: k.Title, Before: before, After: digestDocument(k),
		Revision: k.Revision})
}

// announceConsultation tells the feed, once, that comments are taken.
func (s *Server) announceConsultation(ctx context.Context, k *Consultation) error {
	base, err := s.edition(ctx, k.Base)
	if err != nil {
		return err
	}
	return s.announce(ctx, FeedEntry{Name: "consultation/" + k.ID, Type: TypeConsultation,
		Number: base.Standard.Number, Title: k.Title, Edition: k.Base, Digest: base.Digest(),
		Effective: base.Standard.Effective, Until: k.Until})
}

// announceConsultations announces those that were opened and not announced; see [Server.catchUp].
func (s *Server) announceConsultations(ctx context.Context) error {
	q := store.Query{Order: "opened", Brief: true}
	for k, err := range s.docs.consultations.Find(ctx, q) {
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
func (s *Server) consulted(ctx context.Context, k *Consultation) (base, after *standard.Edition,
	err error,
) {
	if base, err = s.edition(ctx, k.Base); err != nil {
		return nil, nil, err
	}
	w, err := standard.ResumeDraft(base, k.Document)
	if err != nil {
		return nil, nil, err
	}
	return base, w.Preview(), nil
}

// wasConsulted reports whether a draft was ever opened for comments.
func (s *Server) wasConsulted(ctx context.Context, draft string) (bool, error) {
	_, err := s.docs.consultations.Get(ctx, draft)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// mayLeave is the one place that decides whether a draft may be submitted for what was said about
// it: every comment has its answer.
func (s *Server) mayLeave(ctx context.Context, draft string) error {
	comments, err := s.commentsOf(ctx, draft)
	if n := unanswered(comments); err == nil && n > 0 {
		return refuse(http.StatusConflict, "comments-unanswered", n)
	}
	return err
}

// settleConsultation writes into a consultation and its comments which edition came of the draft.
// It is harmless to repeat.
func (s *Server) settleConsultation(ctx context.Context, by checklists.Username,
	a *AmendmentDocument,
) error {
	draft, ok := strings.CutPrefix(a.From, "draft/")
	if !ok {
		return nil
	}
	comments, err := s.commentsOf(ctx, draft)
	if err != nil {
		return err
	}
	for _, m := range comments {
		_, err := store.Update(ctx, s.docs.comments, m.ID, func(m *Comment) error {
			if m.Edition != a.ID {
				m.Edition, m.Revision = a.ID, m.Revision+1
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	_, err = store.Update(ctx, s.docs.consultations, draft, func(k *Consultation) error {
		if k.Edition == a.ID {
			return nil
		}
		before := digestDocument(k)
		k.Edition, k.Revision = a.ID, k.Revision+1
		return s.noteConsultation(ctx, by, "published", before, k)
	})
	if errors.Is(err, store.ErrNotFound) {
		return nil // nobody was asked
	}
	return err
}

func (s *Server) postConsultation(c *gin.Context) error {
	var in consultationRequest
	if err := bind(c, &in); err != nil {
		return err
	}
	ctx := c.Request.Context()
	k, err := s.openConsultation(ctx, userOf(c), c.Param("id"), in)
	if err != nil {
		return err
	}
	v, err := s.viewConsultation(ctx, &k)
	if err != nil {
		return err
	}
	c.JSON(http.StatusCreated, v)
	return nil
}

// consultationPage reads one page of consultations, the latest first.
func (s *Server) consultationPage(c *gin.Context) ([]consultationView, string, error) {
	q, err := pageOf(c)
	if err != nil {
		return nil, "", err
	}
	q.Order, q.Descending, q.Brief = "opened", true, true
	docs, next, err := collect(c.Request.Context(), s.docs.consultations, q, nil,
		func(k Consultation) Consultation { return k })
	items := make([]consultationView, len(docs))
	for i := range docs {
		if err == nil {
			items[i], err = s.viewConsultation(c.Request.Context(), &docs[i])
		}
	}
	return items, next, err
}

func (s *Server) getConsultations(c *gin.Context) error {
	items, next, err := s.consultationPage(c)
	if err != nil {
		return err
	}
	if wantsFile(c) {
		return sendRows(c, next, consultationTable(language(c), items))
	}
	c.JSON(http.StatusOK, listOf(items, next))
	return nil
}
