package outbox

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"hallmark/api/journal"
	"hallmark/api/pages"
	"hallmark/api/store"
)

// Deps are what the service works with.
type Deps struct {
	LocalWebhooks bool
	Log           *slog.Logger
	Now           func() time.Time
	Secret        func(purpose string) ([]byte, error) // of the installation; 32 bytes

	Journal *journal.Service
	Pages   *pages.Service

	// Functions of rooms that this one may not import.
	CountDelivery func(channel, outcome string)
	Senders       func() map[Channel]Sender
	Targets       func(ctx context.Context) (map[string]string, error)

	Docs Docs
}

// Docs are the collections that the service reads and writes.
type Docs struct {
	Outbox store.Collection[Delivery]
}

// Service stores and sends deliveries. It is safe for concurrent use.
type Service struct {
	Deps
	bell   outboxBell
	Client *http.Client // sends to receivers outside, see [ErrAddress]
}

// New makes the service.
func New(d Deps) *Service {
	return &Service{Deps: d, bell: make(outboxBell, 1), Client: webhookClient(d.LocalWebhooks)}
}

// Handlers answer the requests of package outbox.
type Handlers struct{ *Service }
