package campaigns

import (
	"time"

	"hallmark/api/access"
	"hallmark/api/editions"
	"hallmark/api/follow"
	"hallmark/api/journal"
	"hallmark/api/pages"
	"hallmark/api/register"
	"hallmark/api/store"
	"hallmark/checklists"
	"hallmark/checklists/campaign"
)

// Deps are what the room works with.
type Deps struct {
	Now func() time.Time

	Journal  *journal.Service
	Access   *access.Service
	Pages    *pages.Service
	Editions *editions.Service
	Register *register.Service

	Docs Docs
}

// Docs are the collections that the room reads and writes.
type Docs struct {
	Audits    store.Collection[checklists.Audit]
	Campaigns store.Collection[campaign.Campaign]
	Draws     store.Collection[campaign.DrawPart]
	Outcomes  store.Collection[checklists.Outcome]
	Users     store.Collection[access.User]
}

// Service is the room. It is safe for concurrent use.
type Service struct {
	Deps
}

// New makes the room.
func New(d Deps) *Service {
	s := &Service{Deps: d}
	follow.Handle(d.Journal.Steps, drawKind, s.keepDraw)
	follow.Handle(d.Journal.Steps, visitKind, s.linkVisit)
	follow.Handle(d.Journal.Steps, voidKind, s.freeVisit)
	return s
}

// Handlers answer the requests for the room.
type Handlers struct{ *Service }
