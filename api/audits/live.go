package audits

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"time"

	"hallmark/checklists"
	"hallmark/standard"
)

// How an audit is followed by those who have it open.
const (
	livePause    = time.Second      // between two looks at the store: other processes write to it too
	liveComment  = 15 * time.Second // keeps a proxy from closing a quiet stream
	presenceLife = 90 * time.Second // then nobody is there any more
)

// placeView is where somebody is in an audit.
type placeView struct {
	User   checklists.Username `json:"user"`
	Clause standard.ClauseUID  `json:"clause"`
	At     checklists.Time     `json:"at"`
}

// presence holds the clause that each person looks at, by audit. It lives in this process alone: it
// is news, not record.
type presence struct {
	mu     sync.Mutex
	places map[checklists.AuditID]map[checklists.Username]placeView
}

func (p *presence) set(a checklists.AuditID, at placeView) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.places == nil {
		p.places = map[checklists.AuditID]map[checklists.Username]placeView{}
	}
	if p.places[a] == nil {
		p.places[a] = map[checklists.Username]placeView{}
	}
	p.places[a][at.User] = at
}

// in returns who is in an audit, by name, and forgets those who have left.
func (p *presence) in(a checklists.AuditID, now time.Time) []placeView {
	p.mu.Lock()
	defer p.mu.Unlock()
	list := []placeView{}
	for name, at := range p.places[a] {
		if now.Sub(at.At.Time) > presenceLife {
			delete(p.places[a], name)
			continue
		}
		list = append(list, at)
	}
	if len(list) == 0 {
		delete(p.places, a)
	}
	slices.SortFunc(list, func(x, y placeView) int { return cmp.Compare(x.User, y.User) })
	return list
}

type presenceRequest struct {
	Clause standard.ClauseUID `json:"clause" validate:"max=64,clean"`
}

// changeNews is the event "change": the changes recorded since the last revision that was sent.
type changeNews struct {
	Revision int                 `json:"revision"`
	State    checklists.State    `json:"state"`
	Changes  []checklists.Change `json:"changes"`
}

func (o *stream) show(a *checklists.Audit, places []placeView) error {
	o.quiet += livePause
	if a.Revision > o.revision {
		if err := o.event("change", changeNews{a.Revision, a.State, a.Since(o.revision)}); err != nil {
			return err
		}
		o.revision = a.Revision
	}
	if !o.sent || !slices.Equal(places, o.places) {
		if err := o.event("presence", places); err != nil {
			return err
		}
		o.sent, o.places = true, places
	}
	if o.quiet < liveComment {
		return nil
	}
	return o.write(": \n\n")
}

func (o *stream) event(name string, data any) error {
	body, err := json.Marshal(data)
	if err != nil {
		return err
	}
	return o.write(fmt.Sprintf("event: %s\ndata: %s\n\n", name, body))
}

func (o *stream) write(text string) error {
	o.quiet = 0
	if _, err := o.to.WriteString(text); err != nil {
		return err
	}
	o.to.Flush()
	return nil
}
