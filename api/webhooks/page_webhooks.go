package webhooks

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/feed"
	"hallmark/api/outbox"
	"hallmark/api/pages"
	"hallmark/api/store"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/standard/message"
)

// PageWebhooks answers GET /webhooks.
func (s Handlers) PageWebhooks(c *gin.Context) error {
	page := &web.Webhooks{}
	if done := c.Query("done"); message.Has(wire.LanguageOf(c), "feed.done-"+done) {
		page.Notice = message.Text(wire.LanguageOf(c), "feed.done-"+done)
	}
	return s.renderWebhooks(c, http.StatusOK, page)
}

// renderWebhooks sends the page; the caller has set its notice, problems, form and new secret.
func (s Handlers) renderWebhooks(c *gin.Context, status int, page *web.Webhooks) error {
	notice, problems := page.Notice, page.Problems
	page.Frame = s.Pages.Frame(c)
	page.Notice, page.Problems, page.Path = notice, problems, "/webhooks"
	page.MayOutbox = access.ScopeOf(access.ReadOutbox, access.UserOf(c)) != access.Nothing
	for _, t := range feed.Types() {
		page.Types = append(page.Types, string(t))
	}
	people, err := s.Access.Everybody(c.Request.Context())
	if err != nil {
		return err
	}
	ctx, targets, retries := c.Request.Context(), map[string]string{}, map[string]string{}
	for w, err := range s.Docs.Webhooks.Find(ctx, store.Query{}) {
		if err != nil {
			return err
		}
		row := web.Webhook{ID: w.ID, URL: w.URL, Enabled: w.Enabled, Gone: w.Gone, Created: w.Created,
			By: people.Name(w.By)}
		for _, t := range w.Types {
			row.Types = append(row.Types, string(t))
		}
		page.Rows = append(page.Rows, row)
		targets[w.ID], retries[w.ID] = w.URL, row.Action()
	}
	page.Deliveries, err = s.Outbox.LastDeliveries(ctx, access.CallerOf(c), outbox.ChannelWebhook, targets,
		retries)
	if err != nil {
		return err
	}
	return s.Pages.Render(c, status, page)
}

// FormWebhook answers POST /webhooks.
func (s Handlers) FormWebhook(c *gin.Context) error {
	var form web.WebhookForm
	page := &web.Webhooks{}
	err := pages.BindForm(c, &form)
	if err == nil {
		in := webhookRequest{URL: form.URL, Types: []feed.Type{feed.Type(form.Types)}}
		if form.Types == "all" {
			in.Types = feed.Types()
		}
		page.SecretOf = in.URL
		_, page.NewSecret, err = s.addWebhook(c.Request.Context(), access.UserOf(c).Username, in)
	}
	if err == nil {
		return s.renderWebhooks(c, http.StatusOK, page)
	}
	page.Form = form
	if page.Problems = pages.Problems(err, wire.LanguageOf(c), ""); page.Problems == nil {
		return err
	}
	return s.renderWebhooks(c, wire.RefusalOf(err).Status, page)
}

// FormWebhookStep answers POST /webhooks/:id: it tests, enables, disables or deletes a
// subscription, gives it a new secret, or sends a delivery to it again.
func (s Handlers) FormWebhookStep(c *gin.Context) error {
	var form web.WebhookStepForm
	if err := pages.BindForm(c, &form); err != nil {
		return err
	}
	ctx, by, id := c.Request.Context(), access.UserOf(c).Username, c.Param("id")
	w, err := s.Docs.Webhooks.Get(ctx, id)
	if err != nil {
		return err
	}
	if form.Do == "delete" && !form.Confirmed {
		return s.Pages.Ask(c, web.AskDelete(wire.LanguageOf(c), "ask.delete-webhook", w.URL, "/webhooks"), nil)
	}
	switch form.Do {
	case "rotate":
		page := &web.Webhooks{SecretOf: w.URL}
		if _, page.NewSecret, err = s.rotate(ctx, by, id); err != nil {
			return err
		}
		return s.renderWebhooks(c, http.StatusOK, page)
	case "test":
		var d outbox.Delivery
		if d, err = s.tryWebhook(ctx, id); err == nil && d.State != outbox.Delivered {
			return pages.SeeOther(c, "/webhooks?done=test-failed")
		}
	case "delete":
		err = s.dropWebhook(ctx, by, id)
	case "retry":
		err = s.Outbox.RetryTo(ctx, by, id, form.Delivery)
	default:
		_, err = s.receivers().Change(ctx, by, id, "webhook-changed", func(w *Webhook) error {
			w.Enabled, w.Gone = form.Do == "enable", false
			return nil
		})
	}
	if err != nil {
		return err
	}
	return pages.SeeOther(c, "/webhooks?done="+form.Do)
}
