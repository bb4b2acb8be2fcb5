package journal

import (
	"context"
	"time"

	"hallmark/api/follow"
	"hallmark/api/store"
)

// Deps are what the service works with.
type Deps struct {
	Now    func() time.Time
	Secret func(purpose string) ([]byte, error) // derives a key of the installation for a purpose
	Steps  *follow.Service

	// Tells reports whether people are told of an event, which a room above decides; nil: of none.
	Tells func(*Event) bool

	Docs Docs
}

// Docs are the collections that the service reads and writes.
type Docs struct {
	Events      store.Collection[Event]
	Particulars store.Collection[Particular]
}

// Service writes the event log. It is safe for concurrent use.
type Service struct {
	Deps
	deletes map[string]func(ctx context.Context, id string) error // by collection
}

// New makes the service.
func New(d Deps) *Service {
	s := &Service{Deps: d, deletes: map[string]func(context.Context, string) error{}}
	follow.Handle(d.Steps, EventKind, s.keep)
	follow.Handle(d.Steps, deleteKind, s.deleteByStep)
	return s
}
