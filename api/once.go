package api

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
)

var replySchema = store.Schema[SavedReply]{
	Name:     "replies",
	ID:       func(r SavedReply) string { return r.ID },
	Revision: func(r SavedReply) int { return r.Revision },
	Keys: map[string]func(SavedReply) []string{
		"at": wire.Key(func(r SavedReply) string { return wire.TimeKey(r.At) }),
	},
	Indexes: []store.Index{{Order: "at"}},
}

// SavedReply is the stored answer to a POST with an Idempotency-Key, with which every repetition is
// answered.
type SavedReply struct {
	ID       string          `json:"id"`
	Request  standard.Digest `json:"request"` // of the body
	Status   int             `json:"status"`  // 0 while the first request runs
	Type     string          `json:"type"`
	Body     string          `json:"body"`
	Location string          `json:"location,omitempty"`
	At       checklists.Time `json:"at"`
	Revision int             `json:"revision"`

	// Secret says that the answer held a secret; it is not kept.
	Secret bool `json:"secret,omitempty"`
}

// The limits of an Idempotency-Key: its length, and how long it is stored.
const (
	maxKey       = 128
	replyLife    = 24 * time.Hour // the key may then be used anew
	abandonedFor = time.Minute    // another request may then take over an unfinished key
)

var errKeyBusy = wire.Refuse(http.StatusConflict, "key-busy")

// once runs the handler; for a POST with an Idempotency-Key it runs it once and answers every
// repetition with the first answer.
func (s *Server) once(c *gin.Context, r route) error {
	name := c.GetHeader("Idempotency-Key")
	if r.method != http.MethodPost || name == "" || r.action == access.Public {
		return r.handle(c)
	}
	if len(name) > maxKey {
		return wire.Refuse(http.StatusBadRequest, "key-length", maxKey)
	}
	body, err := wire.ReadBody(c.Request)
	if err != nil {
		return err
	}
	c.Request.Body = io.NopCloser(bytes.NewReader(body))
	mine := SavedReply{
		ID:      string(standard.DigestBytes([]byte(string(access.UserOf(c).Username) + "\n" + name))),
		Request: standard.DigestBytes(append([]byte(c.Request.URL.Path+"\n"), body...)),
		At:      checklists.At(s.now()), Revision: 1,
	}
	before, err := s.claim(c, mine)
	switch {
	case err != nil:
		return err
	case before != nil:
		c.Header("Idempotent-Replayed", "true")
		if before.Location != "" {
			c.Header("Location", before.Location)
		}
		c.Data(before.Status, before.Type, []byte(before.Body))
		return nil
	}
	return s.runOnce(c, r, mine)
}

// claim reserves the key, or returns the reply that is stored under it.
func (s *Server) claim(c *gin.Context, mine SavedReply) (*SavedReply, error) {
	ctx := c.Request.Context()
	err := s.docs.replies.Insert(ctx, mine)
	if !errors.Is(err, store.ErrExists) {
		return nil, err
	}
	before, err := s.docs.replies.Get(ctx, mine.ID)
	if err != nil {
		return nil, err
	}
	age := s.now().Sub(before.At.Time)
	switch {
	case age > replyLife, before.Status == 0 && age > abandonedFor:
		mine.Revision = before.Revision + 1
		return nil, s.docs.replies.Replace(ctx, mine, before.Revision)
	case before.Request != mine.Request:
		return nil, wire.Refuse(http.StatusUnprocessableEntity, "key-reused")
	case before.Status == 0:
		return nil, errKeyBusy
	case before.Secret:
		return nil, wire.Refuse(http.StatusConflict, "key-secret")
	}
	return &before, nil
}

// runOnce runs the handler and stores its answer. A refusal frees the key again.
func (s *Server) runOnce(c *gin.Context, r route, mine SavedReply) error {
	ctx := c.Request.Context()
	done := false
	defer func() { // a refusal and a panic free the key
		if done {
			return
		}
		if e := s.docs.replies.Delete(ctx, mine.ID); e != nil {
			s.log.WarnContext(ctx, "idempotency key not freed", slog.String("error", e.Error()))
		}
	}()
	w := &recorder{ResponseWriter: c.Writer}
	c.Writer = w
	err := r.handle(c)
	c.Writer = w.ResponseWriter
	if err != nil || w.Status() >= 300 {
		return err
	}
	done = true
	stored, err := s.docs.replies.Get(ctx, mine.ID)
	if err != nil {
		return nil // the answer is sent; a repetition finds the key unfinished
	}
	mine.Status, mine.Type, mine.Body = w.Status(), w.Header().Get("Content-Type"), w.body.String()
	mine.Location = w.Header().Get("Location")
	if mine.Secret = c.GetBool(wire.SecretKey); mine.Secret {
		mine.Body = ""
	}
	mine.Revision = stored.Revision + 1
	if e := s.docs.replies.Replace(ctx, mine, stored.Revision); e != nil {
		s.log.WarnContext(ctx, "reply not stored", slog.String("error", e.Error()))
	}
	return nil
}

// sweepReplies removes the replies whose keys may be used anew.
func (s *Server) sweepReplies(ctx context.Context) error {
	q := store.Query{Order: "at", To: wire.TimeKey(checklists.At(s.now().Add(-replyLife)))}
	for r, err := range s.docs.replies.Find(ctx, q) {
		if err == nil {
			err = s.docs.replies.Delete(ctx, r.ID)
		}
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
	}
	return nil
}

// recorder keeps a copy of what a handler writes.
type recorder struct {
	gin.ResponseWriter
	body bytes.Buffer
}

func (w *recorder) Write(b []byte) (int, error) {
	w.body.Write(b)
	return w.ResponseWriter.Write(b)
}

func (w *recorder) WriteString(s string) (int, error) {
	w.body.WriteString(s)
	return w.ResponseWriter.WriteString(s)
}
