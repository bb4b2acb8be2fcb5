package notifications

import (
	"context"
	"errors"

	"hallmark/api/outbox"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
)

// keptDays is for how many days notifications that were read and deliveries that were sent stay:
// two quarters, so that beside the bulletin of the last quarter it can still be seen who was told
// what. The event log, which says what was done, stays for ever.
const keptDays = 180

// forget removes notifications that were read, and deliveries that arrived or whose target is gone,
// when they are older than [keptDays]. Unread notifications stay, and so do deliveries that have
// failed, for they can be sent again. A reminder that is removed is made anew if its deadline is
// still missed after so long (see [Service.Remind]); no other notification is.
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

// forgetOld removes those documents of a query for which goes is true. It is no error if another
// process has removed one already.
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
