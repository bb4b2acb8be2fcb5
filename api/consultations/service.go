package consultations

import (
	"time"

	"hallmark/api/drafts"
	"hallmark/api/editions"
	"hallmark/api/feed"
	"hallmark/api/journal"
	"hallmark/api/pages"
	"hallmark/api/register"
	"hallmark/api/store"
)

// Deps are the rooms, resources and collections that this room works with.
type Deps struct {
	Now func() time.Time

	Journal  *journal.Service
	Pages    *pages.Service
	Editions *editions.Service
	Register *register.Service
	Feed     *feed.Service
	Drafts   *drafts.Service

	Docs Docs
}

// Docs are the collections that the room reads and writes.
type Docs struct {
	Comments      store.Collection[Comment]
	Consultations store.Collection[Consultation]
	Drafts        store.Collection[drafts.DraftDocument]
}

// Service holds the use cases of the room. It is safe for concurrent use.
type Service struct {
	Deps
}

// New makes the service.
func New(d Deps) *Service { return &Service{Deps: d} }

// Handlers answer the requests for the room.
type Handlers struct{ *Service }
