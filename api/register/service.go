package register

import (
	"time"

	"hallmark/api/access"
	"hallmark/api/follow"
	"hallmark/api/journal"
	"hallmark/api/pages"
	"hallmark/api/store"
	"hallmark/checklists"
)

// Deps are what the room works with.
type Deps struct {
	Shelf store.Shelf
	Now   func() time.Time

	Journal *journal.Service
	Pages   *pages.Service

	Docs Docs
}

// Docs are the collections that the room reads and writes.
type Docs struct {
	Halls   store.Collection[checklists.Hall]
	Imports store.Collection[Import]
	Users   store.Collection[access.User]
}

// Service is the room. It is safe for concurrent use.
type Service struct {
	Deps
	summaries hallSummaries
}

// New makes the room.
func New(d Deps) *Service {
	s := &Service{Deps: d}
	follow.Handle(d.Journal.Steps, hallsKind, s.hallsByStep)
	return s
}

// Handlers answer the requests for the room.
type Handlers struct{ *Service }
