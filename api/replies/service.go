package replies

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
)

// Schema is how the answers are stored.
var Schema = store.Schema[Reply]{
	Name:     "replies",
	ID:       func(r Reply) string { return r.ID },
	Revision: func(r Reply) int { return r.Revision },
	Keys: map[string]func(Reply) []string{
		"at": wire.Key(func(r Reply) string { return wire.TimeKey(r.At) }),
	},
	Indexes: []store.Index{{Order: "at"}},
}

// Reply is the stored answer to a POST with an Idempotency-Key, with which every repetition is
// answered.
type Reply struct {
	ID       string          `json:"id"`
	Request  standard.Digest `json:"request"` // of the body
	Status   int             `json:"status"`  // 0 while the first request runs
	Type     string          `json:"type"`
	Body     string          `json:"body"`
	Location string          `json:"location,omitempty"`
	At       checklists.Time `json:"at"`
	Revision int             `json:"revision"`

	// Secret says that the answer held a secret; it is not kept.
	Secret bool `json:"secret,omitempty"`
}

// The limits of an Idempotency-Key: its length, and how long it is stored.
const (
	maxKey       = 128
	replyLife    = 24 * time.Hour // the key may then be used anew
	abandonedFor = time.Minute    // another request may then take over an unfinished key
)

var errKeyBusy = wire.Refuse(http.StatusConflict, "key-busy")

// Deps are what the service works with.
type Deps struct {
	Log *slog.Logger
	Now func() time.Time

	Docs Docs
}

// Docs are the collections that the service reads and writes.
type Docs struct {
	Replies store.Collection[Reply]
}

// Service keeps the answers. It is safe for concurrent use.
type Service struct {
	Deps
}

// New makes the service.
func New(d Deps) *Service { return &Service{Deps: d} }

// Sweep removes the replies whose keys may be used anew.
func (s *Service) Sweep(ctx context.Context) error {
	q := store.Query{Order: "at", To: wire.TimeKey(checklists.At(s.Now().Add(-replyLife)))}
	for r, err := range s.Docs.Replies.Find(ctx, q) {
		if err == nil {
			err = s.Docs.Replies.Delete(ctx, r.ID)
		}
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
	}
	return nil
}
