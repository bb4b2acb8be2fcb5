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

// ErrMailOff says that the installation has no mail server.
var ErrMailOff = errors.New("no server for mail is set")

const (
	// OutboxTick is how often the worker looks for deliveries that are due.
	OutboxTick = 5 * time.Second
	// lease is the time after which another process makes an attempt anew that has not ended.
	lease = 2 * webhookTimeout
	// batch is how many deliveries are sent in one pass.
	batch = 200
	// sending is to how many targets deliveries are sent at the same time.
	sending = 8
)

// The failures after which a delivery is not tried again: its target is gone, or the receiver has
// refused it for good.
var (
	ErrCancelled = errors.New("the target is gone")
	ErrRefused   = errors.New("refused for good")
)

// Caused is an error of a sender that knows its cause, and whether it is worth trying again only
// after minutes.
type Caused interface {
	error
	FailureCode() string // of the text "outbox.error-…"
	NotSoon() bool
}

// Sender makes one attempt to deliver and returns the status of the answer, 0 if there was none.
// Any error is tried again but [ErrCancelled] and [ErrRefused].
type Sender func(context.Context, *Delivery) (status int, err error)

// outboxBell wakes the worker of this process when something is put into the outbox.
type outboxBell chan struct{}

func (b outboxBell) ring() {
	select {
	case b <- struct{}{}:
	default: // rung already
	}
}

// Ring wakes the worker of this process.
func (s *Service) Ring() { s.bell.ring() }

// Rung is the channel on which the worker waits for [Service.Ring].
func (s *Service) Rung() <-chan struct{} { return s.bell }

// SendDue sends what is due, up to 200 deliveries. Those to one target are sent one after the
// other. An attempt that fails is no error.
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

// Deliver claims a delivery by its revision, makes one attempt, and stores its outcome. It leaves
// alone a delivery that is not due, or that another process has claimed.
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
		return nil // a channel of a newer version of the program
	}
	status, failure := send(ctx, &d)
	if ctx.Err() != nil {
		return nil //nolint:nilerr // shutting down: the attempt is made again after the lease
	}
	s.record(&d, status, failure)
	s.logFailure(ctx, &d, failure)
	s.CountDelivery(string(d.Channel), outcome(failure))
	d.Revision++
	err = s.Docs.Outbox.Replace(ctx, d, d.Revision-1)
	if errors.Is(err, store.ErrConflict) {
		return nil
	}
	return err
}

// logFailure writes down why an attempt has failed, without who was to be reached.
func (s *Service) logFailure(ctx context.Context, d *Delivery, failure error) {
	if failure == nil || d.State == Cancelled {
		return
	}
	attributes := []slog.Attr{slog.String("delivery", d.ID), slog.String("channel", string(d.Channel)),
		slog.String("cause", d.LastError), slog.Int("status", d.LastStatus),
		slog.Int("attempts", d.Attempts), slog.String("state", string(d.State))}
	if own := Caused(nil); errors.As(failure, &own) {
		attributes = append(attributes, slog.String("error", own.Error()))
	}
	s.Log.LogAttrs(ctx, slog.LevelWarn, "not delivered", attributes...)
}

func outcome(failure error) string {
	if failure == nil {
		return "delivered"
	}
	return "failed"
}

// record writes the outcome of an attempt into its delivery, and when the next attempt is due.
func (s *Service) record(d *Delivery, status int, failure error) {
	d.LastStatus, d.LastError = status, ""
	if failure == nil {
		d.State = Delivered
		return
	}
	d.LastError = failureCode(status, failure)
	waits := retries()
	if own := Caused(nil); errors.As(failure, &own) && own.NotSoon() {
		waits = patientRetries()
	}
	switch {
	case errors.Is(failure, ErrCancelled):
		d.State = Cancelled
	case errors.Is(failure, ErrRefused), d.Attempts > len(waits):
		d.State = Failed
	default:
		d.NextAt = checklists.At(s.Now().Add(waits[d.Attempts-1]))
	}
}

// failureCode is the code of why an attempt failed. The words of the receiver or of its network are
// not stored: they could reveal something about networks that people here may not look into.
func failureCode(status int, failure error) string {
	var dns *net.DNSError
	var timeout net.Error
	var own Caused
	switch {
	case errors.As(failure, &own):
		return own.FailureCode()
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

// ErrRobot says that the service of a robot has answered with an error code, or not as it should.
var ErrRobot = errors.New("the robot's service refuses")
