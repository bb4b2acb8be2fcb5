package drafts

import (
	"context"
	"time"

	"hallmark/api/access"
	"hallmark/api/amendments"
	"hallmark/api/editions"
	"hallmark/api/follow"
	"hallmark/api/journal"
	"hallmark/api/pages"
	"hallmark/api/store"
)

// Deps are the rooms, resources and collections that this room works with.
type Deps struct {
	Now func() time.Time

	Journal    *journal.Service
	Access     *access.Service
	Pages      *pages.Service
	Editions   *editions.Service
	Amendments *amendments.Service

	// Calls into rooms above this one, which it cannot import.
	MayLeave     func(ctx context.Context, draft string) error
	WasConsulted func(ctx context.Context, draft string) (bool, error)

	Docs Docs
}

// Docs are the collections that the room reads and writes.
type Docs struct {
	Amendments store.Collection[amendments.AmendmentDocument]
	Drafts     store.Collection[DraftDocument]
	Users      store.Collection[access.User]
}

// Service holds the use cases of the room. It is safe for concurrent use.
type Service struct {
	Deps
}

// New makes the service.
func New(d Deps) *Service {
	journal.Deletable(d.Journal, d.Docs.Drafts)
	s := &Service{Deps: d}
	follow.Handle(d.Journal.Steps, proposeKind, s.proposeByStep)
	return s
}

// Handlers answer the requests for the room.
type Handlers struct{ *Service }
