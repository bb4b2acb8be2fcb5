package editions

import (
	"context"
	"time"

	"hallmark/api/journal"
	"hallmark/api/pages"
	"hallmark/api/store"
	"hallmark/standard"
)

// Deps are what the room works with.
type Deps struct {
	Now func() time.Time

	Journal *journal.Service
	Pages   *pages.Service

	// Consolidated returns the edition that was published first and the sheets that led from it to
	// this one. The room that owns amendments stands above this one, so the function is handed in.
	Consolidated func(ctx context.Context, id standard.EditionID) (
		base *standard.Edition, sheets []*standard.Amendment, err error,
	)

	Docs Docs
}

// Docs are the collections that the room reads and writes.
type Docs struct {
	Editions store.Collection[EditionDocument]
}

// Service is the room. It is safe for concurrent use.
type Service struct {
	Deps
	cache editionCache
}

// New makes the room.
func New(d Deps) *Service { return &Service{Deps: d} }

// Handlers answer the requests for the room.
type Handlers struct{ *Service }
