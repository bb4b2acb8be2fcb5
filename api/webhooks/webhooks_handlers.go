package webhooks

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/outbox"
	"hallmark/api/wire"
)

// GetWebhooks answers GET /api/v1/webhooks.
func (s Handlers) GetWebhooks(c *gin.Context) error {
	q, err := wire.PageOf(c)
	if err != nil {
		return err
	}
	items, next, err := wire.Collect(c.Request.Context(), s.Docs.Webhooks, q, nil, viewWebhook)
	if err != nil {
		return err
	}
	return wire.SendList(c, items, next, wire.With(s.Access.Everybody, webhookTable))
}

// PostWebhook answers POST /api/v1/webhooks.
func (s Handlers) PostWebhook(c *gin.Context) error {
	var in webhookRequest
	if err := wire.Bind(c, &in); err != nil {
		return err
	}
	w, secret, err := s.addWebhook(c.Request.Context(), access.UserOf(c).Username, in)
	if err != nil {
		return err
	}
	return s.showSecret(c, http.StatusCreated, w, secret)
}

func (s Handlers) showSecret(c *gin.Context, status int, w Webhook, secret string) error {
	view := viewWebhook(w)
	view.Secret = secret
	c.Header("Cache-Control", "no-store")
	c.Set(wire.SecretKey, true)
	c.JSON(status, view)
	return nil
}

// PatchWebhook answers PATCH /api/v1/webhooks/:id.
func (s Handlers) PatchWebhook(c *gin.Context) error {
	var in webhookPatch
	if err := wire.Bind(c, &in); err != nil {
		return err
	}
	w, err := s.receivers().Change(c.Request.Context(), access.UserOf(c).Username, c.Param("id"),
		"webhook-changed", func(w *Webhook) error {
			if w.Revision != in.Revision {
				return wire.Refuse(http.StatusConflict, "stale-revision")
			}
			wire.Set(&w.URL, in.URL)
			wire.Set(&w.Types, in.Types)
			wire.Set(&w.Enabled, in.Enabled)
			w.Gone = w.Gone && !w.Enabled
			return s.checkWebhook(w.URL, w.Types)
		})
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, viewWebhook(w))
	return nil
}

// DeleteWebhook answers DELETE /api/v1/webhooks/:id.
func (s Handlers) DeleteWebhook(c *gin.Context) error {
	err := s.dropWebhook(c.Request.Context(), access.UserOf(c).Username, c.Param("id"))
	if err != nil {
		return err
	}
	c.Status(http.StatusNoContent)
	return nil
}

// PostRotate answers POST /api/v1/webhooks/:id/rotate.
func (s Handlers) PostRotate(c *gin.Context) error {
	w, secret, err := s.rotate(c.Request.Context(), access.UserOf(c).Username, c.Param("id"))
	if err != nil {
		return err
	}
	return s.showSecret(c, http.StatusOK, w, secret)
}

// PostTest answers POST /api/v1/webhooks/:id/test.
func (s Handlers) PostTest(c *gin.Context) error {
	d, err := s.tryWebhook(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, outbox.ViewDelivery(access.CallerOf(c), d))
	return nil
}
