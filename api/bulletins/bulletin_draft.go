package bulletins

import (
	"context"
	"errors"
	"net/http"
	"time"

	"hallmark/api/follow"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/checklists/bulletin"
	"hallmark/standard"
	"hallmark/standard/message"
)

// newBulletinRequest asks for a draft for the period in which a day lies. Correct asks for a
// correction of the bulletin that was issued.
type newBulletinRequest struct {
	Kind     bulletin.Kind `json:"kind" validate:"max=20"`
	Day      string        `json:"day" validate:"max=10"`
	Language string        `json:"language" validate:"omitempty,oneof=zh-CN en"`
	Correct  bool          `json:"correct"`
}

func (s *Service) draftBulletin(ctx context.Context, by checklists.Username,
	in newBulletinRequest) (
	b bulletin.Bulletin, err error,
) {
	p, err := bulletin.PeriodOf(in.Kind, in.Day)
	if err != nil {
		return b, err
	}
	if from, _ := p.Bounds(); s.Now().Before(from) {
		return b, wire.InvalidField("day", "not-begun")
	}
	old, err := s.lastBulletin(ctx, in.Kind, p)
	switch {
	case err != nil:
		return b, err
	case old != nil && old.State != bulletin.Issued:
		return b, store.ErrExists
	case old != nil && !in.Correct:
		return b, wire.Refuse(http.StatusConflict, "bulletin-exists")
	case old == nil && in.Correct:
		return b, wire.InvalidField("correct", "nothing-issued")
	}
	l := message.ParseLanguage(in.Language)
	words, err := s.formerWords(ctx, l)
	if err != nil {
		return b, err
	}
	data, err := s.bulletinData(ctx, in.Kind, p)
	if err != nil {
		return b, err
	}
	b, err = bulletin.New(data, l, old, words, by, s.Now())
	if err != nil {
		return b, err
	}
	event, err := s.noteBulletin(ctx, by, "bulletin-drafted", "", &b)
	if err != nil {
		return b, err
	}
	return b, follow.Insert(ctx, s.Journal.Steps, s.Docs.Bulletins, b, event...)
}

// lastBulletin loads the latest version of the bulletin of a period, or returns nil when there is
// none.
func (s *Service) lastBulletin(ctx context.Context, kind bulletin.Kind, p bulletin.Period) (
	last *bulletin.Bulletin, err error,
) {
	next := bulletin.IDOf(kind, p, 1)
	for {
		b, err := s.Docs.Bulletins.Get(ctx, string(next))
		if errors.Is(err, store.ErrNotFound) {
			return last, nil
		}
		if err != nil {
			return nil, err
		}
		last, next = &b, b.Next()
	}
}

// formerWords are the issuer, addressees and copies of the bulletin that was issued last. For the
// first bulletin the issuer is the body that issued the standard.
func (s *Service) formerWords(ctx context.Context, l message.Language) (
	w bulletin.Words, err error,
) {
	q := store.Query{Equal: map[string]string{"state": string(bulletin.Issued)},
		Order: "created", Descending: true, Limit: 1, Brief: true}
	for b, err := range s.Docs.Bulletins.Find(ctx, q) {
		return bulletin.Words{Issuer: b.Issuer, Addressees: b.Addressees,
			Copies: b.Copies}, err
	}
	e, err := s.Editions.EditionInForce(ctx, s.Now())
	if err != nil {
		return w, err
	}
	return bulletin.Words{Issuer: e.Standard.IssuingBody,
		Addressees: message.Text(l, "bulletin.addressees")}, nil
}

// bulletinData gathers the data of a period as they are now.
func (s *Service) bulletinData(ctx context.Context, kind bulletin.Kind, p bulletin.Period) (
	d bulletin.Data, err error,
) {
	settings, err := s.Settings.Settings(ctx)
	if err != nil {
		return d, err
	}
	for _, name := range []string{"audits", "appeals"} {
		err := s.Journal.Steps.AllSettled(ctx, name, func(string) (bool, error) { return true, nil })
		if err != nil {
			return d, err
		}
	}
	from := bulletin.Sources{Calendar: s.Calendar(),
		LastPlaces: settings.On(s.Now()).LastPlacesOrDefault(),
		Editions:   map[standard.EditionID]*standard.Edition{}}
	if from.Halls, err = wire.Gather(ctx, s.Docs.Halls, store.Query{}); err != nil {
		return d, err
	}
	if from.Outcomes, err = s.outcomesIn(ctx, kind, p); err != nil {
		return d, err
	}
	for i := range from.Outcomes {
		if o := &from.Outcomes[i]; len(o.Clauses) > 0 && from.Editions[o.Edition] == nil {
			if from.Editions[o.Edition], err = s.Editions.Edition(ctx, o.Edition); err != nil {
				return d, err
			}
		}
	}
	from.Rectifications, err = wire.Gather(ctx, s.Docs.Rectifications, store.Query{Order: "due"})
	return bulletin.DataOf(kind, p, s.Now(), from), err
}

// outcomesIn reads the outcomes that were approved in a period. For a quarter they have their
// clauses, and the outcomes of the quarters before it are read, too.
func (s *Service) outcomesIn(ctx context.Context, kind bulletin.Kind, p bulletin.Period) (
	[]checklists.Outcome, error,
) {
	first, end := p.Bounds()
	key := func(t time.Time) string { return wire.TimeKey(checklists.At(t)) }
	q := store.Query{Order: "approved", From: key(first), To: key(end),
		Brief: kind != bulletin.Quarterly}
	list, err := wire.Gather(ctx, s.Docs.Outcomes, q)
	if err != nil || kind != bulletin.Quarterly {
		return list, err
	}
	oldest, _ := p.Earlier()[0].Bounds()
	before, err := wire.Gather(ctx, s.Docs.Outcomes, store.Query{Order: "approved", From: key(oldest),
		To: key(first), Brief: true})
	return append(before, list...), err
}

// bulletinChange changes the texts that people write in a bulletin. Fields that are nil stay as
// they are.
type bulletinChange struct {
	Revision   int                      `json:"revision" validate:"min=0"`
	Title      *string                  `json:"title" validate:"omitempty,max=200,clean"`
	Issuer     *string                  `json:"issuer" validate:"omitempty,max=80,clean"`
	Addressees *string                  `json:"addressees" validate:"omitempty,max=500,clean"`
	Copies     *string                  `json:"copies" validate:"omitempty,max=500,clean"`
	Sections   map[bulletin.Key]*string `json:"sections" validate:"max=10,dive,omitempty,note"`
}

func (s *Service) editBulletin(ctx context.Context, by checklists.Username, id string,
	in bulletinChange,
) (bulletin.Bulletin, error) {
	return s.changeBulletin(ctx, by, id, in.Revision, "bulletin-edited",
		func(b *bulletin.Bulletin) error {
			w := bulletin.Words{Title: b.Title, Issuer: b.Issuer, Addressees: b.Addressees,
				Copies: b.Copies, Sections: map[bulletin.Key]string{}}
			for to, from := range map[*string]*string{&w.Title: in.Title, &w.Issuer: in.Issuer,
				&w.Addressees: in.Addressees, &w.Copies: in.Copies} {
				if from != nil {
					*to = *from
				}
			}
			for section, text := range in.Sections {
				if text != nil {
					w.Sections[section] = *text
				}
			}
			return b.Edit(w)
		})
}

// revisionRequest carries the revision of a document as the caller saw it; 0 stands for any.
type revisionRequest struct {
	Revision int `json:"revision" validate:"min=0"`
}

func (s *Service) redraftBulletin(ctx context.Context, by checklists.Username, id string,
	revision int,
) (bulletin.Bulletin, error) {
	b, err := s.Docs.Bulletins.Get(ctx, id)
	if err != nil {
		return b, err
	}
	data, err := s.bulletinData(ctx, b.Kind, b.Period)
	if err != nil {
		return b, err
	}
	return s.changeBulletin(ctx, by, id, revision, "bulletin-redrafted",
		func(b *bulletin.Bulletin) error { return b.Redraft(data) })
}
