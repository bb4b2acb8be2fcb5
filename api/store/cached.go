package store

import (
	"container/list"
	"context"
	"errors"
	"sync"
)

// Cached holds the last size documents that were written through it, decoded, so that [Update] of a
// document in use reads nothing. Get and Find always read the store, and Update replaces by
// revision and reads again when the cached document was outdated, so other processes may write to
// the same store. What it cannot see is another process that deletes a document and inserts one
// with the same ID and revision: use it for documents whose IDs are not used again.
func Cached[T interface{ Clone() T }](c Collection[T], size int, s Schema[T]) Collection[T] {
	return &cached[T]{Collection: c, schema: s, size: size, entries: map[string]*list.Element{}}
}

type cached[T interface{ Clone() T }] struct {
	Collection[T]
	schema Schema[T]
	size   int

	mu      sync.Mutex
	entries map[string]*list.Element // of T
	recent  list.List                // most recently used first
}

// memory is what Update uses of a cached collection.
type memory[T any] interface {
	recall(id string) (T, bool) // removes the document; Replace puts the next one in
	forget(id string)
}

func (c *cached[T]) lock(ctx context.Context, id string) (func(), error) {
	if l, ok := c.Collection.(locker); ok {
		return l.lock(ctx, id)
	}
	return func() {}, nil
}

// Insert inserts the document and holds a copy of it.
func (c *cached[T]) Insert(ctx context.Context, doc T, follows ...Follow) error {
	err := c.Collection.Insert(ctx, doc, follows...)
	if err == nil {
		c.keep(c.schema.ID(doc), doc.Clone())
	}
	return err
}

// Replace replaces the document and holds a copy of it.
func (c *cached[T]) Replace(ctx context.Context, doc T, ifRevision int, follows ...Follow) error {
	id := c.schema.ID(doc)
	err := c.Collection.Replace(ctx, doc, ifRevision, follows...)
	if err != nil {
		c.forget(id)
		return err
	}
	c.keep(id, doc.Clone())
	return nil
}

// Delete deletes the document here and in the store.
func (c *cached[T]) Delete(ctx context.Context, id string) error {
	err := c.Collection.Delete(ctx, id)
	if err == nil || errors.Is(err, ErrNotFound) {
		c.forget(id)
	}
	return err
}

func (c *cached[T]) recall(id string) (doc T, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e := c.entries[id]; e != nil {
		return c.remove(e), true
	}
	return doc, false
}

func (c *cached[T]) forget(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e := c.entries[id]; e != nil {
		c.remove(e)
	}
}

func (c *cached[T]) remove(e *list.Element) T {
	doc := c.recent.Remove(e).(T)
	delete(c.entries, c.schema.ID(doc))
	return doc
}

// keep remembers doc, unless a newer one is remembered already.
func (c *cached[T]) keep(id string, doc T) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e := c.entries[id]; e != nil {
		if c.schema.Revision(doc) > c.schema.Revision(e.Value.(T)) {
			e.Value = doc
		}
		c.recent.MoveToFront(e)
		return
	}
	c.entries[id] = c.recent.PushFront(doc)
	if c.recent.Len() > c.size {
		c.remove(c.recent.Back())
	}
}
