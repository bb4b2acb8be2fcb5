package outbox

import (
	"context"
	"errors"
	"time"

	"hallmark/api/journal"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
)

// Channel is a way to deliver something.
type Channel string

// ChannelWebhook delivers to subscriptions by HTTP. The other channels are those of packages
// notifications (mail) and robots; package api gives each its [Sender].
const ChannelWebhook Channel = "webhook"

// DeliveryState is what became of a delivery.
type DeliveryState string

// The states. A pending delivery waits for NextAt; a failed one may be tried again by hand.
const (
	Pending   DeliveryState = "pending"
	Delivered DeliveryState = "delivered"
	Failed    DeliveryState = "failed"
	Cancelled DeliveryState = "cancelled" // its target is gone
)

// Delivery is one message to one target. It is stored before it is sent, and sent at least once.
// Its ID never changes, so a receiver can recognise a message that comes again.
type Delivery struct {
	ID         string          `json:"id"` // "msg_…", made of channel, target and name
	Channel    Channel         `json:"channel"`
	Target     string          `json:"target"`  // ID of a webhook or robot, account of a person
	Type       string          `json:"type"`    // the kind of message, such as "edition.published"
	Name       string          `json:"name"`    // what it is about
	Payload    string          `json:"payload"` // as it is sent
	State      DeliveryState   `json:"state"`
	Attempts   int             `json:"attempts"` // begun so far
	Created    checklists.Time `json:"created"`
	NextAt     checklists.Time `json:"nextAt"` // next attempt; during one, when it counts as lost
	LastStatus int             `json:"lastStatus,omitempty"`
	LastError  string          `json:"lastError,omitempty"` // a code, key "outbox.error-…"
	Revision   int             `json:"revision"`
}

// DeliverySchema is how deliveries are stored.
var DeliverySchema = store.Schema[Delivery]{
	Name:     "outbox",
	ID:       func(d Delivery) string { return d.ID },
	Revision: func(d Delivery) int { return d.Revision },
	Keys: map[string]func(Delivery) []string{
		"state":   wire.Key(func(d Delivery) string { return string(d.State) }),
		"target":  wire.Key(func(d Delivery) string { return d.Target }),
		"channel": wire.Key(func(d Delivery) string { return string(d.Channel) }),
		"next":    wire.Key(func(d Delivery) string { return wire.TimeKey(d.NextAt) }),
		"created": wire.Key(func(d Delivery) string { return wire.TimeKey(d.Created) }),
	},
	Indexes: []store.Index{
		{Equal: []string{"state"}, Order: "next"},
		{Equal: []string{"state"}, Order: "created"},
		{Equal: []string{"channel"}, Order: "created"},
		{Equal: []string{"target"}, Order: "created"},
		{Order: "created"},
	},
	Bulky: []string{"payload"},
}

// retries lists the waits after failed attempts, as the Standard Webhooks specification suggests:
// about three days in all. If the attempt after the last wait fails, the delivery has failed.
func retries() []time.Duration {
	return []time.Duration{5 * time.Second, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour,
		5 * time.Hour, 10 * time.Hour, 14 * time.Hour, 20 * time.Hour, 24 * time.Hour}
}

// patientRetries lists the waits after a receiver has put a message off: servers that greylist take
// it only some minutes later, most within an hour (RFC 6647). They come to about three
// days in all, too.
func patientRetries() []time.Duration {
	return []time.Duration{6 * time.Minute, 10 * time.Minute, 20 * time.Minute, time.Hour,
		4 * time.Hour, 10 * time.Hour, 14 * time.Hour, 20 * time.Hour, 24 * time.Hour}
}

// NewDelivery makes a delivery that is due at once. Its ID follows from channel, target and name.
func (s *Service) NewDelivery(channel Channel, target, kind, name, payload string) Delivery {
	now := checklists.At(s.Now())
	id := standard.DigestBytes([]byte(string(channel) + "\n" + target + "\n" + name))
	return Delivery{ID: "msg_" + string(id)[:32], Channel: channel, Target: target, Type: kind,
		Name: name, Payload: payload, State: Pending, Created: now, NextAt: now, Revision: 1}
}

// Post puts a delivery into the outbox; posting it again is harmless.
func (s *Service) Post(ctx context.Context, d Delivery) error {
	err := s.Docs.Outbox.Insert(ctx, d)
	if errors.Is(err, store.ErrExists) {
		return nil
	}
	s.Ring()
	return err
}

// Retry makes a delivery that has failed or was cancelled due again; its attempts are counted anew.
func (s *Service) Retry(ctx context.Context, by checklists.Username, id string) error {
	try := func(d *Delivery) (e journal.Event, err error) {
		if d.State != Failed && d.State != Cancelled {
			return e, wire.Refuse(409, "delivery-state")
		}
		before := journal.DigestDocument(*d)
		d.State, d.Attempts, d.NextAt = Pending, 0, checklists.At(s.Now())
		d.Revision++
		return journal.Event{Actor: by, Action: "delivery-retried", Subject: "delivery/" + d.ID,
			Label: d.Name, Before: before, After: journal.DigestDocument(*d), Revision: d.Revision}, nil
	}
	_, err := journal.Update(ctx, s.Journal, s.Docs.Outbox, id, try)
	if err == nil {
		s.Ring()
	}
	return err
}
