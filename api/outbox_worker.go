package api

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"sync"
	"time"

	"hallmark/api/store"
	"hallmark/checklists"
)

const (
	outboxTick = 5 * time.Second
	// lease is how long an attempt may take before another process may take it for lost.
	lease = 2 * webhookTimeout
	// batch is how many deliveries a pass takes up.
	batch = 200
	// sending bounds how many targets are sent to at the same time.
	sending = 8
)

// errCancelled says that there is nobody to deliver to any more, errRefused that the receiver has
// refused for good.
var (
	errCancelled = errors.New("the target is gone")
	errRefused   = errors.New("refused for good")
)

// sender makes one attempt. It returns [errCancelled] when no attempt makes sense any more.
type sender func(context.Context, *Delivery) (status int, err error)

// outboxBell wakes the worker.
type outboxBell chan struct{}

func (b outboxBell) ring() {
	select {
	case b <- struct{}{}:
	default: // rung already
	}
}

// ring wakes the worker of this process.
func (s *Server) ring() { s.outbox.ring() }

// rung is heard by the worker.
func (s *Server) rung() <-chan struct{} { return s.outbox }

// sendDue is one pass: it sends all that is due. Deliveries to one target go one after the other.
func (s *Server) sendDue(ctx context.Context) error {
	byTarget := map[string][]string{}
	q := store.Query{Equal: map[string]string{"state": string(Pending)}, Order: "next", Limit: batch,
		Brief: true, To: timeKey(checklists.At(s.now().Add(time.Millisecond)))}
	for d, err := range s.docs.outbox.Find(ctx, q) {
		if err != nil {
			return err
		}
		target := string(d.Channel) + "/" + d.Target
		byTarget[target] = append(byTarget[target], d.ID)
	}
	var wg sync.WaitGroup
	slots := make(chan struct{}, sending)
	for _, ids := range byTarget {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			for _, id := range ids {
				if err := s.deliver(ctx, id); err != nil && ctx.Err() == nil {
					s.log.ErrorContext(ctx, "delivery", slog.String("delivery", id),
						slog.String("error", err.Error()))
				}
			}
		})
	}
	wg.Wait()
	return nil
}

// deliver claims a delivery by its revision, makes one attempt, and stores what became of it. One
// that another process has claimed is left alone.
func (s *Server) deliver(ctx context.Context, id string) error {
	d, err := s.docs.outbox.Get(ctx, id)
	if err != nil || d.State != Pending || d.NextAt.After(s.now()) {
		return err
	}
	d.Attempts++
	d.NextAt = checklists.At(s.now().Add(lease))
	d.Revision++
	if err := s.docs.outbox.Replace(ctx, d, d.Revision-1); err != nil {
		if errors.Is(err, store.ErrConflict) {
			return nil
		}
		return err
	}
	send := s.senders()[d.Channel]
	if send == nil {
		return nil // of a newer program
	}
	status, failure := send(ctx, &d)
	if ctx.Err() != nil {
		return nil // being shut down: the lease ends and it is made again
	}
	s.settle(&d, status, failure)
	s.countDelivery(string(d.Channel), outcome(failure))
	d.Revision++
	err = s.docs.outbox.Replace(ctx, d, d.Revision-1)
	if errors.Is(err, store.ErrConflict) {
		return nil
	}
	return err
}

func outcome(failure error) string {
	if failure == nil {
		return "delivered"
	}
	return "failed"
}

// settle says what became of an attempt.
func (s *Server) settle(d *Delivery, status int, failure error) {
	d.LastStatus, d.LastError = status, ""
	if failure == nil {
		d.State = Delivered
		return
	}
	d.LastError = failureCode(status, failure)
	waits := retries()
	switch {
	case errors.Is(failure, errCancelled):
		d.State = Cancelled
	case errors.Is(failure, errRefused), d.Attempts > len(waits):
		d.State = Failed
	default:
		d.NextAt = checklists.At(s.now().Add(waits[d.Attempts-1]))
	}
}

// failureCode says in a word why an attempt failed. What the receiver or its network say is not
// kept: it could tell about places that nobody here may look into.
func failureCode(status int, failure error) string {
	var dns *net.DNSError
	var timeout net.Error
	switch {
	case errors.Is(failure, errCancelled):
		return "cancelled"
	case errors.Is(failure, errAddress):
		return "address"
	case errors.Is(failure, errSecret):
		return "secret"
	case errors.Is(failure, errMailOff):
		return "mail-off"
	case errors.Is(failure, errRobot) && status == 0:
		return "robot-answer"
	case errors.Is(failure, errRobot):
		return "robot"
	case status > 0:
		return "status"
	case errors.As(failure, &dns):
		return "name"
	case errors.As(failure, &timeout) && timeout.Timeout():
		return "timeout"
	}
	return "connection"
}
