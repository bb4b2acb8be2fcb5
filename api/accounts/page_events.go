package accounts

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/journal"
	"hallmark/api/pages"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/standard/message"
)

// PageEvents answers GET /events.
func (s Handlers) PageEvents(c *gin.Context) error {
	q, err := wire.PageOf(c)
	if err != nil {
		return err
	}
	q.Descending = true
	names, err := s.Access.Everybody(c.Request.Context())
	if err != nil {
		return err
	}
	page := &web.Events{Frame: s.Pages.Frame(c)}
	page.Rows, page.Next, err = wire.Collect(c.Request.Context(), s.Docs.Events, q, nil,
		func(e journal.Event) web.Event {
			row := web.Event{At: e.At, By: actorName(page.Language, e, names), Subject: subjectLabel(e, names),
				Before: e.Before, After: e.After, URL: pages.SubjectURL(e.Subject),
				What: message.Text(page.Language, "event."+e.Action)}
			if h := e.Handed; h != nil {
				row.Handed = message.Text(page.Language, "review.handed", names.Name(h.Of),
					h.File.Short())
			}
			return row
		})
	if err != nil {
		return err
	}
	return s.Pages.Render(c, http.StatusOK, page)
}
