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

// TestName makes a new name for a delivery that tests a receiver.
func TestName() (string, error) {
	id, err := uuid.NewV7()
	return "test/" + id.String(), err
}

// Try stores a delivery, makes one attempt at once, and returns the delivery as it then is.
func (s *Service) Try(ctx context.Context, d Delivery) (Delivery, error) {
	if err := s.Docs.Outbox.Insert(ctx, d); err != nil {
		return d, err
	}
	if err := s.Deliver(ctx, d.ID); err != nil {
		return d, err
	}
	return s.Docs.Outbox.Get(ctx, d.ID)
}

// NewRequest makes the POST that sends a delivery to an address.
func NewRequest(ctx context.Context, address string, d *Delivery) (*http.Request, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(d.Payload))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "Hallmark")
	return r, nil
}

// RetryTo is [Service.Retry] for a delivery to one target; that of another target is not found.
func (s *Service) RetryTo(ctx context.Context, by checklists.Username, target, id string) error {
	d, err := s.Docs.Outbox.Get(ctx, id)
	if err != nil || d.Target != target {
		return wire.ErrNotFound
	}
	return s.Retry(ctx, by, d.ID)
}

// shownDeliveries is how many of the last deliveries the page of a channel shows.
const shownDeliveries = 20

// LastDeliveries returns the latest deliveries of a channel. Targets has the name of each target by
// its ID; retries has the path of the form that sends a delivery to it again, and nothing for a
// target that is gone.
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
