package notifications

import (
	"context"
	"errors"

	"hallmark/api/outbox"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
)

// keptDays is for how many days what has been read and what has been sent is kept: two quarters, so
// that the bulletin of the last one can still be held against who was told what. What was done
// stays in the event log for ever.
const keptDays = 180

// forget removes, once a day, notifications that were read and deliveries that arrived or have
// nobody to go to any more, when they are older than [keptDays]. What nobody has read stays, and so
// does what has failed, for it can be sent again. Only what is still late after so long can be told
// again by that, see [Service.Remind]: every other thing is told when it happens.
func (s *Service) forget(ctx context.Context) error {
	before := wire.TimeKey(checklists.At(s.Now().AddDate(0, 0, -keptDays)))
	err := forgetOld(ctx, s.Docs.Notifications, store.Query{Order: "at", To: before},
		func(n *Notification) (string, bool) { return n.ID, n.Read })
	for _, state := range []outbox.DeliveryState{outbox.Delivered, outbox.Cancelled} {
		q := store.Query{Order: "created", To: before, Brief: true,
			Equal: map[string]string{"state": string(state)}}
		err = errors.Join(err, forgetOld(ctx, s.Docs.Outbox, q,
			func(d *outbox.Delivery) (string, bool) { return d.ID, true }))
	}
	return err
}

// forgetOld removes the documents of a query that may go. One that another process has removed is
// gone all the same.
func forgetOld[T any](ctx context.Context, c store.Collection[T], q store.Query,
	may func(*T) (id string, goes bool),
) error {
	var gone []string
	for doc, err := range c.Find(ctx, q) {
		if err != nil {
			return err
		}
		if id, goes := may(&doc); goes {
			gone = append(gone, id)
		}
	}
	for _, id := range gone {
		if err := c.Delete(ctx, id); err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
	}
	return nil
}
