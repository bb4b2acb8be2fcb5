package replies

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
)

// Once runs the handler; for a POST with an Idempotency-Key by somebody who is signed in it runs it
// once and answers every repetition with the first answer.
func (s *Service) Once(c *gin.Context, public bool, handle func(*gin.Context) error) error {
	name := c.GetHeader("Idempotency-Key")
	if c.Request.Method != http.MethodPost || name == "" || public {
		return handle(c)
	}
	if len(name) > maxKey {
		return wire.Refuse(http.StatusBadRequest, "key-length", maxKey)
	}
	body, err := wire.ReadBody(c.Request)
	if err != nil {
		return err
	}
	c.Request.Body = io.NopCloser(bytes.NewReader(body))
	mine := Reply{
		ID:      string(standard.DigestBytes([]byte(string(access.UserOf(c).Username) + "\n" + name))),
		Request: standard.DigestBytes(append([]byte(c.Request.URL.Path+"\n"), body...)),
		At:      checklists.At(s.Now()), Revision: 1,
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
	return s.runOnce(c, handle, mine)
}

// claim reserves the key, or returns the reply that is stored under it.
func (s *Service) claim(c *gin.Context, mine Reply) (*Reply, error) {
	ctx := c.Request.Context()
	err := s.Docs.Replies.Insert(ctx, mine)
	if !errors.Is(err, store.ErrExists) {
		return nil, err
	}
	before, err := s.Docs.Replies.Get(ctx, mine.ID)
	if err != nil {
		return nil, err
	}
	age := s.Now().Sub(before.At.Time)
	switch {
	case age > replyLife, before.Status == 0 && age > abandonedFor:
		mine.Revision = before.Revision + 1
		return nil, s.Docs.Replies.Replace(ctx, mine, before.Revision)
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
func (s *Service) runOnce(c *gin.Context, handle func(*gin.Context) error, mine Reply) error {
	ctx := c.Request.Context()
	done := false
	defer func() { // a refusal and a panic free the key
		if done {
			return
		}
		if e := s.Docs.Replies.Delete(ctx, mine.ID); e != nil {
			s.Log.WarnContext(ctx, "idempotency key not freed", slog.String("error", e.Error()))
		}
	}()
	w := &recorder{ResponseWriter: c.Writer}
	c.Writer = w
	err := handle(c)
	c.Writer = w.ResponseWriter
	if err != nil || w.Status() >= 300 {
		return err
	}
	done = true
	stored, err := s.Docs.Replies.Get(ctx, mine.ID)
	if err != nil {
		return nil // the answer is sent; a repetition finds the key unfinished
	}
	mine.Status, mine.Type, mine.Body = w.Status(), w.Header().Get("Content-Type"), w.body.String()
	mine.Location = w.Header().Get("Location")
	if mine.Secret = c.GetBool(wire.SecretKey); mine.Secret {
		mine.Body = ""
	}
	mine.Revision = stored.Revision + 1
	if e := s.Docs.Replies.Replace(ctx, mine, stored.Revision); e != nil {
		s.Log.WarnContext(ctx, "reply not stored", slog.String("error", e.Error()))
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
