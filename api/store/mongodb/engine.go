package mongodb

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"hallmark/api/store"
	"hallmark/api/store/mongodb/driver"
)

const (
	defaultDatabase = "hallmark"

	selectionTimeout = 3 * time.Second  // to find a server that takes the operation
	callTimeout      = 10 * time.Second // of one operation, with its retry
)

// Engine is a connection to one database. It is safe for concurrent use.
type Engine struct {
	client *driver.Client
	db     *driver.Database

	clock clock

	mu          sync.Mutex
	collections []string // that are open, sorted
	raised      bool     // the data have the number of today's form
}

// Open connects to the server at uri and uses the database that it names, or "hallmark". It
// returns an error that wraps store.ErrUnavailable when no server answers, and a [store.NewerError]
// when the form of the data is not known.
func Open(ctx context.Context, uri string) (*Engine, error) {
	name, err := driver.DatabaseOf(uri)
	if err != nil {
		return nil, err
	}
	client, err := driver.Connect(ctx, driver.NewClientOptions(uri, selectionTimeout))
	if err != nil {
		return nil, err
	}
	if name == "" {
		name = defaultDatabase
	}
	e := &Engine{client: client, db: client.Database(name)}
	if err := e.Ping(ctx); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	if err := store.Watch(ctx, e); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	return e, nil
}

// Ping reports whether the server answers.
func (e *Engine) Ping(ctx context.Context) error {
	limited, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	return fault(ctx, e.client.Ping(limited, nil))
}

// Ready implements store.Engine: a majority acknowledges a write.
func (e *Engine) Ready(ctx context.Context) error {
	now := driver.D{{Key: "$set", Value: driver.D{{Key: "ready", Value: time.Now().UTC()}}}}
	return call(ctx, func(ctx context.Context) error {
		_, err := e.db.Collection(schemas).UpdateOne(ctx, byID(originID), now)
		return err
	})
}

// Close ends the connections.
func (e *Engine) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), callTimeout)
	defer cancel()
	if err := e.client.Disconnect(ctx); !errors.Is(err, driver.Disconnected()) {
		return err
	}
	return nil
}

// Answers of a server that is there but cannot serve now: not primary, stepping down, shutting
// down, out of time, out of disk.
var unable = []int{50, 91, 189, 10058, 10107, 11600, 11602, 13435, 13436, 14031}

// fault wraps every error in store.ErrUnavailable, except that ctx is done and that the server
// understood the request and refuses it for good.
func fault(ctx context.Context, err error) error {
	if err == nil || errors.Is(err, store.ErrUnavailable) {
		return err
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if refused(err) {
		return err
	}
	return fmt.Errorf("%w: %w", store.ErrUnavailable, err)
}

func refused(err error) bool {
	var answer driver.ServerError
	if !errors.As(err, &answer) || driver.IsNetwork(err) || driver.IsTimeout(err) ||
		answer.HasErrorLabel("RetryableWriteError") ||
		slices.ContainsFunc(unable, answer.HasErrorCode) {
		return false
	}
	var w driver.WriteException
	return !errors.As(err, &w) || w.WriteConcernError == nil
}
