package outbox

import (
	"context"
	"net/http"

	"hallmark/api/journal"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
)

// Receivers are the targets of a channel that people add, change and delete, such as webhooks.
// Every step is an event in the journal.
type Receivers[T any] struct {
	Docs    store.Collection[T]
	Journal *journal.Service

	Kind string // "webhook", before the ID in the journal
	Most int    // so many there may be
	Full string // code of the refusal when there would be more

	Of func(*T) Receiver // what the journal says of one
}

// Receiver is what the documents of all kinds have in common. Revision points into the document.
type Receiver struct {
	ID, Label string
	Revision  *int
}

// Add stores a new receiver.
func (r Receivers[T]) Add(ctx context.Context, by checklists.Username, action string, t T) error {
	have, err := wire.Gather(ctx, r.Docs, store.Query{})
	if err != nil {
		return err
	}
	if len(have) >= r.Most {
		return wire.Refuse(http.StatusConflict, r.Full, r.Most)
	}
	return journal.Insert(ctx, r.Journal, r.Docs, t,
		r.event(by, action, &t, "", journal.DigestDocument(t)))
}

// Change changes a receiver and counts its revision up.
func (r Receivers[T]) Change(ctx context.Context, by checklists.Username, id, action string,
	change func(*T) error,
) (T, error) {
	return journal.Update(ctx, r.Journal, r.Docs, id, func(t *T) (e journal.Event, err error) {
		before := journal.DigestDocument(*t)
		if err := change(t); err != nil {
			return e, err
		}
		*r.Of(t).Revision++
		return r.event(by, action, t, before, journal.DigestDocument(*t)), nil
	})
}

// Delete deletes a receiver; its deliveries stay.
func (r Receivers[T]) Delete(ctx context.Context, by checklists.Username, id, action string) error {
	return journal.Delete(ctx, r.Journal, r.Docs, id, func(t *T) (journal.Event, error) {
		e := r.event(by, action, t, journal.DigestDocument(*t), "")
		*r.Of(t).Revision++
		return e, nil
	})
}

func (r Receivers[T]) event(by checklists.Username, action string, t *T,
	before, after standard.Digest,
) journal.Event {
	of := r.Of(t)
	return journal.Event{Actor: by, Action: action, Subject: r.Kind + "/" + of.ID, Label: of.Label,
		Before: before, After: after, Revision: *of.Revision}
}
