package api

import (
	"context"
	"errors"
	"log/slog"
	"time"
)

// senders are the channels. A new channel gets a line here.
func (s *Server) senders() map[Channel]sender {
	return map[Channel]sender{ChannelWebhook: s.sendWebhook, ChannelMail: s.sendMail,
		ChannelRobot: s.sendRobot}
}

// Work sends what is in the outbox until the context ends, and does what is due by the time. It first
// announces what a process that died has published without a word. An attempt under way is ended; it
// is made again by the next process.
func (s *Server) Work(ctx context.Context) {
	tick, final := time.NewTicker(outboxTick), time.NewTicker(finalTick)
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
		case <-s.rung():
		}
	}
}

// DueByTime does what follows from the time alone.
func (s *Server) DueByTime(ctx context.Context) error {
	return errors.Join(s.Finalize(ctx), s.remind(ctx), s.digest(ctx), s.sweep(ctx))
}

func (s *Server) everyMinute(ctx context.Context) {
	if err := s.DueByTime(ctx); err != nil && ctx.Err() == nil {
		s.log.ErrorContext(ctx, "due by time", slog.String("error", err.Error()))
	}
}

// Deliver is one pass: it makes notifications of new events, puts new lines of the feed into the
// outbox, and sends all that is due: what cannot be told holds up nothing that can be sent.
func (s *Server) Deliver(ctx context.Context) error {
	return errors.Join(s.notify(ctx), s.fanOut(ctx), s.sendDue(ctx))
}

// CatchUp announces what was published and not announced: a process may have died in between, and
// older installations have editions from before there was a feed. It numbers sealed bulletins, too.
func (s *Server) CatchUp(ctx context.Context) error {
	lines, err := s.editionLines(ctx)
	if err != nil {
		return err
	}
	for i := len(lines) - 1; i >= 0; i-- { // the oldest first
		e, err := s.edition(ctx, lines[i].ID)
		if err == nil {
			err = s.announceEdition(ctx, e)
		}
		if err != nil {
			return err
		}
	}
	if err := s.announceConsultations(ctx); err != nil {
		return err
	}
	return s.issueSealed(ctx)
}
