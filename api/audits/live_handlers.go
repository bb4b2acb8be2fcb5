package audits

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/audits/present"
	"hallmark/api/wire"
	"hallmark/checklists"
)

// PostPresence records which clause a person looks at, "" for none in particular, and how much the
// person's tablet has yet to send.
func (s Handlers) PostPresence(c *gin.Context) error {
	a, err := s.Audit(c.Request.Context(), access.CallerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	var in presenceRequest
	if err := wire.Bind(c, &in); err != nil {
		return err
	}
	s.presence.Set(a.ID, present.Place{User: access.UserOf(c).Username, Clause: in.Clause,
		At: checklists.At(s.Now()), Unsent: in.Unsent, Away: in.Away})
	c.Status(http.StatusNoContent)
	return nil
}

// GetLive sends what happens in an audit as server-sent events, from ?revision= on, for ?seconds=
// or as long as a request may take. The stream also ends with the session and with the permission;
// the client opens it again.
func (s Handlers) GetLive(c *gin.Context) error {
	revision, err := countOf(c, "revision", 0)
	if err != nil {
		return err
	}
	seconds, err := countOf(c, "seconds", int(wire.RequestLife/time.Second))
	if err != nil {
		return err
	}
	a, err := s.Audit(c.Request.Context(), access.CallerOf(c), c.Param("id"))
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
		r := wire.Refuse(http.StatusBadRequest, "invalid")
		r.Fields = []wire.Field{wire.Wrong(name, "between", 0, 1_000_000)}
		return 0, r
	}
	return n, nil
}

// follow looks at the audit again and again until the client or the permission is gone.
func (s Handlers) follow(ctx context.Context, c *gin.Context, a *checklists.Audit,
	out *stream,
) error {
	tick := time.NewTicker(livePause)
	defer tick.Stop()
	for {
		if err := out.show(a, s.presence.In(a.ID, s.Now())); err != nil {
			return nil // the client is gone
		}
		select {
		case <-ctx.Done():
			return nil
		case <-s.Streams.Done():
			return nil
		case <-tick.C:
		}
		c.Set(access.UserKey, nil)
		if s.Access.Identify(c) != nil || access.UserOf(c) == nil {
			return nil
		}
		var err error
		if a, err = s.Audit(ctx, access.CallerOf(c), c.Param("id")); err != nil {
			return nil
		}
	}
}

// stream writes events and remembers what was sent.
type stream struct {
	to       gin.ResponseWriter
	revision int
	sent     bool
	places   []present.Place
	quiet    time.Duration
}
