package drafts

import (
	"context"
	"time"

	"hallmark/api/access"
	"hallmark/api/amendments"
	"hallmark/api/editions"
	"hallmark/api/journal"
	"hallmark/api/pages"
	"hallmark/api/store"
)

// Deps are what the room works with.
type Deps struct {
	Now func() time.Time

	Journal    *journal.Service
	Access     *access.Service
	Pages      *pages.Service
	Editions   *editions.Service
	Amendments *amendments.Service

	// What rooms above do.
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

// Service is the room. It is safe for concurrent use.
type Service struct {
	Deps
}

// New makes the room.
func New(d Deps) *Service { return &Service{Deps: d} }

// Handlers answer the requests for the room.
type Handlers struct{ *Service }
