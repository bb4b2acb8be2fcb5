package settings

import (
	"time"

	"hallmark/api/access"
	"hallmark/api/journal"
	"hallmark/api/pages"
	"hallmark/api/store"
	"hallmark/checklists"
)

// Deps are what the service works with.
type Deps struct {
	Now func() time.Time

	Journal *journal.Service
	Access  *access.Service
	Pages   *pages.Service

	Docs Docs
}

// Docs are the collections that the service reads and writes.
type Docs struct {
	Settings store.Collection[checklists.Settings]
}

// Service reads and sets the deadlines. It is safe for concurrent use.
type Service struct {
	Deps
}

// New makes the service.
func New(d Deps) *Service { return &Service{Deps: d} }

// Handlers answer the requests of package settings.
type Handlers struct{ *Service }
