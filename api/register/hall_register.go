package register

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
)

const (
	// registerLife is how long the summaries are used before the store is asked what other processes
	// have changed.
	registerLife = 2 * time.Second
	// registerSkew is how far back such a question reaches. A change that has just been stored may
	// carry an earlier time: clocks of machines differ, and a large import takes a while.
	registerSkew = 5 * time.Minute
)

// hallSummaries caches the summaries of all halls in memory: the halls without the fields that
// [HallSchema] calls bulky, some 20 MB for 40,000 halls. Lists and pickers search them in
// milliseconds. What this process changes is in it at once, and what other processes change within
// [registerLife]. A hall is never removed. The zero value is ready to use.
type hallSummaries struct {
	mu     sync.Mutex
	halls  []*checklists.Hall // in the order of their IDs; never changed once handed out
	loaded bool
	looked time.Time // when the store was last asked what others have changed
}

// Heads returns the summaries of all halls in the order of their IDs: each hall without the fields
// that [HallSchema] calls bulky. The caller must not change them.
func (s *Service) Heads(ctx context.Context) ([]*checklists.Hall, error) {
	r := &s.summaries
	r.mu.Lock()
	defer r.mu.Unlock()
	now := s.Now()
	if r.loaded && now.Before(r.looked.Add(registerLife)) {
		return r.halls, nil
	}
	list, err := s.summariesToRead(ctx)
	if err != nil {
		return nil, err
	}
	r.merge(list)
	r.loaded, r.looked = true, now
	return r.halls, nil
}

// summariesToRead reads the summaries of all halls the first time, and later those that other
// processes have changed.
func (s *Service) summariesToRead(ctx context.Context) (list []*checklists.Hall, err error) {
	r := &s.summaries
	if !r.loaded {
		for h, err := range s.Docs.Halls.Find(ctx, store.Query{Brief: true}) {
			if err != nil {
				return nil, err
			}
			list = append(list, &h)
		}
		return list, nil
	}
	q := store.Query{Order: "changed", From: wire.TimeKey(checklists.At(r.looked.Add(-registerSkew)))}
	for v, err := range s.Docs.Halls.Versions(ctx, q) {
		if err != nil {
			return nil, err
		}
		if known := Head(r.halls, checklists.HallID(v.ID)); known != nil && known.Revision >= v.Revision {
			continue
		}
		h, err := s.Docs.Halls.Get(ctx, v.ID)
		if err != nil {
			return nil, err
		}
		list = append(list, summaryOf(&h))
	}
	return list, nil
}

// put adds halls that this process has just stored.
func (r *hallSummaries) put(halls ...*checklists.Hall) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.loaded {
		summaries := make([]*checklists.Hall, len(halls))
		for i, h := range halls {
			summaries[i] = summaryOf(h)
		}
		r.merge(summaries)
	}
}

// summaryOf copies a hall without the fields that a brief query leaves out.
func summaryOf(h *checklists.Hall) *checklists.Hall {
	summary := *h
	summary.Address, summary.Phone, summary.Hours, summary.Notes = "", "", "", ""
	summary.Duties, summary.Facilities, summary.Measurements = nil, nil, nil
	return &summary
}

// forget empties the cache, so that the next call reads all halls again.
func (r *hallSummaries) forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.halls, r.loaded = nil, false
}

// merge puts halls into their places; of two revisions of a hall the later one stays.
func (r *hallSummaries) merge(list []*checklists.Hall) {
	if len(list) == 0 {
		return
	}
	all := make([]*checklists.Hall, 0, len(r.halls)+len(list))
	all = append(append(all, r.halls...), list...)
	slices.SortStableFunc(all, func(a, b *checklists.Hall) int {
		return cmp.Or(strings.Compare(string(a.ID), string(b.ID)), cmp.Compare(b.Revision, a.Revision))
	})
	r.halls = slices.CompactFunc(all, func(a, b *checklists.Hall) bool { return a.ID == b.ID })
}

// Head finds a hall by its ID among halls in the order of their IDs, or returns nil.
func Head(halls []*checklists.Hall, id checklists.HallID) *checklists.Hall {
	i, ok := slices.BinarySearchFunc(halls, id, func(h *checklists.Hall, id checklists.HallID) int {
		return strings.Compare(string(h.ID), string(id))
	})
	if !ok {
		return nil
	}
	return halls[i]
}
