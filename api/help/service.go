package help

import (
	"hallmark/api/pages"
)

// Deps are what the room works with.
type Deps struct {
	Pages *pages.Service
}

// Service is the room. It is safe for concurrent use.
type Service struct {
	Deps
}

// New makes the room.
func New(d Deps) *Service { return &Service{Deps: d} }

// Handlers answer the requests for the room.
type Handlers struct{ *Service }
