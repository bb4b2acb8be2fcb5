package outcomes

import (
	"context"
	"time"

	"hallmark/api/access"
	"hallmark/api/audits"
	"hallmark/api/editions"
	"hallmark/api/evidence"
	"hallmark/api/journal"
	"hallmark/api/pages"
	"hallmark/api/register"
	"hallmark/api/settings"
	"hallmark/api/store"
	"hallmark/checklists"
	"hallmark/pdf/fonts"
	"hallmark/pdf/seal"
)

// Deps are the rooms, resources and collections that this room works with.
type Deps struct {
	Calendar checklists.Calendar
	Fonts    *fonts.Set
	Key      *seal.Key
	Now      func() time.Time

	Journal  *journal.Service
	Access   *access.Service
	Pages    *pages.Service
	Settings *settings.Service
	Editions *editions.Service
	Register *register.Service
	Evidence *evidence.Service
	Audits   *audits.Service

	// Calls into rooms above this one, which it cannot import.
	HasReport func(ctx context.Context, code string) bool

	Docs Docs
}

// Docs are the collections that the room reads and writes.
type Docs struct {
	Appeals        store.Collection[checklists.Appeal]
	Audits         store.Collection[checklists.Audit]
	Evidence       store.Collection[evidence.Link]
	Outcomes       store.Collection[checklists.Outcome]
	Rectifications store.Collection[checklists.Rectification]
}

// Service holds the use cases of the room. It is safe for concurrent use.
type Service struct {
	Deps
}

// New makes the service.
func New(d Deps) *Service { return &Service{Deps: d} }

// Handlers answer the requests for the room.
type Handlers struct{ *Service }
