package accounts

import (
	"time"

	"hallmark/api/access"
	"hallmark/api/journal"
	"hallmark/api/pages"
	"hallmark/api/register"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
)

// Deps are what the service works with.
type Deps struct {
	PasswordCost access.PasswordCost
	Now          func() time.Time
	Site         wire.Site

	Journal  *journal.Service
	Access   *access.Service
	Pages    *pages.Service
	Register *register.Service

	Docs Docs
}

// Docs are the collections that the service reads and writes.
type Docs struct {
	Events store.Collection[journal.Event]
	Halls  store.Collection[checklists.Hall]
	Users  store.Collection[access.User]
}

// Service adds and changes accounts. It is safe for concurrent use.
type Service struct {
	Deps
}

// New makes the service.
func New(d Deps) *Service { return &Service{Deps: d} }

// Handlers answer the requests of package accounts.
type Handlers struct{ *Service }
