package mongodb

import (
	"context"
	"iter"

	"hallmark/api/store"
)

// snapshot reads each document when its turn comes: a snapshot of the server would need a replica
// set and end after minutes. A document lies together with its steps, so both are of one instant.
type snapshot struct{ engine *Engine }

// Snapshot implements store.Engine.
func (e *Engine) Snapshot(context.Context) (store.Snapshot, error) { return snapshot{e}, nil }

// Close implements store.Snapshot.
func (snapshot) Close() error { return nil }

// Dump implements store.Snapshot.
func (s snapshot) Dump(ctx context.Context, name string) iter.Seq2[store.Record, error] {
	c := &collection{engine: s.engine, c: s.engine.db.Collection(name),
		schema: store.RawSchema{Name: name}}
	return func(yield func(store.Record, error) bool) {
		for found, err := range c.each(ctx, store.RawQuery{}) {
			var r store.Record
			if err == nil {
				of := envelope{ID: found.ID, Follows: found.Follows}
				r.Steps = of.steps(name)
				store.SortSteps(r.Steps)
				r.JSON, err = found.json()
			}
			if !yield(r, err) || err != nil {
				return
			}
		}
	}
}
