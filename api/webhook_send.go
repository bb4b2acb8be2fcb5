package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	"hallmark/api/store"
	"hallmark/checklists"
)

// webhookPayload is what a receiver gets, after the specification: type, timestamp, data.
type webhookPayload struct {
	Type      FeedType        `json:"type"`
	Timestamp checklists.Time `json:"timestamp"`
	Data      any             `json:"data"`
}

// webhookDelivery is the delivery of a line of the feed to a subscription.
func (s *Server) webhookDelivery(w *Webhook, t FeedType, name string, at checklists.Time,
	data any,
) (Delivery, error) {
	payload, err := json.Marshal(webhookPayload{t, at, data})
	return s.newDelivery(ChannelWebhook, w.ID, string(t), name, string(payload)), err
}

// fanOut puts new lines of the feed into the outbox, for each subscription that wants them. Where
// each subscription stands is stored after its deliveries, whose names are always the same: a crash
// in between is made good by the next pass.
func (s *Server) fanOut(ctx context.Context) error {
	var failed error
	for w, err := range s.docs.webhooks.Find(ctx, store.Query{}) {
		if err != nil {
			return err
		}
		failed = errors.Join(failed, s.fanOutTo(ctx, &w))
	}
	return failed
}

func (s *Server) fanOutTo(ctx context.Context, w *Webhook) error {
	page, err := s.readFeed(ctx, w.Seq, maxPage)
	if err != nil || len(page.Items) == 0 {
		return err
	}
	for _, e := range page.Items {
		if !w.wants(e.Type) {
			continue
		}
		d, err := s.webhookDelivery(w, e.Type, e.Name, e.At, e)
		if err == nil {
			err = s.post(ctx, d)
		}
		if err != nil {
			return err
		}
	}
	seq := page.Items[len(page.Items)-1].Seq
	_, err = store.Update(ctx, s.docs.webhooks, w.ID, func(w *Webhook) error {
		if w.Seq < seq {
			w.Seq = seq
			w.Revision++
		}
		return nil
	})
	return err
}

// sendWebhook makes one attempt. 2xx is success, 410 ends the subscription.
func (s *Server) sendWebhook(ctx context.Context, d *Delivery) (status int, err error) {
	w, err := s.docs.webhooks.Get(ctx, d.Target)
	if errors.Is(err, store.ErrNotFound) || err == nil && !w.Enabled {
		return 0, errCancelled
	}
	if err != nil {
		return 0, err
	}
	secrets, err := s.secretsOf(&w)
	if err != nil {
		return 0, err
	}
	if !webhookURL(w.URL, s.LocalWebhooks) {
		return 0, errAddress
	}
	body := []byte(d.Payload)
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, w.URL, bytes.NewReader(body))
	if err != nil {
		return 0, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "Hallmark")
	signWebhook(r.Header, d.ID, s.now(), body, secrets)
	answer, err := s.webhooks.Do(r)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	_, _ = io.CopyN(io.Discard, answer.Body, 4<<10) // what the receiver says is not kept
	switch {
	case answer.StatusCode == http.StatusGone:
		return answer.StatusCode, errors.Join(errCancelled, s.webhookGone(ctx, w.ID))
	case answer.StatusCode < 200 || answer.StatusCode > 299:
		return answer.StatusCode, fmt.Errorf("status %d", answer.StatusCode)
	}
	return answer.StatusCode, nil
}

func (s *Server) webhookGone(ctx context.Context, id string) error {
	return s.changeWebhook(ctx, seeder, id, "webhook-gone", func(w *Webhook) error {
		w.Enabled, w.Gone = false, true
		return nil
	})
}
