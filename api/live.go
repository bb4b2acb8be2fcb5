package api

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"hallmark/checklists"
	"hallmark/standard"
)

// How an audit is followed.
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

// presence is who looks at what, by audit. It lives in this process alone: it is news, not record.
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

// postPresence notes which clause somebody looks at; "" for none in particular.
func (s *Server) postPresence(c *gin.Context) error {
	a, err := s.audit(c.Request.Context(), callerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	var in presenceRequest
	if err := bind(c, &in); err != nil {
		return err
	}
	s.presence.set(a.ID, placeView{userOf(c).Username, in.Clause, checklists.At(s.now())})
	c.Status(http.StatusNoContent)
	return nil
}

// changeNews is the event "change": what was recorded since the revision before.
type changeNews struct {
	Revision int                 `json:"revision"`
	State    checklists.State    `json:"state"`
	Changes  []checklists.Change `json:"changes"`
}

// getLive sends what happens in an audit as server-sent events, from ?revision= on, for ?seconds=
// or as long as a request may take. The stream also ends with the session and with the permission;
// the client opens it again.
func (s *Server) getLive(c *gin.Context) error {
	revision, err := countOf(c, "revision", 0)
	if err != nil {
		return err
	}
	seconds, err := countOf(c, "seconds", int(requestLife/time.Second))
	if err != nil {
		return err
	}
	a, err := s.audit(c.Request.Context(), callerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(c.Request.Context(), time.Duration(seconds)*time.Second)
	defer cancel()
	h := c.Writer.Header()
	h.Set("Content-Type", "text/event-stream; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // nginx must not hold events back
	c.Status(http.StatusOK)
	return s.follow(ctx, c, a, &stream{to: c.Writer, revision: revision})
}

// countOf reads a number from 0 to a million of the query.
func countOf(c *gin.Context, name string, otherwise int) (int, error) {
	text := c.Query(name)
	if text == "" {
		return otherwise, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n > 1e6 {
		r := refuse(http.StatusBadRequest, "invalid")
		r.Fields = []Field{field(name, "between", 0, 1_000_000)}
		return 0, r
	}
	return n, nil
}

// follow looks at the audit again and again until the client or the permission is gone.
func (s *Server) follow(ctx context.Context, c *gin.Context, a *checklists.Audit, out *stream) error {
	tick := time.NewTicker(livePause)
	defer tick.Stop()
	for {
		if err := out.show(a, s.presence.in(a.ID, s.now())); err != nil {
			return nil // the client is gone
		}
		select {
		case <-ctx.Done():
			return nil
		case <-s.streams.Done():
			return nil
		case <-tick.C:
		}
		c.Set(userKey, nil)
		if s.identify(c) != nil || userOf(c) == nil {
			return nil
		}
		var err error
		if a, err = s.audit(ctx, callerOf(c), c.Param("id")); err != nil {
			return nil
		}
	}
}

// stream writes events and remembers what was sent.
type stream struct {
	to       gin.ResponseWriter
	revision int
	sent     bool
	places   []placeView
	quiet    time.Duration
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
