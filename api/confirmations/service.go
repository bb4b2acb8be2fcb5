package confirmations

import (
	"hallmark/api/audits"
	"hallmark/api/evidence"
)

// Deps are the rooms that this room works with.
type Deps struct {
	Audits   *audits.Service
	Evidence *evidence.Service
}

// Service holds the use cases of the room. It is safe for concurrent use.
type Service struct {
	Deps
}

// New makes the service.
func New(d Deps) *Service { return &Service{Deps: d} }

// Handlers answer the requests for the room.
type Handlers struct{ *Service }
