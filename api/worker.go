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

// finalTick is how often the worker does what is due by the time.
const finalTick = time.Minute

// targets has the name of every target of deliveries by its ID: the address of a subscription, the
// name of a person or robot.
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

// senders has the sender of each channel. A new channel gets a line here.
func (s *Server) senders() map[outbox.Channel]outbox.Sender {
	return map[outbox.Channel]outbox.Sender{outbox.ChannelWebhook: s.Webhooks.SendWebhook,
		notifications.ChannelMail: s.Notifications.SendMail,
		robots.ChannelRobot:       s.Robots.SendRobot}
}

// Work sends what is in the outbox and does what is due by the time, until the context ends. It
// first announces what a process has published that died before announcing it ([Server.CatchUp]).
// When the context ends, an attempt to deliver under way is given up; the next process makes it
// again.
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

// DueByTime does what is due by the time alone: it reads the holidays again that another process may
// have loaded, makes results final, reminds people, posts the
// daily mail, and removes files that were kept for a day, and sign-ins and replies that have expired.
func (s *Server) DueByTime(ctx context.Context) error {
	return errors.Join(s.Settings.RefreshCalendar(ctx), s.Outcomes.Finalize(ctx), s.Notifications.Remind(ctx),
		s.Notifications.Digest(ctx), s.Register.Sweep(ctx), s.Access.Sweep(ctx), s.Journal.Sweep(ctx), s.Replies.Sweep(ctx))
}

func (s *Server) everyMinute(ctx context.Context) {
	if err := s.DueByTime(ctx); err != nil && ctx.Err() == nil {
		s.log.ErrorContext(ctx, "due by time", slog.String("error", err.Error()))
	}
}

// Deliver is one pass of the worker: it finishes what follows from changes, the notifications of new
// events among it, puts new lines of the feed into the outbox, and sends what is due. An error in
// one step does not hold up the others.
func (s *Server) Deliver(ctx context.Context) error {
	return errors.Join(s.Steps.Settle(ctx), s.Webhooks.FanOut(ctx), s.Outbox.SendDue(ctx))
}

// CatchUp finishes what older versions left, which stored no steps with their changes: it tells of
// the events that nobody was told of, announces what was published and not announced, and issues
// bulletins that were sealed and not yet numbered.
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
	return errors.Join(s.Bulletins.IssueSealed(ctx), s.Notifications.CatchUp(ctx))
}
