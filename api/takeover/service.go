package takeover

import (
	"net/http"

	"hallmark/api/access"
	"hallmark/api/editions"
	"hallmark/api/follow"
	"hallmark/api/journal"
	"hallmark/api/pages"
	"hallmark/api/store"
	"hallmark/checklists"
)

// Deps are what the room works with.
type Deps struct {
	Journal  *journal.Service
	Access   *access.Service
	Pages    *pages.Service
	Editions *editions.Service

	// Serve answers a request as for any client.
	Serve func(w http.ResponseWriter, r *http.Request)

	Docs Docs
}

// Docs are the collections that the room reads, and the hand-ins, which it writes.
type Docs struct {
	Audits  store.Collection[checklists.Audit]
	Halls   store.Collection[checklists.Hall]
	HandIns store.Collection[HandIn]
	Users   store.Collection[access.User]
}

// Service is the room. It is safe for concurrent use.
type Service struct {
	Deps
}

// New makes the room.
func New(d Deps) *Service {
	s := &Service{Deps: d}
	follow.Handle(d.Journal.Steps, settleKind, s.settleByStep)
	return s
}

// Handlers answer the requests for the room.
type Handlers struct{ *Service }
