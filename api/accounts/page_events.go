package accounts

import (
	"cmp"
	"net/http"

	"github.com/gin-gonic/gin"

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
	events, next, err := s.eventsSeen(c.Request.Context(), q)
	if err != nil {
		return err
	}
	page.Next = next
	for _, e := range events {
		row := web.Event{At: e.At, By: actorName(page.Language, e.Event, names), Subject: subjectLabel(e.Event, names),
			Before: e.Before, After: e.After, URL: pages.SubjectURL(e.Subject),
			What: message.Text(page.Language, "event."+e.Action), From: fromWhere(page.Language, &e, names)}
		if h := e.Handed; h != nil {
			row.Handed = message.Text(page.Language, "review.handed", names.Name(h.Of), h.File.Short())
		}
		page.Rows = append(page.Rows, row)
	}
	return s.Pages.Render(c, http.StatusOK, page)
}

// fromWhere says what stands beside an event: who was tried or refused, from where and how often; "" for
// an event that has nothing beside it. The particulars are deleted after [journal.ParticularLife].
func fromWhere(l message.Language, e *eventSeen, names web.People) string {
	p := e.Particulars
	switch {
	case !e.witnessed:
		return ""
	case p == nil:
		return message.Text(l, "events.from-deleted")
	}
	who := message.Text(l, "events.from-nobody")
	switch {
	case p.Name != "":
		who = names.Name(p.Name) + " (" + string(p.Name) + ")"
	case p.Tried != "":
		who = message.Text(l, "events.from-tried", p.Tried[:min(len(p.Tried), 8)])
	}
	return message.Text(l, "events.from", who, p.Address, cmp.Or(p.Agent, "–"), p.Count)
}
