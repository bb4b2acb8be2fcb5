package access

import (
	"context"
	"time"

	"hallmark/api/journal"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
)

// Deps are what the service works with.
type Deps struct {
	PasswordCost PasswordCost
	Now          func() time.Time
	Site         wire.Site

	Journal *journal.Service

	// Secret derives a key of the installation for a purpose.
	Secret func(purpose string) ([]byte, error)

	// Functions of rooms that this one may not import.
	VisitsOf func(ctx context.Context, name checklists.Username) ([]checklists.HallID, error)

	Docs Docs
}

// Docs are the collections that the service reads and writes.
type Docs struct {
	Guesses  store.Collection[Guess]
	Marks    store.Collection[Mark]
	Sessions store.Collection[Session]
	Users    store.Collection[User]
}

// Service knows accounts and sessions and decides on permissions. It is safe for concurrent use.
type Service struct {
	Deps
	decoy      string
	hashing    chan struct{}
	identities identities
	proxies    proxies
}

// New makes the service.
func New(d Deps) *Service {
	return &Service{Deps: d, hashing: make(chan struct{}, 2),
		proxies: proxies{seen: map[string]bool{}},
		decoy:   d.PasswordCost.Decoy()}
}
