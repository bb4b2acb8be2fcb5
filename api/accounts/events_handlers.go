package accounts

import (
	"net/http"

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
	if wire.WantsFile(c) {
		people, err := s.Access.Everybody(c.Request.Context())
		if err != nil {
			return err
		}
		return wire.SendRows(c, next, eventTable(wire.LanguageOf(c), people, events))
	}
	c.JSON(http.StatusOK, wire.ListOf(events, next))
	return nil
}
