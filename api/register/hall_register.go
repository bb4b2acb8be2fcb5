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
	registerLife = 2 * time.Second // other processes change halls, too
	// registerSkew is how long ago, by the clock of another machine, a change may have been made that
	// has just been stored: clocks differ, and a large import takes its time.
	registerSkew = 5 * time.Minute
)

// hallRegister keeps the heads of all halls, without what [HallSchema] calls bulky, in the memory:
// some 20 MB for 40,000 of them, which lists and pickers search in milliseconds. What this process
// changes is in it at once, what others change after [registerLife]. A hall is never removed. The
// zero value is ready.
type hallRegister struct {
	mu     sync.Mutex
	halls  []*checklists.Hall // by ID; what was handed out is never written to
	loaded bool
	looked time.Time // when the store was last looked at for what others have changed
}

// Heads returns all halls in the order of their IDs. The caller changes nothing of them.
func (s *Service) Heads(ctx context.Context) ([]*checklists.Hall, error) {
	r := &s.heads
	r.mu.Lock()
	defer r.mu.Unlock()
	now := s.Now()
	if r.loaded && now.Before(r.looked.Add(registerLife)) {
		return r.halls, nil
	}
	list, err := s.headsToRead(ctx)
	if err != nil {
		return nil, err
	}
	r.merge(list)
	r.loaded, r.looked = true, now
	return r.halls, nil
}

// headsToRead reads all heads at first, and then those that others have changed.
func (s *Service) headsToRead(ctx context.Context) (list []*checklists.Hall, err error) {
	r := &s.heads
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
		list = append(list, headOf(&h))
	}
	return list, nil
}

// put takes over what this process has stored.
func (r *hallRegister) put(halls ...*checklists.Hall) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.loaded {
		heads := make([]*checklists.Hall, len(halls))
		for i, h := range halls {
			heads[i] = headOf(h)
		}
		r.merge(heads)
	}
}

// headOf is a hall without what a brief query leaves out.
func headOf(h *checklists.Hall) *checklists.Hall {
	head := *h
	head.Address, head.Phone, head.Hours, head.Notes = "", "", "", ""
	head.Duties, head.Facilities, head.Measurements = nil, nil, nil
	return &head
}

// forget makes the next call read everything anew.
func (r *hallRegister) forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.halls, r.loaded = nil, false
}

// merge puts halls into their places; of two revisions the later stays.
func (r *hallRegister) merge(list []*checklists.Hall) {
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

// Head finds a hall among all.
func Head(halls []*checklists.Hall, id checklists.HallID) *checklists.Hall {
	i, ok := slices.BinarySearchFunc(halls, id, func(h *checklists.Hall, id checklists.HallID) int {
		return strings.Compare(string(h.ID), string(id))
	})
	if !ok {
		return nil
	}
	return halls[i]
}
