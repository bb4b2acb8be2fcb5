package store

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
)

// Records yields the documents of a collection as they are stored, in the order of their IDs: whole,
// with every member that this program does not know, and with their open steps. It changes nothing,
// so data of an older form keep it; a collection that was never opened has no documents.
func Records[T any](ctx context.Context, from Snapshot, s Schema[T]) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		for r, err := range from.Dump(ctx, s.Name) {
			if err == nil && s.Growth != nil {
				r.JSON, err = s.Growth.Join(r.JSON)
			}
			if err != nil {
				yield(Record{}, fmt.Errorf("%s: %w", s.Name, err))
				return
			}
			if !yield(r, nil) {
				return
			}
		}
	}
}

// Stored yields the documents that [Records] does, from a snapshot of its own.
func Stored[T any](ctx context.Context, e Engine, s Schema[T]) iter.Seq2[json.RawMessage, error] {
	return func(yield func(json.RawMessage, error) bool) {
		from, err := e.Snapshot(ctx)
		if err != nil {
			yield(nil, err)
			return
		}
		defer from.Close()
		for r, err := range Records(ctx, from, s) {
			if !yield(r.JSON, err) || err != nil {
				return
			}
		}
	}
}

// Load opens a collection and returns a function that inserts a document as [Records] has yielded
// it, with every member that this program does not know.
func Load[T any](ctx context.Context, e Engine, s Schema[T]) (func(json.RawMessage) error, error) {
	opened, err := Open(ctx, e, s)
	if err != nil {
		return nil, err
	}
	c := opened.(*collection[T])
	return func(b json.RawMessage) error {
		doc, err := c.decode(b)
		if err != nil {
			return err
		}
		raw := RawDocument{JSON: b}
		if s.Growth != nil {
			if raw.JSON, raw.Gain, err = s.Growth.Split(b); err != nil {
				return c.wrap(s.ID(doc), err)
			}
		}
		if raw, err = c.prepare(doc, raw); err == nil {
			err = c.raw.Insert(ctx, raw)
		}
		return c.wrap(s.ID(doc), err)
	}, nil
}
