package wire

import (
	"context"
	"errors"

	"hallmark/api/store"
	"hallmark/checklists"
)

// Gather reads all documents that a query finds.
func Gather[T any](ctx context.Context, c store.Collection[T], q store.Query) (all []T, err error) {
	for doc, err := range c.Find(ctx, q) {
		if err != nil {
			return nil, err
		}
		all = append(all, doc)
	}
	return all, nil
}

// Key makes an index key of a document from one text; a document whose text is "" is not indexed.
func Key[T any](read func(T) string) func(T) []string {
	return func(doc T) []string {
		if v := read(doc); v != "" {
			return []string{v}
		}
		return nil
	}
}

// TimeKey is a time as an index key: UTC, of fixed width, so that keys sort as times do.
func TimeKey(t checklists.Time) string {
	b, _ := t.MarshalText() // never fails
	return string(b)
}

// Never is the revision of documents that are never replaced.
func Never[T any](T) int { return 0 }

// ReplaceOnly stores the next revision of a document that exists once. Before is the revision that
// it had, 0 if it is not stored yet. Of two that store the same revision, the second one gets
// [store.ErrConflict].
func ReplaceOnly[T any](ctx context.Context, c store.Collection[T], doc T, before int) error {
	if before > 0 {
		return c.Replace(ctx, doc, before)
	}
	err := c.Insert(ctx, doc)
	if errors.Is(err, store.ErrExists) {
		return store.ErrConflict
	}
	return err
}

// First reads the first document that a query finds; nil if there is none.
func First[T any](ctx context.Context, c store.Collection[T], q store.Query) (*T, error) {
	q.Limit = 1
	for doc, err := range c.Find(ctx, q) {
		return &doc, err
	}
	return nil, nil
}
