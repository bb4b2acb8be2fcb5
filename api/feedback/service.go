package feedback

import (
	"time"

	"hallmark/api/access"
	"hallmark/api/editions"
	"hallmark/api/journal"
	"hallmark/api/pages"
	"hallmark/api/register"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/pdf/fonts"
)

// Deps are what the room works with.
type Deps struct {
	Calendar func() checklists.Calendar
	Fonts    *fonts.Set
	Now      func() time.Time
	Site     wire.Site

	Journal  *journal.Service
	Access   *access.Service
	Pages    *pages.Service
	Editions *editions.Service
	Register *register.Service

	Docs Docs
}

// Docs are the collections that the room reads and writes.
type Docs struct {
	Feedback store.Collection[checklists.Feedback]
	Halls    store.Collection[checklists.Hall]
}

// Service is the room. It is safe for concurrent use.
type Service struct {
	Deps
	limiter *wire.Limiter
}

// New makes the room.
func New(d Deps) *Service { return &Service{Deps: d, limiter: newFeedbackThrottle()} }

// Handlers answer the requests for the room.
type Handlers struct{ *Service }
