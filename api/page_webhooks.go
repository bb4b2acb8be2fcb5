package api

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/store"
	"hallmark/api/web"
	"hallmark/standard/message"
)

// shownDeliveries is how many of the last deliveries the page shows.
const shownDeliveries = 20

func (s *Server) pageWebhooks(c *gin.Context) error {
	page := &web.Webhooks{}
	if done := c.Query("done"); message.Has(language(c), "feed.done-"+done) {
		page.Notice = message.Text(language(c), "feed.done-"+done)
	}
	return s.renderWebhooks(c, http.StatusOK, page)
}

// renderWebhooks fills the page, of which the caller has set what is particular to it.
func (s *Server) renderWebhooks(c *gin.Context, status int, page *web.Webhooks) error {
	notice, problems := page.Notice, page.Problems
	page.Frame = s.frame(c)
	page.Notice, page.Problems, page.Path = notice, problems, "/webhooks"
	page.MayOutbox = scopeOf(ReadOutbox, userOf(c)) != Nothing
	for _, t := range FeedTypes() {
		page.Types = append(page.Types, string(t))
	}
	people, err := s.everybody(c.Request.Context())
	if err != nil {
		return err
	}
	ctx, targets := c.Request.Context(), map[string]string{}
	for w, err := range s.docs.webhooks.Find(ctx, store.Query{}) {
		if err != nil {
			return err
		}
		targets[w.ID] = w.URL
		row := web.Webhook{ID: w.ID, URL: w.URL, Enabled: w.Enabled, Gone: w.Gone, Created: w.Created,
			By: people.Name(w.By)}
		for _, t := range w.Types {
			row.Types = append(row.Types, string(t))
		}
		page.Rows = append(page.Rows, row)
	}
	q := store.Query{Equal: map[string]string{"channel": string(ChannelWebhook)}, Order: "created",
		Descending: true, Brief: true, Limit: shownDeliveries}
	page.Deliveries, _, err = collect(ctx, s.docs.outbox, q, nil, func(d Delivery) web.Delivery {
		retry := web.Webhook{ID: d.Target}.Action()
		if targets[d.Target] == "" {
			retry = "" // nobody to send to
		}
		row := deliveryRow(callerOf(c), d, targets, retry)
		return row
	})
	if err != nil {
		return err
	}
	return s.render(c, status, page)
}

func (s *Server) formWebhook(c *gin.Context) error {
	var form web.WebhookForm
	page := &web.Webhooks{}
	err := bindForm(c, &form)
	if err == nil {
		in := webhookRequest{URL: form.URL, Types: []FeedType{FeedType(form.Types)}}
		if form.Types == "all" {
			in.Types = FeedTypes()
		}
		page.SecretOf = in.URL
		_, page.NewSecret, err = s.addWebhook(c.Request.Context(), userOf(c).Username, in)
	}
	if err == nil {
		return s.renderWebhooks(c, http.StatusOK, page)
	}
	page.Form = form
	if page.Problems = problems(err, language(c), ""); page.Problems == nil {
		return err
	}
	return s.renderWebhooks(c, refusalOf(err).Status, page)
}

// formWebhookStep does one thing with a subscription.
func (s *Server) formWebhookStep(c *gin.Context) error {
	var form web.WebhookStepForm
	if err := bindForm(c, &form); err != nil {
		return err
	}
	ctx, by, id := c.Request.Context(), userOf(c).Username, c.Param("id")
	w, err := s.docs.webhooks.Get(ctx, id)
	if err != nil {
		return err
	}
	switch form.Do {
	case "rotate":
		page := &web.Webhooks{SecretOf: w.URL}
		if page.NewSecret, err = s.rotate(ctx, by, id); err != nil {
			return err
		}
		return s.renderWebhooks(c, http.StatusOK, page)
	case "test":
		var d Delivery
		if d, err = s.tryWebhook(ctx, id); err == nil && d.State != Delivered {
			return seeOther(c, "/webhooks?done=test-failed")
		}
	case "delete":
		err = s.deleteWebhookBy(ctx, by, id)
	case "retry":
		d, lost := s.docs.outbox.Get(ctx, form.Delivery)
		if lost != nil || d.Target != id {
			return errNotFound
		}
		err = s.retry(ctx, by, d.ID)
	default:
		err = s.changeWebhook(ctx, by, id, "webhook-changed", func(w *Webhook) error {
			w.Enabled, w.Gone = form.Do == "enable", false
			return nil
		})
	}
	if err != nil {
		return err
	}
	return seeOther(c, "/webhooks?done="+form.Do)
}
