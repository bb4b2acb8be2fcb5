package outbox

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/pages"
	"hallmark/api/web"
	"hallmark/api/wire"
)

// PageOutbox answers GET /outbox.
func (s Handlers) PageOutbox(c *gin.Context) error {
	q, err := wire.PageOf(c)
	if err != nil {
		return err
	}
	q.Order, q.Descending, q.Brief = "created", true, true
	page := &web.Outbox{Frame: s.Pages.Frame(c)}
	for _, state := range []DeliveryState{Pending, Failed, Delivered, Cancelled} {
		page.States = append(page.States, string(state))
		if string(state) == c.Query("state") {
			page.State = string(state)
			q.Equal = map[string]string{"state": page.State}
		}
	}
	targets, err := s.Targets(c.Request.Context())
	if err != nil {
		return err
	}
	failed, err := s.Journal.Steps.Failed(c.Request.Context())
	if err != nil {
		return err
	}
	for i := range failed {
		step := &failed[i]
		page.Steps = append(page.Steps, web.OpenStep{ID: step.ID(), Kind: step.Kind,
			Document: step.Collection + "/" + step.Doc, Revision: step.Revision, Since: since(step.Since),
			Tries: step.Tries, Reason: step.Reason, Stuck: step.Stuck})
	}
	page.Rows, page.Next, err = wire.Collect(c.Request.Context(), s.Docs.Outbox, q, nil,
		func(d Delivery) web.Delivery {
			return deliveryRow(access.CallerOf(c), d, targets,
				"/outbox/"+d.ID)
		})
	if err != nil {
		return err
	}
	return s.Pages.Render(c, http.StatusOK, page)
}

func deliveryRow(caller access.Caller, d Delivery, targets map[string]string,
	retry string,
) web.Delivery {
	row := web.Delivery{ID: d.ID, Type: d.Type, Target: targets[d.Target], State: string(d.State),
		Created: d.Created, NextAt: d.NextAt, Attempts: d.Attempts,
		Failure: whyFailed(caller.Language, d)}
	if row.Target == "" {
		row.Target = d.Target
	}
	if d.State == Failed || d.State == Cancelled {
		row.Retry = retry
	}
	return row
}

// FormRetry answers POST /outbox/:id.
func (s Handlers) FormRetry(c *gin.Context) error {
	err := s.Retry(c.Request.Context(), access.UserOf(c).Username, c.Param("id"))
	if err != nil {
		return err
	}
	return pages.SeeOther(c, "/outbox")
}
