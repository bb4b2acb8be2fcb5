package accounts

import (
	"cmp"
	"net/http"
	"slices"

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
	events, next, err := wire.Collect(c.Request.Context(), s.Docs.Events, q, nil,
		func(e journal.Event) journal.Event { return e })
	if err != nil {
		return err
	}
	page.Next = next
	for _, e := range events {
		row := web.Event{At: e.At, By: actorName(page.Language, e, names), Subject: subjectLabel(e, names),
			Before: e.Before, After: e.After, URL: pages.SubjectURL(e.Subject),
			What: message.Text(page.Language, "event."+e.Action)}
		if slices.Contains(journal.Witnessed, e.Action) {
			p, err := s.Journal.ParticularsOf(c.Request.Context(), e.ID)
			if err != nil {
				return err
			}
			row.From = fromWhere(page.Language, p, names)
		}
		if h := e.Handed; h != nil {
			row.Handed = message.Text(page.Language, "review.handed", names.Name(h.Of), h.File.Short())
		}
		page.Rows = append(page.Rows, row)
	}
	return s.Pages.Render(c, http.StatusOK, page)
}

// fromWhere says what stands beside an event: who was tried or refused, from where and how often. The
// particulars are deleted after [journal.ParticularLife].
func fromWhere(l message.Language, p *journal.Particular, names web.People) string {
	if p == nil {
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
