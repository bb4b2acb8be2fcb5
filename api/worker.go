package api

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"hallmark/api/notifications"
	"hallmark/api/outbox"
	"hallmark/api/robots"
	"hallmark/api/store"
)

// finalTick is how often the worker looks for results that have become final.
const finalTick = time.Minute

// targets are the addresses of the subscriptions and the names of people and robots.
func (s *Server) targets(ctx context.Context) (map[string]string, error) {
	people, err := s.Access.Everybody(ctx)
	if err != nil {
		return nil, err
	}
	targets := map[string]string{}
	for name, person := range people {
		targets[string(name)] = person
	}
	for r, err := range s.docs.robots.Find(ctx, store.Query{}) {
		if err != nil {
			return nil, err
		}
		targets[r.ID] = r.Name
	}
	for w, err := range s.docs.webhooks.Find(ctx, store.Query{}) {
		if err != nil {
			return nil, err
		}
		targets[w.ID] = w.URL
	}
	return targets, nil
}

// senders are the channels. A new channel gets a line here.
func (s *Server) senders() map[outbox.Channel]outbox.Sender {
	return map[outbox.Channel]outbox.Sender{outbox.ChannelWebhook: s.Webhooks.SendWebhook,
		notifications.ChannelMail: s.Notifications.SendMail,
		robots.ChannelRobot:       s.Robots.SendRobot}
}

// Work sends what is in the outbox until the context ends, and does what is due by the time. It
// first announces what a process that died has published without a word. An attempt under way is
// ended; it is made again by the next process.
func (s *Server) Work(ctx context.Context) {
	tick, final := time.NewTicker(outbox.OutboxTick), time.NewTicker(finalTick)
	defer tick.Stop()
	defer final.Stop()
	s.everyMinute(ctx)
	caught := false
	for ctx.Err() == nil {
		err := error(nil)
		if !caught {
			err = s.CatchUp(ctx)
			caught = err == nil
		}
		if err = errors.Join(err, s.Deliver(ctx)); err != nil && ctx.Err() == nil {
			s.log.ErrorContext(ctx, "outbox", slog.String("error", err.Error()))
		}
		select {
		case <-ctx.Done():
		case <-tick.C:
		case <-final.C:
			s.everyMinute(ctx)
		case <-s.Outbox.Rung():
		}
	}
}

// DueByTime does what follows from the time alone.
func (s *Server) DueByTime(ctx context.Context) error {
	return errors.Join(s.Outcomes.Finalize(ctx), s.Notifications.Remind(ctx),
		s.Notifications.Digest(ctx), s.Register.Sweep(ctx))
}

func (s *Server) everyMinute(ctx context.Context) {
	if err := s.DueByTime(ctx); err != nil && ctx.Err() == nil {
		s.log.ErrorContext(ctx, "due by time", slog.String("error", err.Error()))
	}
}

// Deliver is one pass: it makes notifications of new events, puts new lines of the feed into the
// outbox, and sends all that is due: what cannot be told holds up nothing that can be sent.
func (s *Server) Deliver(ctx context.Context) error {
	return errors.Join(s.Notifications.Notify(ctx), s.Webhooks.FanOut(ctx), s.Outbox.SendDue(ctx))
}

// CatchUp announces what was published and not announced: a process may have died in between, and
// older installations have editions from before there was a feed. It numbers sealed bulletins, too.
func (s *Server) CatchUp(ctx context.Context) error {
	lines, err := s.Editions.EditionLines(ctx)
	if err != nil {
		return err
	}
	for i := len(lines) - 1; i >= 0; i-- { // the oldest first
		e, err := s.Editions.Edition(ctx, lines[i].ID)
		if err == nil {
			err = s.Feed.AnnounceEdition(ctx, e)
		}
		if err != nil {
			return err
		}
	}
	if err := s.Consultations.AnnounceConsultations(ctx); err != nil {
		return err
	}
	return s.Bulletins.IssueSealed(ctx)
}
