package briefings

import (
	"time"

	"hallmark/api/audits"
	"hallmark/api/editions"
	"hallmark/api/register"
)

// Deps are what the room works with. It has no documents of its own.
type Deps struct {
	Now func() time.Time

	Audits   *audits.Service
	Editions *editions.Service
	Register *register.Service
}

// Service is the room. It is safe for concurrent use.
type Service struct {
	Deps
}

// New makes the room.
func New(d Deps) *Service { return &Service{Deps: d} }

// Handlers answer the requests for the room.
type Handlers struct{ *Service }
