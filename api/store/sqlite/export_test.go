package sqlite

import (
	"context"
	"errors"
	"time"

	"hallmark/api/store"
)

// Selection is the statement of a query, for tests of its plan.
func Selection(c store.RawCollection, q store.RawQuery) (string, []any) {
	return c.(*collection).selection(q)
}

// Synchronous reads the setting of every connection: first that of the writer, then of the readers.
func Synchronous(ctx context.Context, e *Engine) (levels []int, err error) {
	level := 0
	const text = "SELECT synchronous FROM pragma_synchronous"
	err = e.locked(ctx, func(s *session) error {
		return s.conn.QueryRowContext(ctx, text).Scan(&level)
	})
	levels = append(levels, level)
	for range readers { // each connection is held, so that the next one is another
		conn, err1 := e.read.Conn(ctx)
		if err1 != nil {
			return nil, errors.Join(err, err1)
		}
		defer conn.Close()
		err = errors.Join(err, conn.QueryRowContext(ctx, text).Scan(&level))
		levels = append(levels, level)
	}
	return levels, err
}

// Together queues writes while the writer waits, so that they share one commit, and returns the
// outcome of each. Those at the places of broken fail as on a disk that refuses them.
func Together(ctx context.Context, e *Engine, broken map[int]bool, texts ...string) []error {
	outcomes := make([]error, len(texts))
	done, begun, release := make(chan struct{}), make(chan struct{}), make(chan struct{})
	go func() { // keeps the writer busy until all others wait
		_ = e.writer.submit(ctx, func(*session) error { close(begun); <-release; return nil })
		done <- struct{}{}
	}()
	<-begun
	for i, text := range texts {
		go func() {
			outcomes[i] = e.writer.submit(ctx, func(s *session) error {
				if _, err := s.exec(text); err != nil {
					return err
				}
				if broken[i] {
					return errBrokenDisk
				}
				return nil
			})
			done <- struct{}{}
		}()
	}
	for len(e.writer.queue) < len(texts) {
		time.Sleep(time.Millisecond)
	}
	close(release)
	for range len(texts) + 1 {
		<-done
	}
	return outcomes
}

var errBrokenDisk = errors.New("the disk refuses this write")
