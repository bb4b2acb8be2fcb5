package follow

import (
	"context"
	"encoding/json"
	"log/slog"

	"hallmark/api/store"
)

// Step makes a step of the first version of its kind, which the request carries out right after the
// write.
func Step(kind string, rank int, args any) (store.Follow, error) {
	b, err := json.Marshal(args)
	return store.Follow{Kind: kind, Version: 1, Rank: rank, Args: b, Delay: Patience}, err
}

// Update is [store.UpdateWith], after which the steps are carried out.
func Update[T any](ctx context.Context, s *Service, c store.Collection[T], id string,
	fn func(*T) ([]store.Follow, error),
) (T, error) {
	some := false
	doc, err := store.UpdateWith(ctx, c, id, func(doc *T) ([]store.Follow, error) {
		follows, err := fn(doc)
		some = len(follows) > 0
		return follows, err
	})
	if err == nil && some {
		s.after(ctx, c.Subject(doc))
	}
	return doc, err
}

// Insert inserts a document with its steps and carries them out.
func Insert[T any](ctx context.Context, s *Service, c store.Collection[T], doc T,
	follows ...store.Follow,
) error {
	err := c.Insert(ctx, doc, follows...)
	if err == nil && len(follows) > 0 {
		s.after(ctx, c.Subject(doc))
	}
	return err
}

// Replace replaces a document with its steps and carries them out.
func Replace[T any](ctx context.Context, s *Service, c store.Collection[T], doc T, ifRevision int,
	follows ...store.Follow,
) error {
	err := c.Replace(ctx, doc, ifRevision, follows...)
	if err == nil && len(follows) > 0 {
		s.after(ctx, c.Subject(doc))
	}
	return err
}

// after carries out the steps of a write. The write stands, whatever becomes of them: what fails is
// logged and left to the worker, and so is what a caller who has gone does not wait for.
func (s *Service) after(ctx context.Context, of store.Subject) {
	if err := s.Finish(ctx, of); err != nil && ctx.Err() == nil {
		s.Log.WarnContext(ctx, "steps are left", slog.String("document", of.Collection+"/"+of.Doc),
			slog.String("error", err.Error()))
	}
}
