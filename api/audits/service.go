package audits

import (
	"context"
	"time"

	"hallmark/api/access"
	"hallmark/api/amendments"
	"hallmark/api/audits/present"
	"hallmark/api/campaigns"
	"hallmark/api/editions"
	"hallmark/api/evidence"
	"hallmark/api/journal"
	"hallmark/api/pages"
	"hallmark/api/register"
	"hallmark/api/store"
	"hallmark/checklists"
	"hallmark/checklists/campaign"
	"hallmark/standard"
)

// Deps are the rooms, resources and collections that this room works with.
type Deps struct {
	Now     func() time.Time
	Streams context.Context

	Journal    *journal.Service
	Access     *access.Service
	Pages      *pages.Service
	Editions   *editions.Service
	Register   *register.Service
	Evidence   *evidence.Service
	Campaigns  *campaigns.Service
	Amendments *amendments.Service

	// Calls into rooms above this one, which it cannot import.
	CountChanges func(status string, n int)
	RecheckOf    func(ctx context.Context, caller access.Caller, in *AuditRequest) (*checklists.Audit,
		*standard.Edition, error)

	Docs Docs
}

// Docs are the collections that the room reads and writes.
type Docs struct {
	Audits    store.Collection[checklists.Audit]
	Campaigns store.Collection[campaign.Campaign]
	Editions  store.Collection[editions.EditionDocument]
	Events    store.Collection[journal.Event]
	Evidence  store.Collection[evidence.Link]
	Users     store.Collection[access.User]
}

// Service holds the use cases of the room. It is safe for concurrent use.
type Service struct {
	Deps
	presence present.Board
}

// New makes the service.
func New(d Deps) *Service { return &Service{Deps: d} }

// Handlers answer the requests for the room.
type Handlers struct{ *Service }
