package journal

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"strings"
	"time"

	"github.com/google/uuid"

	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
)

// ParticularLife is how long the personal data beside an event are kept; the event stays.
const ParticularLife = 180 * 24 * time.Hour

// ParticularSchema is how the personal data beside events are stored.
var ParticularSchema = store.Schema[Particular]{
	Name:     "particulars",
	ID:       func(p Particular) string { return p.ID },
	Revision: func(p Particular) int { return p.Revision },
	Keys: map[string]func(Particular) []string{
		"at": wire.Key(func(p Particular) string { return wire.TimeKey(p.At) }),
	},
	Indexes: []store.Index{{Order: "at"}},
}

// Particular is what an event does not say itself, so that it can be deleted: who was tried or
// refused, from where, how often within the minute.
type Particular struct {
	ID      string              `json:"id"`              // of the event
	Name    checklists.Username `json:"name,omitempty"`  // an account
	Tried   string              `json:"tried,omitempty"` // keyed digest of a name that is no account
	Address string              `json:"address"`
	Agent   string              `json:"agent"` // what the browser calls itself

	Count    int             `json:"count"` // within the minute
	At       checklists.Time `json:"at"`    // the first of them
	Revision int             `json:"revision"`
}

// Witnessed are the actions of the events that have particulars.
var Witnessed = []string{"sign-in-failed", "refused", "exported", "contacts-read"}

// Witness appends an event about somebody who was not let in, refused, or given personal data, with
// particulars beside it. The same within a minute is one event with a count.
func (s *Service) Witness(ctx context.Context, e Event, p Particular) error {
	now := s.Now()
	id, err := s.slot(now.Truncate(time.Minute), e.Action, string(e.Actor), e.Subject, e.Label,
		string(p.Name), p.Tried, p.Address)
	if err != nil {
		return err
	}
	p.ID, p.Count, p.At, p.Revision = id, 1, checklists.At(now), 1
	if e, err = s.complete(ctx, e); err != nil {
		return err
	}
	e.ID = id
	if err := s.insert(ctx, e); err != nil && !errors.Is(err, store.ErrExists) {
		return err
	}
	err = s.Docs.Particulars.Insert(ctx, p)
	if errors.Is(err, store.ErrExists) {
		_, err = store.Update(ctx, s.Docs.Particulars, id, func(have *Particular) error {
			have.Count, have.Revision = have.Count+1, have.Revision+1
			return nil
		})
	}
	return err
}

// slot is the ID of an event of a minute, a UUIDv7 whose random part hangs on a secret: nobody can
// try out from it which name or address it was.
func (s *Service) slot(minute time.Time, parts ...string) (string, error) {
	secret, err := s.Secret("event particulars")
	if err != nil {
		return "", err
	}
	sum := hmac.New(sha256.New, secret)
	sum.Write([]byte(minute.UTC().Format(time.RFC3339) + "\n" + strings.Join(parts, "\n")))
	var id uuid.UUID
	copy(id[6:], sum.Sum(nil))
	for i, ms := 5, minute.UnixMilli(); i >= 0; i, ms = i-1, ms>>8 {
		id[i] = byte(ms)
	}
	id[6], id[8] = id[6]&0x0f|0x70, id[8]&0x3f|0x80
	return id.String(), nil
}

// ParticularsOf returns what stands beside an event; nil where nothing does, or not any more.
func (s *Service) ParticularsOf(ctx context.Context, event string) (*Particular, error) {
	p, err := s.Docs.Particulars.Get(ctx, event)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	return &p, err
}

// Sweep deletes the particulars that are older than [ParticularLife].
func (s *Service) Sweep(ctx context.Context) error {
	q := store.Query{Order: "at", To: wire.TimeKey(checklists.At(s.Now().Add(-ParticularLife)))}
	for p, err := range s.Docs.Particulars.Find(ctx, q) {
		if err == nil {
			err = s.Docs.Particulars.Delete(ctx, p.ID)
		}
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
	}
	return nil
}
