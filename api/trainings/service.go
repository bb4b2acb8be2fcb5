package trainings

import (
	"time"

	"hallmark/api/access"
	"hallmark/api/editions"
	"hallmark/api/journal"
	"hallmark/api/pages"
	"hallmark/api/register"
	"hallmark/api/store"
	"hallmark/checklists"
)

// Deps are what the room works with.
type Deps struct {
	Calendar func() checklists.Calendar
	Now      func() time.Time

	Journal  *journal.Service
	Access   *access.Service
	Pages    *pages.Service
	Editions *editions.Service
	Register *register.Service

	Docs Docs
}

// Docs are the collections that the room reads and writes.
type Docs struct {
	Halls     store.Collection[checklists.Hall]
	Outcomes  store.Collection[checklists.Outcome]
	Trainings store.Collection[checklists.Training]
}

// Service is the room. It is safe for concurrent use.
type Service struct {
	Deps
}

// New makes the room.
func New(d Deps) *Service { return &Service{Deps: d} }

// Handlers answer the requests for the room.
type Handlers struct{ *Service }
