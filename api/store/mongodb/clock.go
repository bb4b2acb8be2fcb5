package mongodb

import (
	"context"
	"sync"
	"time"

	"hallmark/api/store/mongodb/driver"
)

// clock is the clock of the server, which all processes share: their own are never compared. It is
// asked once and then carried on by the time that has passed here. The zero value is ready.
type clock struct {
	mu   sync.Mutex
	told time.Time // by the server
	at   time.Time // when that was here, with its monotonic reading
}

// now is the time of the server as it is known here.
func (c *clock) now(ctx context.Context, e *Engine) (time.Time, error) {
	c.mu.Lock()
	told, at := c.told, c.at
	c.mu.Unlock()
	if told.IsZero() {
		return c.read(ctx, e)
	}
	return told.Add(time.Since(at)), nil
}

// read asks the server.
func (c *clock) read(ctx context.Context, e *Engine) (time.Time, error) {
	var answer struct {
		LocalTime time.Time `bson:"localTime"`
	}
	err := call(ctx, func(ctx context.Context) error {
		return e.db.RunCommand(ctx, driver.D{{Key: "hello", Value: 1}}).Decode(&answer)
	})
	if err != nil {
		return time.Time{}, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.told, c.at = answer.LocalTime, time.Now()
	return c.told, nil
}
