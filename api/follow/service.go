package follow

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"hallmark/api/store"
	"hallmark/api/wire"
)

// The classes of steps, as the lowest rank of each: a step of data has a rank below Telling.
const (
	Data    = 0
	Telling = 100
)

// How steps are tried. The times are counted by the clock of the store.
const (
	Patience = 20 * time.Second // before a worker takes up what a request is about to do
	hold     = time.Minute      // for which a claim keeps others away
	batch    = 64               // documents that are claimed together
	rounds   = 1000             // of claims in one pass
	maxTries = 20
	maxWait  = 10 * time.Minute
)

// handler carries out a step. It may be called again for a step that was done.
type handler func(ctx context.Context, s *store.Step) error

// Deps are what the service works with.
type Deps struct {
	Engine store.Engine
	Log    *slog.Logger
}

// Service carries out steps. It is safe for concurrent use once all handlers are known.
type Service struct {
	Deps
	handlers    map[string]handler
	collections []string
}

// New makes the service.
func New(d Deps) *Service { return &Service{Deps: d, handlers: map[string]handler{}} }

// Handle says who carries out the steps of a kind, given the ID of the document and the arguments.
func Handle[T any](s *Service, kind string, h func(ctx context.Context, doc string, args T) error) {
	s.handlers[kind] = func(ctx context.Context, step *store.Step) error {
		var args T
		if err := json.Unmarshal(step.Args, &args); err != nil {
			return Never(err)
		}
		return h(ctx, step.Doc, args)
	}
}

// Of adds a collection in which steps may be open, for [Service.Open].
func (s *Service) Of(collection string) { s.collections = append(s.collections, collection) }

// permanentError is a failure that no later try mends.
type permanentError struct{ err error }

func (e *permanentError) Error() string { return e.err.Error() }
func (e *permanentError) Unwrap() error { return e.err }

// Never marks the error of a step that cannot succeed later either; the step is stuck at once.
func Never(err error) error { return &permanentError{err} }

// earlyError is the failure of a step whose time may not have come.
type earlyError struct{ error }

// Early marks the error of a step whose time may not have come; it is dropped after [patience] tries.
func Early(err error) error { return &earlyError{err} }

// patience is how often a step is tried whose time may not have come.
const patience = 8

// Finish carries out the open steps of a document in their order. It returns the first error of a
// step of data; what is left is tried again by the worker.
func (s *Service) Finish(ctx context.Context, of store.Subject) error {
	steps, err := s.Engine.Steps(ctx, of.Collection, of.Doc)
	if err != nil {
		return err
	}
	var done []store.Step
	for i := range steps {
		failed := s.try(ctx, &steps[i])
		if failed == nil {
			done = append(done, steps[i])
		} else if steps[i].Rank < Telling {
			err = failed
			break
		}
	}
	if len(done) == 0 {
		return err
	}
	return errors.Join(err, s.Engine.Done(ctx, done...))
}

// try carries out a step and notes its failure.
func (s *Service) try(ctx context.Context, step *store.Step) error {
	if step.Stuck {
		return ErrStuck
	}
	err := s.do(ctx, step)
	if err == nil || ctx.Err() != nil {
		return err
	}
	failed := *step
	failed.Reason = err.Error()
	if !errors.Is(err, store.ErrUnavailable) { // that the storage fails is no fault of the step
		failed.Tries++
	}
	if early := (*earlyError)(nil); errors.As(err, &early) && failed.Tries >= patience {
		return nil
	}
	var never *permanentError
	s.Log.WarnContext(ctx, "step failed", slog.String("step", step.ID()),
		slog.String("error", err.Error()))
	failed.Stuck = errors.As(err, &never) || failed.Tries >= maxTries
	return errors.Join(err, s.Engine.Later(ctx, failed, wait(failed.Tries)))
}

func (s *Service) do(ctx context.Context, step *store.Step) error {
	h := s.handlers[step.Kind]
	if h == nil {
		return Never(fmt.Errorf("nobody knows steps of the kind %s", step.Kind))
	}
	return h(ctx, step)
}

// wait is how long a step waits after so many failures: 1, 2, 4, … seconds, up to ten minutes.
func wait(tries int) time.Duration { return min(maxWait, time.Second<<min(tries, 10)) }

// Settle carries out the steps that are due, of all documents, until none is. It may run in several
// processes at once.
func (s *Service) Settle(ctx context.Context) error {
	var failed error
	for range rounds {
		subjects, err := s.Engine.Claim(ctx, batch, hold)
		for _, of := range subjects {
			failed = errors.Join(failed, s.Finish(ctx, of))
		}
		if err != nil || len(subjects) == 0 || ctx.Err() != nil {
			return errors.Join(failed, err)
		}
	}
	return failed
}

// What readers of a paper are told while steps of its document are open.
var (
	ErrSettling = wire.Refuse(http.StatusConflict, "settling")
	ErrStuck    = wire.Refuse(http.StatusConflict, "stuck")
)

// Settled returns [ErrSettling] while a step of data of a document is open, [ErrStuck] if one is
// stuck.
func (s *Service) Settled(ctx context.Context, of store.Subject) error {
	return s.settled(ctx, of, func(string) (bool, error) { return true, nil })
}

// AllSettled is [Service.Settled] for those documents of a collection that concern a reader.
func (s *Service) AllSettled(ctx context.Context, collection string,
	concerns func(doc string) (bool, error),
) error {
	return s.settled(ctx, store.Subject{Collection: collection}, concerns)
}

func (s *Service) settled(ctx context.Context, of store.Subject,
	concerns func(doc string) (bool, error),
) error {
	steps, err := s.Engine.Steps(ctx, of.Collection, of.Doc)
	if err != nil {
		return err
	}
	open := error(nil)
	for i := range steps {
		if steps[i].Rank >= Telling {
			continue
		}
		if mine, err := concerns(steps[i].Doc); err != nil {
			return err
		} else if !mine {
			continue
		}
		if steps[i].Stuck {
			return ErrStuck
		}
		open = ErrSettling
	}
	return open
}

// Open lists all open steps.
func (s *Service) Open(ctx context.Context) ([]store.Step, error) {
	var all []store.Step
	for _, name := range s.collections {
		steps, err := s.Engine.Steps(ctx, name, "")
		if err != nil {
			return nil, err
		}
		all = append(all, steps...)
	}
	return all, nil
}

// Failed lists the steps that failed at least once, and among them those that are stuck.
func (s *Service) Failed(ctx context.Context) (failed []store.Step, err error) {
	all, err := s.Open(ctx)
	for i := range all {
		if all[i].Stuck || all[i].Reason != "" {
			failed = append(failed, all[i])
		}
	}
	return failed, err
}

// Again tries a step that failed again at once; one that fails again says so in its reason. It
// returns [store.ErrNotFound] for one that is not there.
func (s *Service) Again(ctx context.Context, id string) error {
	open, err := s.Open(ctx)
	if err != nil {
		return err
	}
	for _, step := range open {
		if step.ID() != id {
			continue
		}
		step.Stuck, step.Tries = false, 0
		if err := s.Engine.Later(ctx, step, 0); err != nil {
			return err
		}
		s.after(ctx, store.Subject{Collection: step.Collection, Doc: step.Doc})
		return nil
	}
	return store.ErrNotFound
}
