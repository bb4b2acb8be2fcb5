package store

import (
	"context"
	"errors"
	"sync"
)

// Kept caches views of documents, such as the few figures that a page needs of a large one. A view
// is valid for one revision: every call asks the store for the revisions, and reads a document
// again when its revision has changed. Other processes may write to the same store. As with
// [Cached], a document that is deleted and inserted again with the same ID and revision is not seen
// anew.
type Kept[T, V any] struct {
	of    Collection[T]
	id    func(T) string
	size  int
	brief bool
	view  func(T) V

	mu   sync.Mutex
	have map[string]keptView[V]
}

type keptView[V any] struct {
	revision int
	view     V
}

// few is the largest number of documents that are read one by one; more are read with all others of
// their query.
const few = 64

// Keep makes a cache of the views of up to size documents, or of as many as one query has. Brief
// says that a view uses no bulky fields, which may be there or not. Many goroutines read a view, so
// nobody changes what it points to.
func Keep[T, V any](c Collection[T], s Schema[T], size int, brief bool, view func(T) V) *Kept[T, V] {
	return &Kept[T, V]{of: c, id: s.ID, size: size, brief: brief, view: view,
		have: map[string]keptView[V]{}}
}

// Find returns the views of the documents of a query in its order.
func (k *Kept[T, V]) Find(ctx context.Context, q Query) ([]V, error) {
	var versions []Version
	for v, err := range k.of.Versions(ctx, q) {
		if err != nil {
			return nil, err
		}
		versions = append(versions, v)
	}
	views, missing := k.recall(versions)
	if len(missing) <= few {
		return k.complete(ctx, versions, views, missing)
	}
	q.Brief = k.brief
	views, fresh := views[:0], make(map[string]keptView[V], len(versions))
	for doc, err := range k.of.Find(ctx, q) {
		if err != nil {
			return nil, err
		}
		view := k.view(doc)
		views = append(views, view)
		fresh[k.id(doc)] = keptView[V]{k.of.Revision(doc), view}
	}
	k.keep(fresh)
	return views, nil
}

// Of returns the views of documents that are known to have these versions, or newer ones where they
// have changed since. What has been deleted is left out.
func (k *Kept[T, V]) Of(ctx context.Context, versions []Version) ([]V, error) {
	views, missing := k.recall(versions)
	return k.complete(ctx, versions, views, missing)
}

// recall returns the views that are kept, in the places of their versions, and the places of the
// others.
func (k *Kept[T, V]) recall(versions []Version) (views []V, missing []int) {
	views = make([]V, len(versions))
	k.mu.Lock()
	defer k.mu.Unlock()
	for i, v := range versions {
		kept, ok := k.have[v.ID]
		if views[i] = kept.view; !ok || kept.revision != v.Revision {
			missing = append(missing, i)
		}
	}
	return views, missing
}

// complete reads the documents of the missing places.
func (k *Kept[T, V]) complete(ctx context.Context, versions []Version, views []V, missing []int) (
	[]V, error,
) {
	fresh := make(map[string]keptView[V], len(missing))
	gone := map[int]bool{}
	for _, i := range missing {
		doc, err := k.of.Get(ctx, versions[i].ID)
		if errors.Is(err, ErrNotFound) {
			gone[i] = true
			continue
		}
		if err != nil {
			return nil, err
		}
		views[i] = k.view(doc)
		fresh[versions[i].ID] = keptView[V]{k.of.Revision(doc), views[i]}
	}
	k.keep(fresh)
	if len(gone) == 0 {
		return views, nil
	}
	left := make([]V, 0, len(views)-len(gone))
	for i, view := range views {
		if !gone[i] {
			left = append(left, view)
		}
	}
	return left, nil
}

func (k *Kept[T, V]) keep(fresh map[string]keptView[V]) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.have)+len(fresh) > k.size {
		k.have = fresh
		return
	}
	for id, view := range fresh {
		k.have[id] = view
	}
}
