package api

import (
	"context"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"hallmark/api/store"
	"hallmark/checklists"
)

// webhookRequest is a new subscription.
type webhookRequest struct {
	URL   string     `json:"url" validate:"required,max=2048"`
	Types []FeedType `json:"types" validate:"required,min=1,max=8,dive,max=64"`
}

// webhookPatch changes what is given.
type webhookPatch struct {
	Revision int         `json:"revision" validate:"min=1"`
	URL      *string     `json:"url" validate:"omitempty,max=2048"`
	Types    *[]FeedType `json:"types" validate:"omitempty,min=1,max=8,dive,max=64"`
	Enabled  *bool       `json:"enabled"`
}

// webhookView is a subscription in the API's form. Secret is set in the answer that made it, and
// never again.
type webhookView struct {
	ID       string              `json:"id"`
	URL      string              `json:"url"`
	Types    []FeedType          `json:"types"`
	Enabled  bool                `json:"enabled"`
	Gone     bool                `json:"gone"`
	By       checklists.Username `json:"by"`
	Created  checklists.Time     `json:"created"`
	Revision int                 `json:"revision"`
	Secret   string              `json:"secret,omitempty"`
}

func viewWebhook(w Webhook) webhookView {
	return webhookView{w.ID, w.URL, w.Types, w.Enabled, w.Gone, w.By, w.Created, w.Revision, ""}
}

func (s *Server) checkWebhook(url string, types []FeedType) error {
	r := refuse(http.StatusUnprocessableEntity, "invalid")
	if !webhookURL(url, s.LocalWebhooks) {
		r.Fields = append(r.Fields, field("url", "webhook-url"))
	}
	for _, t := range types {
		if !slices.Contains(FeedTypes(), t) {
			r.Fields = append(r.Fields, field("types", "webhook-type", string(t)))
		}
	}
	if len(r.Fields) > 0 {
		return r
	}
	return nil
}

// addWebhook makes a subscription to what is announced from now on, and its secret.
func (s *Server) addWebhook(ctx context.Context, by checklists.Username, in webhookRequest,
) (w Webhook, secret string, err error) {
	if err = s.checkWebhook(in.URL, in.Types); err != nil {
		return w, "", err
	}
	n := 0
	for _, err := range s.docs.webhooks.Find(ctx, store.Query{}) {
		if n++; err != nil {
			return w, "", err
		}
	}
	if n >= maxWebhooks {
		return w, "", refuse(http.StatusConflict, "webhooks-full", maxWebhooks)
	}
	id, err := uuid.NewV7()
	if err != nil {
		return w, "", err
	}
	secret, sealed, err := s.newSecret()
	if err != nil {
		return w, "", err
	}
	seq, err := s.lastOfFeed(ctx)
	if err != nil {
		return w, "", err
	}
	w = Webhook{ID: id.String(), URL: in.URL, Types: slices.Compact(slices.Sorted(slices.Values(in.Types))),
		Enabled: true, Secrets: []SealedSecret{sealed}, Seq: seq, By: by,
		Created: checklists.At(s.now()), Revision: 1}
	err = s.note(ctx, Event{Actor: by, Action: "webhook-added", Subject: "webhook/" + w.ID,
		Label: w.URL, After: digestDocument(w), Revision: 1})
	if err != nil {
		return w, "", err
	}
	return w, secret, s.docs.webhooks.Insert(ctx, w)
}

func (s *Server) changeWebhook(ctx context.Context, by checklists.Username, id, action string,
	change func(*Webhook) error,
) error {
	_, err := store.Update(ctx, s.docs.webhooks, id, func(w *Webhook) error {
		before := digestDocument(*w)
		if err := change(w); err != nil {
			return err
		}
		w.Revision++
		return s.note(ctx, Event{Actor: by, Action: action, Subject: "webhook/" + w.ID, Label: w.URL,
			Before: before, After: digestDocument(*w), Revision: w.Revision})
	})
	return err
}

// rotate gives a subscription a new secret. The one before signs beside it for a day, so that the
// receiver can change over without losing anything.
func (s *Server) rotate(ctx context.Context, by checklists.Username, id string) (string, error) {
	secret, sealed, err := s.newSecret()
	if err != nil {
		return "", err
	}
	return secret, s.changeWebhook(ctx, by, id, "webhook-rotated", func(w *Webhook) error {
		old := w.Secrets[0]
		old.Until = checklists.At(s.now().Add(overlap))
		w.Secrets = []SealedSecret{sealed, old}
		return nil
	})
}

func (s *Server) deleteWebhookBy(ctx context.Context, by checklists.Username, id string) error {
	w, err := s.docs.webhooks.Get(ctx, id)
	if err != nil {
		return err
	}
	err = s.note(ctx, Event{Actor: by, Action: "webhook-deleted", Subject: "webhook/" + id,
		Label: w.URL, Before: digestDocument(w), Revision: w.Revision})
	if err != nil {
		return err
	}
	return s.docs.webhooks.Delete(ctx, id)
}

// tryWebhook sends a test at once and returns what became of it.
func (s *Server) tryWebhook(ctx context.Context, id string) (Delivery, error) {
	w, err := s.docs.webhooks.Get(ctx, id)
	if err != nil {
		return Delivery{}, err
	}
	if !w.Enabled {
		return Delivery{}, refuse(http.StatusConflict, "webhook-off")
	}
	name, err := uuid.NewV7()
	if err != nil {
		return Delivery{}, err
	}
	d, err := s.webhookDelivery(&w, TypeTest, "test/"+name.String(), checklists.At(s.now()),
		gin.H{"webhook": w.ID})
	if err != nil {
		return d, err
	}
	if err = s.docs.outbox.Insert(ctx, d); err == nil {
		err = s.deliver(ctx, d.ID)
	}
	if err != nil {
		return d, err
	}
	return s.docs.outbox.Get(ctx, d.ID)
}

func (s *Server) getWebhooks(c *gin.Context) error {
	q, err := pageOf(c)
	if err != nil {
		return err
	}
	items, next, err := collect(c.Request.Context(), s.docs.webhooks, q, nil, viewWebhook)
	if err != nil {
		return err
	}
	if wantsFile(c) {
		people, err := s.everybody(c.Request.Context())
		if err != nil {
			return err
		}
		return sendRows(c, next, webhookTable(language(c), people, items))
	}
	c.JSON(http.StatusOK, listOf(items, next))
	return nil
}

func (s *Server) postWebhook(c *gin.Context) error {
	var in webhookRequest
	if err := bind(c, &in); err != nil {
		return err
	}
	w, secret, err := s.addWebhook(c.Request.Context(), userOf(c).Username, in)
	if err != nil {
		return err
	}
	return s.showSecret(c, http.StatusCreated, w, secret)
}

func (s *Server) showSecret(c *gin.Context, status int, w Webhook, secret string) error {
	view := viewWebhook(w)
	view.Secret = secret
	c.Header("Cache-Control", "no-store")
	c.JSON(status, view)
	return nil
}

func (s *Server) patchWebhook(c *gin.Context) error {
	var in webhookPatch
	if err := bind(c, &in); err != nil {
		return err
	}
	err := s.changeWebhook(c.Request.Context(), userOf(c).Username, c.Param("id"),
		"webhook-changed", func(w *Webhook) error {
			if w.Revision != in.Revision {
				return refuse(http.StatusConflict, "stale-revision")
			}
			set(&w.URL, in.URL)
			set(&w.Types, in.Types)
			set(&w.Enabled, in.Enabled)
			w.Gone = w.Gone && !w.Enabled
			return s.checkWebhook(w.URL, w.Types)
		})
	if err != nil {
		return err
	}
	w, err := s.docs.webhooks.Get(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, viewWebhook(w))
	return nil
}

func (s *Server) deleteWebhook(c *gin.Context) error {
	err := s.deleteWebhookBy(c.Request.Context(), userOf(c).Username, c.Param("id"))
	if err != nil {
		return err
	}
	c.Status(http.StatusNoContent)
	return nil
}

func (s *Server) postRotate(c *gin.Context) error {
	ctx := c.Request.Context()
	secret, err := s.rotate(ctx, userOf(c).Username, c.Param("id"))
	if err != nil {
		return err
	}
	w, err := s.docs.webhooks.Get(ctx, c.Param("id"))
	if err != nil {
		return err
	}
	return s.showSecret(c, http.StatusOK, w, secret)
}

func (s *Server) postTest(c *gin.Context) error {
	d, err := s.tryWebhook(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, viewDelivery(callerOf(c), d))
	return nil
}
