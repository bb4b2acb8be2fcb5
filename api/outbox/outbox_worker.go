package outbox

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"sync"
	"time"

	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
)

// ErrMailOff says that the installation has no server for mail.
var ErrMailOff = errors.New("no server for mail is set")

const (
	OutboxTick = 5 * time.Second
	// lease is how long an attempt may take before another process may take it for lost.
	lease = 2 * webhookTimeout
	// batch is how many deliveries a pass takes up.
	batch = 200
	// sending bounds how many targets are sent to at the same time.
	sending = 8
)

// ErrCancelled says that there is nobody to deliver to any more, errRefused that the receiver has
// refused for good.
var (
	ErrCancelled = errors.New("the target is gone")
	ErrRefused   = errors.New("refused for good")
)

// Sender makes one attempt. It returns [ErrCancelled] when no attempt makes sense any more.
type Sender func(context.Context, *Delivery) (status int, err error)

// outboxBell wakes the worker.
type outboxBell chan struct{}

func (b outboxBell) ring() {
	select {
	case b <- struct{}{}:
	default: // rung already
	}
}

// Ring wakes the worker of this process.
func (s *Service) Ring() { s.bell.ring() }

// Rung is heard by the worker.
func (s *Service) Rung() <-chan struct{} { return s.bell }

// SendDue is one pass: it sends all that is due. Deliveries to one target go one after the other.
func (s *Service) SendDue(ctx context.Context) error {
	byTarget := map[string][]string{}
	q := store.Query{Equal: map[string]string{"state": string(Pending)}, Order: "next", Limit: batch,
		Brief: true, To: wire.TimeKey(checklists.At(s.Now().Add(time.Millisecond)))}
	for d, err := range s.Docs.Outbox.Find(ctx, q) {
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
				if err := s.Deliver(ctx, id); err != nil && ctx.Err() == nil {
					s.Log.ErrorContext(ctx, "delivery", slog.String("delivery", id),
						slog.String("error", err.Error()))
				}
			}
		})
	}
	wg.Wait()
	return nil
}

// Deliver claims a delivery by its revision, makes one attempt, and stores what became of it. One
// that another process has claimed is left alone.
func (s *Service) Deliver(ctx context.Context, id string) error {
	d, err := s.Docs.Outbox.Get(ctx, id)
	if err != nil || d.State != Pending || d.NextAt.After(s.Now()) {
		return err
	}
	d.Attempts++
	d.NextAt = checklists.At(s.Now().Add(lease))
	d.Revision++
	if err := s.Docs.Outbox.Replace(ctx, d, d.Revision-1); err != nil {
		if errors.Is(err, store.ErrConflict) {
			return nil
		}
		return err
	}
	send := s.Senders()[d.Channel]
	if send == nil {
		return nil // of a newer program
	}
	status, failure := send(ctx, &d)
	if ctx.Err() != nil {
		return nil //nolint:nilerr // being shut down: the lease ends and it is made again
	}
	s.settle(&d, status, failure)
	s.CountDelivery(string(d.Channel), outcome(failure))
	d.Revision++
	err = s.Docs.Outbox.Replace(ctx, d, d.Revision-1)
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
func (s *Service) settle(d *Delivery, status int, failure error) {
	d.LastStatus, d.LastError = status, ""
	if failure == nil {
		d.State = Delivered
		return
	}
	d.LastError = failureCode(status, failure)
	waits := retries()
	switch {
	case errors.Is(failure, ErrCancelled):
		d.State = Cancelled
	case errors.Is(failure, ErrRefused), d.Attempts > len(waits):
		d.State = Failed
	default:
		d.NextAt = checklists.At(s.Now().Add(waits[d.Attempts-1]))
	}
}

// failureCode says in a word why an attempt failed. What the receiver or its network say is not
// kept: it could tell about places that nobody here may look into.
func failureCode(status int, failure error) string {
	var dns *net.DNSError
	var timeout net.Error
	switch {
	case errors.Is(failure, ErrCancelled):
		return "cancelled"
	case errors.Is(failure, ErrAddress):
		return "address"
	case errors.Is(failure, errSecret):
		return "secret"
	case errors.Is(failure, ErrMailOff):
		return "mail-off"
	case errors.Is(failure, ErrRobot) && status == 0:
		return "robot-answer"
	case errors.Is(failure, ErrRobot):
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

// ErrRobot says that a robot has answered with an error of its own, with status 200.
var ErrRobot = errors.New("the robot's service refuses")
