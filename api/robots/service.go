package robots

import (
	"time"

	"hallmark/api/access"
	"hallmark/api/journal"
	"hallmark/api/outbox"
	"hallmark/api/pages"
	"hallmark/api/store"
)

// Deps are what the service works with.
type Deps struct {
	LocalWebhooks bool
	Now           func() time.Time

	Journal *journal.Service
	Access  *access.Service
	Pages   *pages.Service
	Outbox  *outbox.Service

	Docs Docs
}

// Docs are the collections that the service reads and writes.
type Docs struct {
	Robots store.Collection[Robot]
}

// Service manages chat robots and speaks through them. It is safe for concurrent use.
type Service struct {
	Deps
}

// New makes the service.
func New(d Deps) *Service {
	journal.Deletable(d.Journal, d.Docs.Robots)
	return &Service{Deps: d}
}

// Handlers answer the requests of package robots.
type Handlers struct{ *Service }
