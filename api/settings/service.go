package settings

import (
	"sync/atomic"
	"time"

	"hallmark/api/access"
	"hallmark/api/journal"
	"hallmark/api/pages"
	"hallmark/api/store"
	"hallmark/checklists"
)

// Deps are what the service works with.
type Deps struct {
	Now       func() time.Time
	Announced checklists.Calendar // the years that the program brings

	Journal *journal.Service
	Access  *access.Service
	Pages   *pages.Service

	Docs Docs
}

// Docs are the collections that the service reads and writes.
type Docs struct {
	Calendar store.Collection[checklists.CalendarYear]
	Settings store.Collection[checklists.Settings]
}

// Service reads and sets the deadlines, and knows the working days. It is safe for concurrent use.
type Service struct {
	Deps
	calendar atomic.Pointer[known]
}

// New makes the service. It knows the years that the program brings; those that the office has
// loaded come with [Service.RefreshCalendar].
func New(d Deps) *Service {
	s := &Service{Deps: d}
	s.calendar.Store(&known{days: d.Announced})
	return s
}

// Handlers answer the requests of package settings.
type Handlers struct{ *Service }
