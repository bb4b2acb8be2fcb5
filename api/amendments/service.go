package amendments

import (
	"context"
	"time"

	"hallmark/api/access"
	"hallmark/api/editions"
	"hallmark/api/feed"
	"hallmark/api/follow"
	"hallmark/api/journal"
	"hallmark/api/pages"
	"hallmark/api/papers"
	"hallmark/api/register"
	"hallmark/api/store"
	"hallmark/checklists"
	"hallmark/pdf/fonts"
)

// Deps are the rooms, resources and collections that this room works with.
type Deps struct {
	Fonts *fonts.Set
	Now   func() time.Time

	Journal  *journal.Service
	Access   *access.Service
	Pages    *pages.Service
	Papers   *papers.Service
	Editions *editions.Service
	Register *register.Service
	Feed     *feed.Service

	// Calls into rooms above this one, which it cannot import.
	SettleConsultation func(ctx context.Context, by checklists.Username,
		a *AmendmentDocument,
	) error

	Docs Docs
}

// Docs are the collections that the room reads and writes.
type Docs struct {
	Amendments     store.Collection[AmendmentDocument]
	Audits         store.Collection[checklists.Audit]
	Editions       store.Collection[editions.EditionDocument]
	Rectifications store.Collection[checklists.Rectification]
	Users          store.Collection[access.User]
}

// Service holds the use cases of the room. It is safe for concurrent use.
type Service struct {
	Deps
}

// New makes the service.
func New(d Deps) *Service {
	s := &Service{Deps: d}
	follow.Handle(d.Journal.Steps, publishKind, s.publishByStep)
	return s
}

// Handlers answer the requests for the room.
type Handlers struct{ *Service }
