package journal

import (
	"time"

	"hallmark/api/store"
)

// Deps are what the room works with.
type Deps struct {
	Now func() time.Time

	Docs Docs
}

// Docs are the collections that the room reads and writes.
type Docs struct {
	Events store.Collection[Event]
}

// Service is the room. It is safe for concurrent use.
type Service struct {
	Deps
}

// New makes the room.
func New(d Deps) *Service { return &Service{Deps: d} }
