package accounts

import (
	"context"
	"slices"

	"github.com/gin-gonic/gin"

	"hallmark/api/journal"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
)

// GetEvents answers GET /api/v1/events.
func (s Handlers) GetEvents(c *gin.Context) error {
	q, err := wire.PageOf(c)
	if err != nil {
		return err
	}
	q.Descending = true
	if subject := c.Query("subject"); subject != "" {
		q.Equal = map[string]string{"subject": subject}
	}
	events, next, err := s.eventsSeen(c.Request.Context(), q)
	if err != nil {
		return err
	}
	return wire.SendList(c, events, next, wire.With(s.Access.Everybody, eventTable))
}

// eventSeen is an event with what stands beside it, for people who may read the log.
type eventSeen struct {
	journal.Event
	Particulars *particulars `json:"particulars,omitempty"`

	witnessed bool // whether something stood beside it, which may be deleted
}

// particulars are a [journal.Particular] in the form of the API.
type particulars struct {
	Name    checklists.Username `json:"name,omitempty"`
	Tried   string              `json:"tried,omitempty"`
	Address string              `json:"address"`
	Agent   string              `json:"agent"`
	Count   int                 `json:"count"`
}

// eventsSeen reads a page of events.
func (s Handlers) eventsSeen(ctx context.Context, q store.Query) (
	events []eventSeen, next string, err error,
) {
	events, next, err = wire.Collect(ctx, s.Docs.Events, q, nil, func(e journal.Event) eventSeen {
		return eventSeen{Event: e, witnessed: slices.Contains(journal.Witnessed, e.Action)}
	})
	for i := range events {
		e := &events[i]
		if err != nil || !e.witnessed {
			continue
		}
		var p *journal.Particular
		if p, err = s.Journal.ParticularsOf(ctx, e.ID); err == nil && p != nil {
			e.Particulars = &particulars{p.Name, p.Tried, p.Address, p.Agent, p.Count}
		}
	}
	return events, next, err
}
