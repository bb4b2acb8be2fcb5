package reports

import (
	"context"
	"log/slog"
	"time"

	"hallmark/api/access"
	"hallmark/api/audits"
	"hallmark/api/campaigns"
	"hallmark/api/editions"
	"hallmark/api/evidence"
	"hallmark/api/journal"
	"hallmark/api/outcomes"
	"hallmark/api/pages"
	"hallmark/api/papers"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/checklists/campaign"
	"hallmark/pdf/fonts"
	"hallmark/pdf/seal"
	"hallmark/standard"
)

// Deps are what the room works with.
type Deps struct {
	Calendar func() checklists.Calendar
	Fonts    *fonts.Set
	Shelf    store.Shelf
	Log      *slog.Logger
	Now      func() time.Time
	Site     wire.Site
	Streams  context.Context

	// Key is the key that signs now.
	Key func(context.Context) (*seal.Key, error)

	// Signers are the fingerprints of all certificates that the installation has signed with.
	Signers func(context.Context) ([]standard.Digest, error)

	Journal   *journal.Service
	Access    *access.Service
	Pages     *pages.Service
	Editions  *editions.Service
	Evidence  *evidence.Service
	Campaigns *campaigns.Service
	Audits    *audits.Service
	Outcomes  *outcomes.Service
	Papers    *papers.Service

	Docs Docs
}

// Docs are the collections that the room reads and writes.
type Docs struct {
	Archives  store.Collection[Archive]
	Audits    store.Collection[checklists.Audit]
	Campaigns store.Collection[campaign.Campaign]
	Evidence  store.Collection[evidence.Link]
	Reports   store.Collection[IssuedReport]
}

// Service is the room. It is safe for concurrent use.
type Service struct {
	Deps

	desk desk
}

// New makes the room.
func New(d Deps) *Service {
	return &Service{Deps: d, desk: desk{from: map[string]bool{}}}
}

// Handlers answer the requests for the room.
type Handlers struct{ *Service }
