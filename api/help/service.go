package help

import (
	"hallmark/api/pages"
)

// Deps are what the service works with.
type Deps struct {
	Pages *pages.Service
}

// Service shows the help. It is safe for concurrent use.
type Service struct {
	Deps
}

// New makes the service.
func New(d Deps) *Service { return &Service{Deps: d} }

// Handlers answer the requests of package help.
type Handlers struct{ *Service }
