package present

import (
	"cmp"
	"slices"
	"sync"
	"time"

	"hallmark/checklists"
	"hallmark/standard"
)

// How long a place is known.
const (
	Life       = 90 * time.Second // then nobody is there any more
	UnsentLife = 24 * time.Hour   // of what a tablet said that it has yet to send
)

// Place is where somebody is in an audit.
type Place struct {
	User   checklists.Username `json:"user"`
	Clause standard.ClauseUID  `json:"clause"` // "" for none in particular
	At     checklists.Time     `json:"at"`     // when it was said
	Unsent int                 `json:"unsent"` // records and photographs that wait on the tablet
	Away   bool                `json:"away"`   // not looking at it: only what is unsent is known
}

// Board holds the place of each person by audit. Its zero value is empty. It is safe for concurrent
// use.
type Board struct {
	mu     sync.Mutex
	places map[checklists.AuditID]map[checklists.Username]Place
}

// Set notes where somebody is.
func (b *Board) Set(a checklists.AuditID, at Place) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.places == nil {
		b.places = map[checklists.AuditID]map[checklists.Username]Place{}
	}
	if b.places[a] == nil {
		b.places[a] = map[checklists.Username]Place{}
	}
	b.places[a][at.User] = at
}

// In returns who is in an audit, by name, and who has left it with something unsent. It forgets the
// others who have left.
func (b *Board) In(a checklists.AuditID, now time.Time) []Place {
	b.mu.Lock()
	defer b.mu.Unlock()
	list := []Place{}
	for name, at := range b.places[a] {
		age := now.Sub(at.At.Time)
		if at.Away = at.Away || age > Life; at.Away {
			at.Clause = ""
		}
		if at.Away && (at.Unsent == 0 || age > UnsentLife) {
			delete(b.places[a], name)
			continue
		}
		list = append(list, at)
	}
	if len(list) == 0 {
		delete(b.places, a)
	}
	slices.SortFunc(list, func(x, y Place) int { return cmp.Compare(x.User, y.User) })
	return list
}
