package webhooks

import (
	"context"
	"net/http"
	"slices"

	"github.com/google/uuid"

	"hallmark/api/feed"
	"hallmark/api/outbox"
	"hallmark/api/wire"
	"hallmark/checklists"
)

// webhookRequest is a new subscription.
type webhookRequest struct {
	URL   string      `json:"url" validate:"required,max=2048"`
	Types []feed.Type `json:"types" validate:"required,min=1,max=8,dive,max=64"`
}

// webhookPatch changes the members of a subscription that are not nil.
type webhookPatch struct {
	Revision int          `json:"revision" validate:"min=1"`
	URL      *string      `json:"url" validate:"omitempty,max=2048"`
	Types    *[]feed.Type `json:"types" validate:"omitempty,min=1,max=8,dive,max=64"`
	Enabled  *bool        `json:"enabled"`
}

// webhookView is a subscription in the API's form. Secret is set only in the answer to the
// request that made it.
type webhookView struct {
	ID       string              `json:"id"`
	URL      string              `json:"url"`
	Types    []feed.Type         `json:"types"`
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

func (s *Service) checkWebhook(url string, types []feed.Type) error {
	r := wire.Refuse(http.StatusUnprocessableEntity, "invalid")
	if !outbox.WebhookURL(url, s.LocalWebhooks) {
		r.Fields = append(r.Fields, wire.Wrong("url", "webhook-url"))
	}
	for _, t := range types {
		if !slices.Contains(feed.Types(), t) {
			r.Fields = append(r.Fields, wire.Wrong("types", "webhook-type", string(t)))
		}
	}
	if len(r.Fields) > 0 {
		return r
	}
	return nil
}

// addWebhook makes a subscription to lines of the feed from now on, and its secret.
func (s *Service) addWebhook(ctx context.Context, by checklists.Username, in webhookRequest,
) (w Webhook, secret string, err error) {
	if err = s.checkWebhook(in.URL, in.Types); err != nil {
		return w, "", err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return w, "", err
	}
	secret, sealed, err := s.newSecret()
	if err != nil {
		return w, "", err
	}
	seq, err := s.Feed.LastOfFeed(ctx)
	if err != nil {
		return w, "", err
	}
	w = Webhook{ID: id.String(), URL: in.URL, Types: slices.Compact(slices.Sorted(slices.Values(in.Types))),
		Enabled: true, Secrets: []SealedSecret{sealed}, Seq: seq, By: by,
		Created: checklists.At(s.Now()), Revision: 1}
	return w, secret, s.receivers().Add(ctx, by, "webhook-added", w)
}

// receivers are the subscriptions as the outbox sees them.
func (s *Service) receivers() outbox.Receivers[Webhook] {
	return outbox.Receivers[Webhook]{Docs: s.Docs.Webhooks, Journal: s.Journal, Kind: "webhook",
		Most: maxWebhooks, Full: "webhooks-full", Of: func(w *Webhook) outbox.Receiver {
			return outbox.Receiver{ID: w.ID, Label: w.URL, Revision: &w.Revision}
		}}
}

// rotate gives a subscription a new secret. For a day messages are signed with the old one, too, so
// that the receiver can change over without losing anything.
func (s *Service) rotate(ctx context.Context, by checklists.Username, id string,
) (w Webhook, secret string, err error) {
	secret, sealed, err := s.newSecret()
	if err != nil {
		return w, "", err
	}
	w, err = s.receivers().Change(ctx, by, id, "webhook-rotated", func(w *Webhook) error {
		old := w.Secrets[0]
		old.Until = checklists.At(s.Now().Add(overlap))
		w.Secrets = []SealedSecret{sealed, old}
		return nil
	})
	return w, secret, err
}

func (s *Service) dropWebhook(ctx context.Context, by checklists.Username, id string) error {
	return s.receivers().Delete(ctx, by, id, "webhook-deleted")
}
