package access

import (
	"context"
	"time"

	"hallmark/api/journal"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
)

// Deps are what the room works with.
type Deps struct {
	PasswordCost PasswordCost
	Now          func() time.Time
	Site         wire.Site

	Journal *journal.Service

	// What rooms above do.
	VisitsOf func(ctx context.Context, name checklists.Username) ([]checklists.HallID, error)

	Docs Docs
}

// Docs are the collections that the room reads and writes.
type Docs struct {
	Sessions store.Collection[Session]
	Users    store.Collection[User]
}

// Service is the room. It is safe for concurrent use.
type Service struct {
	Deps
	decoy      string
	hashing    chan struct{}
	identities identities
	signIns    *signInThrottle
}

// New makes the room.
func New(d Deps) *Service {
	return &Service{Deps: d, signIns: newSignInThrottle(d.Now), hashing: make(chan struct{}, 2),
		decoy: d.PasswordCost.decoy()}
}
