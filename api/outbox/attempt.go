package outbox

import (
	"context"
	"net/http"
	"strings"

	"github.com/google/uuid"

	"hallmark/api/access"
	"hallmark/api/store"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/checklists"
)

// TestName names a test, of which there may be many.
func TestName() (string, error) {
	id, err := uuid.NewV7()
	return "test/" + id.String(), err
}

// Try sends a delivery at once and returns what became of it.
func (s *Service) Try(ctx context.Context, d Delivery) (Delivery, error) {
	if err := s.Docs.Outbox.Insert(ctx, d); err != nil {
		return d, err
	}
	if err := s.Deliver(ctx, d.ID); err != nil {
		return d, err
	}
	return s.Docs.Outbox.Get(ctx, d.ID)
}

// NewRequest makes the request that brings a delivery to an address outside.
func NewRequest(ctx context.Context, address string, d *Delivery) (*http.Request, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(d.Payload))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "Hallmark")
	return r, nil
}

// RetryTo makes a delivery due again that went to a target.
func (s *Service) RetryTo(ctx context.Context, by checklists.Username, target, id string) error {
	d, err := s.Docs.Outbox.Get(ctx, id)
	if err != nil || d.Target != target {
		return wire.ErrNotFound
	}
	return s.Retry(ctx, by, d.ID)
}

// shownDeliveries is how many of the last deliveries the page of a channel shows.
const shownDeliveries = 20

// LastDeliveries are the last ones of a channel. Targets are the names of where they went; retries
// are where a person may send them again, "" for a target that is gone.
func (s *Service) LastDeliveries(ctx context.Context, caller access.Caller, channel Channel,
	targets, retries map[string]string,
) ([]web.Delivery, error) {
	q := store.Query{Equal: map[string]string{"channel": string(channel)}, Order: "created",
		Descending: true, Brief: true, Limit: shownDeliveries}
	rows, _, err := wire.Collect(ctx, s.Docs.Outbox, q, nil, func(d Delivery) web.Delivery {
		return deliveryRow(caller, d, targets, retries[d.Target])
	})
	return rows, err
}
