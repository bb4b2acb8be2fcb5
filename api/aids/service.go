package aids

import (
	"time"

	"hallmark/api/access"
	"hallmark/api/editions"
	"hallmark/api/journal"
	"hallmark/api/pages"
	"hallmark/api/store"
)

// Deps are what the room works with.
type Deps struct {
	Now func() time.Time

	Journal  *journal.Service
	Access   *access.Service
	Pages    *pages.Service
	Editions *editions.Service

	Docs Docs
}

// Docs are the collections that the room reads and writes.
type Docs struct {
	Aids store.Collection[Document]
}

// Service is the room. It is safe for concurrent use.
type Service struct {
	Deps
}

// New makes the room.
func New(d Deps) *Service { return &Service{Deps: d} }

// Handlers answer the requests for the room.
type Handlers struct{ *Service }
