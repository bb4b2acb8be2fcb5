package journal

import (
	"context"
	"errors"

	"hallmark/api/follow"
	"hallmark/api/store"
)

// Insert stores a new document together with the event that tells of it.
func Insert[T any](ctx context.Context, s *Service, c store.Collection[T], doc T, e Event) error {
	follows, err := s.Follows(ctx, e)
	if err != nil {
		return err
	}
	return follow.Insert(ctx, s.Steps, c, doc, follows...)
}

// Replace stores the next revision of a document together with the event that tells of it.
func Replace[T any](ctx context.Context, s *Service, c store.Collection[T], doc T, ifRevision int,
	e Event,
) error {
	follows, err := s.Follows(ctx, e)
	if err != nil {
		return err
	}
	return follow.Replace(ctx, s.Steps, c, doc, ifRevision, follows...)
}

// ReplaceOnly stores the next revision of a document that exists once, together with the event that
// tells of it. Before is the revision that it had, 0 if it is not stored yet. Of two that store the
// same revision, the second one gets [store.ErrConflict], and its event is nowhere.
func ReplaceOnly[T any](ctx context.Context, s *Service, c store.Collection[T], doc T, before int,
	e Event,
) error {
	if before > 0 {
		return Replace(ctx, s, c, doc, before, e)
	}
	err := Insert(ctx, s, c, doc, e)
	if errors.Is(err, store.ErrExists) {
		return store.ErrConflict
	}
	return err
}

// Update is [store.Update] with an fn that returns the event of its change; one without an action
// stands for none.
func Update[T any](ctx context.Context, s *Service, c store.Collection[T], id string,
	fn func(*T) (Event, error),
) (T, error) {
	return follow.Update(ctx, s.Steps, c, id, func(doc *T) ([]store.Follow, error) {
		e, err := fn(doc)
		if err != nil || e.Action == "" {
			return nil, err
		}
		return s.Follows(ctx, e)
	})
}

// deleteKind is the kind of the step that deletes its document.
const deleteKind = "delete"

// Deletable lets the documents of a collection be deleted by [Delete].
func Deletable[T any](s *Service, c store.Collection[T]) {
	var none T
	s.deletes[c.Subject(none).Collection] = func(ctx context.Context, id string) error {
		err := c.Delete(ctx, id)
		if errors.Is(err, store.ErrNotFound) {
			return nil
		}
		return err
	}
}

// Delete deletes a document. That is decided by a last revision, from which the event follows and
// then the deletion, so that neither is without the other; fn gives the document that revision and
// returns the event, or refuses. It returns [store.ErrNotFound] when there is none.
func Delete[T any](ctx context.Context, s *Service, c store.Collection[T], id string,
	fn func(*T) (Event, error),
) error {
	var none T
	of := store.Subject{Collection: c.Subject(none).Collection, Doc: id}
	if err := s.Steps.Finish(ctx, of); err != nil { // it may be decided already
		return err
	}
	_, err := follow.Update(ctx, s.Steps, c, id, func(doc *T) ([]store.Follow, error) {
		e, err := fn(doc)
		if err != nil {
			return nil, err
		}
		follows, err := s.Follows(ctx, e)
		if err != nil {
			return nil, err
		}
		step, err := follow.Step(deleteKind, follow.Telling-1, of.Collection)
		return append(follows, step), err
	})
	return err
}

// deleteByStep carries out the step of [Delete].
func (s *Service) deleteByStep(ctx context.Context, id, collection string) error {
	remove := s.deletes[collection]
	if remove == nil {
		return follow.Never(errors.New("documents of " + collection + " are not deleted"))
	}
	return remove(ctx, id)
}
