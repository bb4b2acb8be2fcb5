package store

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"
)

// maxTries bounds how often one Update runs its function. Inside one process updates of the same
// document wait for each other, so only another process can make it run again.
const maxTries = 50

// Update loads the document, calls fn with it and stores the result in place of the revision that
// was loaded; it loads and calls again when another writer came first. It returns the document as
// stored.
//
// fn gives the document a new revision when it changes anything; it may run more than once and may
// do nothing besides changing the document. An fn that leaves document and revision alone is
// harmless, one that changes the document without a new revision is an error. An error of fn ends
// the update, is returned, and nothing is stored; fn never fails on an outdated document.
func Update[T any](ctx context.Context, c Collection[T], id string, fn func(*T) error) (T, error) {
	return UpdateWith(ctx, c, id, func(doc *T) ([]Follow, error) { return nil, fn(doc) })
}

// UpdateWith is [Update] with an fn that also returns the steps that follow from its change and are
// stored with it; those of a document that it left alone are dropped.
func UpdateWith[T any](ctx context.Context, c Collection[T], id string,
	fn func(*T) ([]Follow, error)) (T, error) {
	var none T
	if l, ok := c.(locker); ok {
		unlock, err := l.lock(ctx, id)
		if err != nil {
			return none, err
		}
		defer unlock()
	}
	for try := range maxTries {
		if err := pause(ctx, try); err != nil {
			return none, err
		}
		doc, err := attempt(ctx, c, id, fn)
		if err == nil || !errors.Is(err, errAgain) {
			return doc, err
		}
	}
	return none, fmt.Errorf("%s: %d tries: %w", id, maxTries, ErrConflict)
}

// errAgain asks for another attempt, with the stored document.
var errAgain = errors.New("document was outdated")

func attempt[T any](
	ctx context.Context, c Collection[T], id string, fn func(*T) ([]Follow, error),
) (none T, err error) {
	doc, cached, err := load(ctx, c, id)
	if err != nil {
		return none, err
	}
	revision := c.Revision(doc)
	follows, err := fn(&doc)
	if err != nil {
		return none, refused(c, id, cached, err)
	}
	if c.Revision(doc) == revision {
		return unchanged(ctx, c, id, cached, doc)
	}
	err = c.Replace(ctx, doc, revision, follows...)
	if errors.Is(err, ErrConflict) || cached && errors.Is(err, ErrNotFound) {
		return none, errAgain
	}
	if err != nil {
		return none, err
	}
	return doc, nil
}

// load prefers the cache, if c has one.
func load[T any](ctx context.Context, c Collection[T], id string) (doc T, cached bool, err error) {
	if m, ok := c.(memory[T]); ok {
		if doc, ok := m.recall(id); ok {
			return doc, true, nil
		}
	}
	doc, err = c.Get(ctx, id)
	return doc, false, err
}

// refused is the error of an fn that refused the document. It is final, unless fn saw a cached
// document, which may be outdated.
func refused[T any](c Collection[T], id string, cached bool, err error) error {
	if cached {
		c.(memory[T]).forget(id)
		return errAgain
	}
	return err
}

// unchanged makes sure that doc, which kept its revision, is what is stored.
func unchanged[T any](
	ctx context.Context, c Collection[T], id string, cached bool, doc T,
) (none T, err error) {
	stored, err := c.Get(ctx, id)
	if err != nil {
		return none, err
	}
	if c.Revision(stored) != c.Revision(doc) {
		if cached {
			c.(memory[T]).forget(id)
		}
		return none, errAgain
	}
	have, err1 := json.Marshal(stored)
	want, err2 := json.Marshal(doc)
	if err := errors.Join(err1, err2); err != nil {
		return none, err
	}
	if !bytes.Equal(have, want) {
		return none, fmt.Errorf("%s: changed without a new revision", id)
	}
	return stored, nil
}

// pause waits before another try: nothing before the first, then up to 2, 4, … 64 ms.
func pause(ctx context.Context, try int) error {
	if try == 0 {
		return ctx.Err()
	}
	most := time.Millisecond << min(try, 6)
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(rand.N(most)): //nolint:gosec // a pause is no secret
		return nil
	}
}

// locker lets the updates of one document wait for each other.
type locker interface {
	lock(ctx context.Context, id string) (unlock func(), err error)
}

func (c *collection[T]) lock(ctx context.Context, id string) (func(), error) {
	return c.locks.lock(ctx, id)
}

// locks is a set of locks by ID; the zero value is ready.
type locks struct {
	mu   sync.Mutex
	held map[string]*lock
}

type lock struct {
	turn  chan struct{} // holds one token while nobody has the lock
	users int           // holding or waiting
}

func (l *locks) lock(ctx context.Context, id string) (unlock func(), err error) {
	l.mu.Lock()
	if l.held == nil {
		l.held = map[string]*lock{}
	}
	k := l.held[id]
	if k == nil {
		k = &lock{turn: make(chan struct{}, 1)}
		k.turn <- struct{}{}
		l.held[id] = k
	}
	k.users++
	l.mu.Unlock()
	select {
	case <-k.turn:
		return func() { k.turn <- struct{}{}; l.leave(id, k) }, nil
	case <-ctx.Done():
		l.leave(id, k)
		return nil, ctx.Err()
	}
}

func (l *locks) leave(id string, k *lock) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if k.users--; k.users == 0 {
		delete(l.held, id)
	}
}
