package api

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"hallmark/api/store"
	"hallmark/checklists"
)

const (
	registerLife = 2 * time.Second // other processes change halls, too
	// registerSkew is how far the clocks of machines that share a database may be apart.
	registerSkew = time.Minute
)

// hallRegister keeps the heads of all halls, without what [hallSchema] calls bulky, in the memory:
// some 20 MB for 40,000 of them, which lists and pickers search in milliseconds. What this process
// changes is in it at once, what others change after [registerLife]. A hall is never removed. The
// zero value is ready.
type hallRegister struct {
	mu     sync.Mutex
	halls  []*checklists.Hall // by ID; what was handed out is never written to
	loaded bool
	until  time.Time       // when to look for what others have changed
	last   checklists.Time // the latest change that was seen
}

// heads returns all halls in the order of their IDs. The caller changes nothing of them.
func (s *Server) heads(ctx context.Context) ([]*checklists.Hall, error) {
	r := &s.register
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.loaded && s.now().Before(r.until) {
		return r.halls, nil
	}
	q := store.Query{Brief: true}
	if r.loaded && !r.last.IsZero() {
		q.Order, q.From = "changed", timeKey(checklists.At(r.last.Add(-registerSkew)))
	}
	var list []*checklists.Hall
	for h, err := range s.docs.halls.Find(ctx, q) {
		if err != nil {
			return nil, err
		}
		list = append(list, &h)
	}
	r.merge(list)
	r.loaded, r.until = true, s.now().Add(registerLife)
	return r.halls, nil
}

// put takes over what this process has stored.
func (r *hallRegister) put(halls ...*checklists.Hall) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.loaded {
		heads := make([]*checklists.Hall, len(halls))
		for i, h := range halls {
			head := *h
			head.Address, head.Phone, head.Hours, head.Notes = "", "", "", ""
			head.Duties, head.Facilities, head.Measurements = nil, nil, nil
			heads[i] = &head
		}
		r.merge(heads)
	}
}

// forget makes the next call read everything anew.
func (r *hallRegister) forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.halls, r.loaded, r.last = nil, false, checklists.Time{}
}

// merge puts halls into their places; of two revisions the later stays.
func (r *hallRegister) merge(list []*checklists.Hall) {
	all := make([]*checklists.Hall, 0, len(r.halls)+len(list))
	all = append(append(all, r.halls...), list...)
	slices.SortStableFunc(all, func(a, b *checklists.Hall) int {
		return cmp.Or(strings.Compare(string(a.ID), string(b.ID)), cmp.Compare(b.Revision, a.Revision))
	})
	r.halls = slices.CompactFunc(all, func(a, b *checklists.Hall) bool { return a.ID == b.ID })
	for _, h := range list {
		if h.Changed.After(r.last.Time) {
			r.last = h.Changed
		}
	}
}

// head finds a hall among all.
func head(halls []*checklists.Hall, id checklists.HallID) *checklists.Hall {
	i, ok := slices.BinarySearchFunc(halls, id, func(h *checklists.Hall, id checklists.HallID) int {
		return strings.Compare(string(h.ID), string(id))
	})
	if !ok {
		return nil
	}
	return halls[i]
}
