package bulletins

import (
	"time"

	"hallmark/api/access"
	"hallmark/api/editions"
	"hallmark/api/follow"
	"hallmark/api/journal"
	"hallmark/api/pages"
	"hallmark/api/papers"
	"hallmark/api/settings"
	"hallmark/api/store"
	"hallmark/checklists"
	"hallmark/checklists/bulletin"
	"hallmark/pdf/fonts"
)

// Deps are what the room works with.
type Deps struct {
	Calendar func() checklists.Calendar
	Fonts    *fonts.Set
	Now      func() time.Time

	Journal  *journal.Service
	Access   *access.Service
	Pages    *pages.Service
	Papers   *papers.Service
	Settings *settings.Service
	Editions *editions.Service

	Docs Docs
}

// Docs are the collections that the room reads and writes.
type Docs struct {
	BulletinRegisters store.Collection[bulletin.Register]
	Bulletins         store.Collection[bulletin.Bulletin]
	Halls             store.Collection[checklists.Hall]
	Outcomes          store.Collection[checklists.Outcome]
	Rectifications    store.Collection[checklists.Rectification]
}

// Service is the room. It is safe for concurrent use.
type Service struct {
	Deps
}

// New makes the room.
func New(d Deps) *Service {
	s := &Service{Deps: d}
	follow.Handle(d.Journal.Steps, numberKind, s.numberByStep)
	journal.Deletable(d.Journal, d.Docs.Bulletins)
	return s
}

// Handlers answer the requests for the room.
type Handlers struct{ *Service }
