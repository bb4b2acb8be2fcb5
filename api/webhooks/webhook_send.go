package webhooks

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	"hallmark/api/feed"
	"hallmark/api/journal"
	"hallmark/api/outbox"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
)

// webhookPayload is the body of a message, as the Standard Webhooks specification has it.
type webhookPayload struct {
	Type      feed.Type       `json:"type"`
	Timestamp checklists.Time `json:"timestamp"`
	Data      any             `json:"data"`
}

// webhookDelivery is the delivery of a line of the feed to a subscription.
func (s *Service) webhookDelivery(w *Webhook, t feed.Type, name string, at checklists.Time,
	data any,
) (outbox.Delivery, error) {
	payload, err := json.Marshal(webhookPayload{t, at, data})
	return s.Outbox.NewDelivery(outbox.ChannelWebhook, w.ID, string(t), name, string(payload)), err
}

// tryWebhook sends a test at once and returns its delivery as it then is.
func (s *Service) tryWebhook(ctx context.Context, id string) (d outbox.Delivery, err error) {
	w, err := s.Docs.Webhooks.Get(ctx, id)
	if err != nil {
		return d, err
	}
	if !w.Enabled {
		return d, wire.Refuse(http.StatusConflict, "webhook-off")
	}
	name, err := outbox.TestName()
	if err != nil {
		return d, err
	}
	d, err = s.webhookDelivery(&w, feed.TypeTest, name, checklists.At(s.Now()),
		map[string]string{"webhook": w.ID})
	if err != nil {
		return d, err
	}
	return s.Outbox.Try(ctx, d)
}

// FanOut puts new lines of the feed into the outbox, for each subscription that wants them. The
// place of a subscription in the feed is stored after its deliveries. After a crash in between, the
// next pass makes the same deliveries again, whose IDs are the same, so nothing is sent twice.
func (s *Service) FanOut(ctx context.Context) error {
	var failed error
	for w, err := range s.Docs.Webhooks.Find(ctx, store.Query{}) {
		if err != nil {
			return err
		}
		failed = errors.Join(failed, s.fanOutTo(ctx, &w))
	}
	return failed
}

func (s *Service) fanOutTo(ctx context.Context, w *Webhook) error {
	page, err := s.Feed.ReadFeed(ctx, w.Seq, wire.MaxPage)
	if err != nil || len(page.Items) == 0 {
		return err
	}
	for _, e := range page.Items {
		if !w.wants(e.Type) {
			continue
		}
		d, err := s.webhookDelivery(w, e.Type, e.Name, e.At, e)
		if err == nil {
			err = s.Outbox.Post(ctx, d)
		}
		if err != nil {
			return err
		}
	}
	seq := page.Items[len(page.Items)-1].Seq
	_, err = store.Update(ctx, s.Docs.Webhooks, w.ID, func(w *Webhook) error {
		if w.Seq < seq {
			w.Seq = seq
			w.Revision++
		}
		return nil
	})
	return err
}

// SendWebhook is the [outbox.Sender] of webhooks. Status 2xx is success, 410 ends the subscription.
func (s *Service) SendWebhook(ctx context.Context, d *outbox.Delivery) (status int, err error) {
	w, err := s.Docs.Webhooks.Get(ctx, d.Target)
	if errors.Is(err, store.ErrNotFound) || err == nil && !w.Enabled {
		return 0, outbox.ErrCancelled
	}
	if err != nil {
		return 0, err
	}
	secrets, err := s.secretsOf(&w)
	if err != nil {
		return 0, err
	}
	if !outbox.WebhookURL(w.URL, s.LocalWebhooks) {
		return 0, outbox.ErrAddress
	}
	r, err := outbox.NewRequest(ctx, w.URL, d)
	if err != nil {
		return 0, err
	}
	signWebhook(r.Header, d.ID, s.Now(), []byte(d.Payload), secrets)
	answer, err := s.Outbox.Client.Do(r)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	_, _ = io.CopyN(io.Discard, answer.Body, 4<<10) // the answer is not stored
	switch {
	case answer.StatusCode == http.StatusGone:
		return answer.StatusCode, errors.Join(outbox.ErrCancelled, s.webhookGone(ctx, w.ID))
	case answer.StatusCode < 200 || answer.StatusCode > 299:
		return answer.StatusCode, fmt.Errorf("status %d", answer.StatusCode)
	}
	return answer.StatusCode, nil
}

func (s *Service) webhookGone(ctx context.Context, id string) error {
	_, err := s.receivers().Change(ctx, journal.Seeder, id, "webhook-gone", func(w *Webhook) error {
		w.Enabled, w.Gone = false, true
		return nil
	})
	return err
}
