package apitest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"hallmark/api"
	"hallmark/api/follow"
	"hallmark/api/programtest"
	"hallmark/api/store"
	"hallmark/api/store/blob"
	"hallmark/api/workdays"
	"hallmark/pdf/fonts"
)

// faulty is a storage engine, with its photographs, that fails when a test wants it to.
type faulty struct {
	store.Engine
	blobs store.Blobs

	mu    sync.Mutex
	calls int   // since the last plan
	at    int   // the call that fails, from 1; 0 is none
	late  bool  // it fails after it was done
	Down  bool  // every call fails
	Err   error // what a failing call returns; nil panics

	meanwhile func() // what happens before the call number at, which then does not fail
}

// Plan makes the call number at fail, late or not; 0 lets everything succeed.
func (f *faulty) Plan(at int, late bool) {
	f.Set(func() { f.calls, f.at, f.late, f.Down, f.meanwhile = 0, at, late, false, nil })
}

// Wait lets the call number at wait until something else has been done.
func (f *faulty) Wait(at int, meanwhile func()) {
	f.Plan(at, false)
	f.Set(func() { f.meanwhile = meanwhile })
}

func (f *faulty) Set(change func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	change()
}

func (f *faulty) Count() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.calls
}

func (f *faulty) next() (before, after error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls++
	if !f.Down && f.calls != f.at {
		return nil, nil
	}
	if meanwhile := f.meanwhile; meanwhile != nil {
		f.meanwhile = nil
		f.mu.Unlock()
		meanwhile()
		f.mu.Lock()
		return nil, nil
	}
	if f.Err == nil {
		panic("planted panic")
	}
	if f.late && !f.Down {
		return nil, f.Err
	}
	return f.Err, nil
}

func (f *faulty) do(call func() error) error {
	before, after := f.next()
	if before != nil {
		return before
	}
	if err := call(); err != nil {
		return err
	}
	return after
}

// Open opens a collection that fails with the engine.
func (f *faulty) Open(ctx context.Context, s store.RawSchema) (store.RawCollection, error) {
	c, err := f.Engine.Open(ctx, s)
	return &faultyCollection{c, f}, err
}

// Ping fails while the engine is down.
func (f *faulty) Ready(ctx context.Context) error {
	return f.do(func() error { return f.Engine.Ready(ctx) })
}

func (f *faulty) Ping(ctx context.Context) error {
	return f.do(func() error { return f.Engine.Ping(ctx) })
}

// Steps and the others are those of what follows from documents.
func (f *faulty) Steps(ctx context.Context, collection, doc string) (list []store.Step, err error) {
	err = f.do(func() (err error) { list, err = f.Engine.Steps(ctx, collection, doc); return err })
	return list, err
}

// Claim finds steps that are due.
func (f *faulty) Claim(ctx context.Context, n int, hold time.Duration) (
	list []store.Subject, err error,
) {
	err = f.do(func() (err error) { list, err = f.Engine.Claim(ctx, n, hold); return err })
	return list, err
}

// Done takes steps out.
func (f *faulty) Done(ctx context.Context, steps ...store.Step) error {
	return f.do(func() error { return f.Engine.Done(ctx, steps...) })
}

// Later puts a step off.
func (f *faulty) Later(ctx context.Context, s store.Step, wait time.Duration) error {
	return f.do(func() error { return f.Engine.Later(ctx, s, wait) })
}

type faultyCollection struct {
	store.RawCollection
	f *faulty
}

func (c *faultyCollection) Get(ctx context.Context, id string) (doc json.RawMessage, err error) {
	err = c.f.do(func() (err error) { doc, err = c.RawCollection.Get(ctx, id); return err })
	return doc, err
}

func (c *faultyCollection) Insert(ctx context.Context, doc store.RawDocument,
	follows ...store.Follow) error {
	return c.f.do(func() error { return c.RawCollection.Insert(ctx, doc, follows...) })
}

func (c *faultyCollection) Replace(ctx context.Context, doc store.RawDocument,
	ifRevision int, follows ...store.Follow) error {
	return c.f.do(func() error { return c.RawCollection.Replace(ctx, doc, ifRevision, follows...) })
}

func (c *faultyCollection) Delete(ctx context.Context, id string) error {
	return c.f.do(func() error { return c.RawCollection.Delete(ctx, id) })
}

func (c *faultyCollection) Find(ctx context.Context,
	q store.RawQuery) iter.Seq2[json.RawMessage, error] {
	if err := c.f.do(func() error { return nil }); err != nil {
		return func(yield func(json.RawMessage, error) bool) { yield(nil, err) }
	}
	return c.RawCollection.Find(ctx, q)
}

// Put and the others are those of the photographs.
func (f *faulty) Put(ctx context.Context, name string, b []byte) error {
	return f.do(func() error { return f.blobs.Put(ctx, name, b) })
}

func (f *faulty) Get(ctx context.Context, name string) (b []byte, err error) {
	err = f.do(func() (err error) { b, err = f.blobs.Get(ctx, name); return err })
	return b, err
}

func (f *faulty) Has(ctx context.Context, name string) (has bool, err error) {
	err = f.do(func() (err error) { has, err = f.blobs.Has(ctx, name); return err })
	return has, err
}

// logBuffer keeps what the server logs.
type logBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// NewFaultyKit is a kit whose storage can fail and whose log can be read.
func NewFaultyKit(t *testing.T) (*Kit, *faulty, *logBuffer) {
	t.Helper()
	k, log := New(t), &logBuffer{}
	f := &faulty{Engine: k.Engine, blobs: blob.Dir(t.TempDir()),
		Err: fmt.Errorf("disk of hunter2@storage: %w", store.ErrUnavailable)}
	key, err := programtest.Key()
	k.Must(err)
	set, err := fonts.Embedded()
	k.Must(err)
	calendar, err := workdays.Calendar()
	k.Must(err)
	k.Server, err = api.New(context.Background(), api.Config{Engine: f, Blobs: f, Key: key,
		Secret: k.Server.Secret, Fonts: set,
		Calendar: calendar, Now: k.Clock.Read, Version: "test",
		Log: slog.New(slog.NewJSONHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))})
	k.Must(err)
	s := httptest.NewServer(k.Server)
	t.Cleanup(s.Close)
	k.URL = s.URL
	return k, f, log
}

// counting counts the steps that are carried out.
type counting struct {
	store.Engine
	seen *carried
}

// carried is how often steps were carried out, by their IDs, in all processes.
type carried struct {
	mu    sync.Mutex
	times map[string]int
}

// Done takes steps out.
func (c counting) Done(ctx context.Context, steps ...store.Step) error {
	c.seen.mu.Lock()
	for i := range steps {
		c.seen.times[steps[i].ID()]++
	}
	c.seen.mu.Unlock()
	return c.Engine.Done(ctx, steps...)
}

// TwoClocks lets a second process, which is ten minutes ahead and works by an engine of its own, and
// the kit approve an audit each, and then settle what is due at the same time. Each step is carried
// out once, and each approval is told once.
func TwoClocks(k *Kit, open func() store.Engine) {
	k.T.Helper()
	ctx, seen := k.T.Context(), &carried{times: map[string]int{}}
	k.Config.Engine = counting{k.Config.Engine, seen}
	serve(k)
	ahead := k.Beside(counting{open(), seen}, 10*time.Minute)
	approvals := 0
	for _, process := range []*Kit{ahead, k} {
		audit := process.Audit(process.ApprovedAudit())
		approvals++
		step, err := follow.Step("outcome", follow.Data+1, "supervisor")
		k.Must(err)
		k.Must(k.Config.Engine.PutStep(ctx, store.Step{Collection: "audits", Doc: audit.ID,
			Revision: audit.Revision, Follow: step}))
	}
	clear(seen.times)
	failed := make(chan error)
	go func() { failed <- ahead.Server.Steps.Settle(ctx) }()
	k.Must(errors.Join(k.Server.Steps.Settle(ctx), <-failed))
	if len(seen.times) <= approvals { // what is told of each is a step of its event
		k.T.Errorf("steps carried out: %v", seen.times)
	}
	for id, times := range seen.times {
		if times != 1 {
			k.T.Errorf("%s was carried out %d times", id, times)
		}
	}
	k.SignIn("head")
	var told struct{ Items []struct{ Kind string } }
	k.Want(200, "GET", "/api/v1/notifications", nil, &told)
	times := 0
	for _, n := range told.Items {
		if n.Kind == "audit-approved" {
			times++
		}
	}
	if times != approvals {
		k.T.Errorf("%d approvals were told %d times: %v", approvals, times, told.Items)
	}
}
