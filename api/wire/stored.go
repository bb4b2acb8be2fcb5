package wire

import (
	"context"

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

// First reads the first document that a query finds; nil if there is none.
func First[T any](ctx context.Context, c store.Collection[T], q store.Query) (*T, error) {
	q.Limit = 1
	for doc, err := range c.Find(ctx, q) {
		return &doc, err
	}
	return nil, nil
}
