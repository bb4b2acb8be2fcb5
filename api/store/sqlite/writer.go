package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"runtime"
	"sync"

	"modernc.org/sqlite"
	codes "modernc.org/sqlite/lib"

	"hallmark/api/store"
)

// maxBatch bounds how many writes share one commit.
const maxBatch = 128

// step is one insert, replace or delete, with all that belongs to it. One that returns an error of
// its own ([own]) has written nothing.
type step func(*session) error

// write is a step on its way to the disk.
type write struct {
	ctx  context.Context
	do   step
	err  error
	done chan error
}

// writer owns the one connection that writes.
type writer struct {
	db    *sql.DB
	queue chan *write
	ended chan struct{}

	closing sync.RWMutex // held for reading while a write is queued
	closed  bool

	mu      sync.Mutex // guards session; held for the length of a transaction
	session *session   // nil after a failure, until the next transaction
}

func newWriter(name string) (*writer, error) {
	db, err := connect(name, 1, "journal_mode(WAL)", "cache_size(-2048)",
		"foreign_keys(0)", "wal_autocheckpoint(2000)", "journal_size_limit(16777216)")
	if err != nil {
		return nil, err
	}
	w := &writer{db: db, queue: make(chan *write, maxBatch), ended: make(chan struct{})}
	go w.loop()
	return w, nil
}

// submit queues a write and waits for its outcome, which is final: done only after the commit. A
// context that is done before the write's turn comes keeps it from being executed.
func (w *writer) submit(ctx context.Context, do step) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	op := &write{ctx: ctx, do: do, done: make(chan error, 1)}
	w.closing.RLock()
	if w.closed {
		w.closing.RUnlock()
		return errClosed
	}
	w.queue <- op
	w.closing.RUnlock()
	return <-op.done
}

func (w *writer) loop() {
	defer close(w.ended)
	batch := make([]*write, 0, maxBatch)
	for op := range w.queue {
		runtime.Gosched() // let those whose writes were just answered queue their next ones
		batch = w.gather(append(batch[:0], op))
		w.mu.Lock()
		w.run(batch)
		w.mu.Unlock()
	}
}

// gather adds the writes that are waiting.
func (w *writer) gather(batch []*write) []*write {
	for len(batch) < maxBatch {
		select {
		case op, ok := <-w.queue:
			if !ok {
				return batch
			}
			batch = append(batch, op)
		default:
			return batch
		}
	}
	return batch
}

// run executes the batch in one transaction and answers every write in it. When the disk refuses
// the batch, each write is tried alone, so that a large document does not spoil small ones.
func (w *writer) run(batch []*write) {
	err := w.transact(batch)
	if err != nil && len(batch) > 1 && !busy(err) {
		for _, op := range batch {
			w.run([]*write{op})
		}
		return
	}
	for _, op := range batch {
		if op.err == nil {
			op.err = err
		}
		op.done <- op.err
	}
}

// transact commits the batch, or returns the error for which all of it was rolled back.
func (w *writer) transact(batch []*write) error {
	return w.within(context.Background(), func(s *session) error {
		for _, op := range batch {
			if op.err = op.ctx.Err(); op.err != nil {
				continue
			}
			if op.err = op.do(s); !own(op.err) {
				err := op.err
				op.err = nil
				return err
			}
		}
		return nil
	})
}

// own reports whether err is the outcome of one write, after which the transaction goes on.
func own(err error) bool {
	return err == nil || errors.Is(err, store.ErrExists) || errors.Is(err, store.ErrConflict) ||
		errors.Is(err, store.ErrNotFound)
}

// within calls f inside a transaction. The caller holds w.mu. After any error the connection is
// thrown away: a fresh one is in a known state.
func (w *writer) within(ctx context.Context, f func(*session) error) (err error) {
	if w.session == nil {
		conn, err := w.db.Conn(ctx)
		if err != nil {
			return fault(err)
		}
		w.session = &session{conn: conn, stmts: map[string]*sql.Stmt{}}
	}
	s := w.session
	defer func() {
		if err != nil {
			s.discard()
			w.session = nil
			err = fault(err)
		}
	}()
	if _, err := s.exec("BEGIN IMMEDIATE"); err != nil {
		return err
	}
	if err := f(s); err != nil {
		return err
	}
	_, err = s.exec("COMMIT")
	return err
}

// close waits for the queued writes and closes the connection, which brings the log into the file.
func (w *writer) close() error {
	w.closing.Lock()
	w.closed = true
	w.closing.Unlock()
	close(w.queue)
	<-w.ended
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.session != nil {
		w.session.release()
		w.session = nil
	}
	return w.db.Close()
}

func busy(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && e.Code()&0xff == codes.SQLITE_BUSY
}
