package journal

import (
	"time"

	"hallmark/api/store"
)

// Deps are what the service works with.
type Deps struct {
	Now func() time.Time

	Docs Docs
}

// Docs are the collections that the service reads and writes.
type Docs struct {
	Events store.Collection[Event]
}

// Service writes the event log. It is safe for concurrent use.
type Service struct {
	Deps
}

// New makes the service.
func New(d Deps) *Service { return &Service{Deps: d} }
