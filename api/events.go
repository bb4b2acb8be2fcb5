package api

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"hallmark/api/store"
	"hallmark/checklists"
	"hallmark/standard"
)

// note appends to the event log, before the change that it announces.
func (s *Server) note(ctx context.Context, e Event) error {
	e, err := s.complete(ctx, e)
	if err != nil {
		return err
	}
	return s.docs.events.Insert(ctx, e)
}

// noteAhead prepares an event that is appended in the same step as the change that it announces.
func (s *Server) noteAhead(ctx context.Context, e Event) ([]store.Ahead, error) {
	e, err := s.complete(ctx, e)
	if err != nil {
		return nil, err
	}
	ahead, err := s.docs.events.Ahead(e)
	return []store.Ahead{ahead}, err
}

// complete gives an event its ID, its time and its request.
func (s *Server) complete(ctx context.Context, e Event) (Event, error) {
	id, err := uuid.NewV7()
	e.ID, e.At = id.String(), checklists.At(s.now())
	e.Request, _ = ctx.Value(requestIDKey{}).(string)
	return e, err
}

type requestIDKey struct{}

// digestDocument is the digest of a document that keeps no chain of its own.
func digestDocument(doc any) standard.Digest {
	b, err := json.Marshal(doc)
	if err != nil {
		panic(err) // documents are made of texts and numbers
	}
	return standard.DigestBytes(b)
}

func (s *Server) getEvents(c *gin.Context) error {
	q, err := pageOf(c)
	if err != nil {
		return err
	}
	q.Descending = true
	if subject := c.Query("subject"); subject != "" {
		q.Equal = map[string]string{"subject": subject}
	}
	events, next, err := collect(c.Request.Context(), s.docs.events, q, nil,
		func(e Event) Event { return e })
	if err != nil {
		return err
	}
	if wantsFile(c) {
		people, err := s.everybody(c.Request.Context())
		if err != nil {
			return err
		}
		return sendRows(c, next, eventTable(language(c), people, events))
	}
	c.JSON(http.StatusOK, listOf(events, next))
	return nil
}
