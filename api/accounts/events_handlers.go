package accounts

import (
	"github.com/gin-gonic/gin"

	"hallmark/api/journal"
	"hallmark/api/wire"
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
	events, next, err := wire.Collect(c.Request.Context(), s.Docs.Events, q, nil,
		func(e journal.Event) journal.Event { return e })
	if err != nil {
		return err
	}
	return wire.SendList(c, events, next, wire.With(s.Access.Everybody, eventTable))
}
