package mongodb_test

import (
	"errors"
	"net/url"
	"sync"
	"testing"
	"time"

	"hallmark/api/store"
	"hallmark/api/store/mongodb"
	"hallmark/api/store/storetest"
)

type memo struct {
	ID string `json:"id"`
}

func openMemos(t *testing.T, e store.Engine) store.Collection[memo] {
	t.Helper()
	c, err := store.Open(t.Context(), e, store.Schema[memo]{
		Name:     "memos",
		ID:       func(m memo) string { return m.ID },
		Revision: func(memo) int { return 1 },
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// A lost server is an error within seconds, and the same engine works when it is back.
func TestLostServer(t *testing.T) {
	if skip == nil {
		t.Skip("MONGODB_URI names a server that is not the test's own to stop")
	}
	dir, ctx := t.TempDir(), t.Context()
	first, err := start(dir)
	if err != nil {
		t.Fatal(err)
	}
	e := open(t, first.uri)
	c := openMemos(t, e)
	if err := c.Insert(ctx, memo{"a"}); err != nil {
		t.Fatal(err)
	}
	first.stop()
	var calls sync.WaitGroup
	for name, call := range map[string]func() error{
		"ping":    func() error { return e.Ping(ctx) },
		"ready":   func() error { return e.Ready(ctx) },
		"get":     func() error { _, err := c.Get(ctx, "a"); return err },
		"insert":  func() error { return c.Insert(ctx, memo{"b"}) },
		"replace": func() error { return c.Replace(ctx, memo{"a"}, 1) },
		"blob":    func() error { _, err := e.Blobs().Has(ctx, "x"); return err },
		"find": func() (err error) {
			for _, err = range c.Find(ctx, store.Query{}) {
			}
			return err
		},
	} {
		calls.Go(func() {
			began := time.Now()
			if err := call(); !errors.Is(err, store.ErrUnavailable) {
				t.Errorf("%s: got %v, want unavailable", name, err)
			}
			if d := time.Since(began); d > 8*time.Second {
				t.Errorf("%s took %v", name, d)
			}
		})
	}
	calls.Wait()
	u, err := url.Parse(first.uri)
	if err != nil {
		t.Fatal(err)
	}
	second, err := start(dir, u.Host)
	if err != nil {
		t.Fatal(err)
	}
	defer second.stop()
	for until := time.Now().Add(15 * time.Second); ; time.Sleep(100 * time.Millisecond) {
		got, err := c.Get(ctx, "a")
		if err == nil && got.ID == "a" {
			break
		}
		if time.Now().After(until) {
			t.Fatalf("the server is back, yet: %v", err)
		}
	}
	if err := c.Insert(ctx, memo{"c"}); err != nil {
		t.Error(err)
	}
}

func TestNoServer(t *testing.T) {
	began := time.Now()
	_, err := mongodb.Open(t.Context(), "mongodb://127.0.0.1:1/")
	if !errors.Is(err, store.ErrUnavailable) || time.Since(began) > 8*time.Second {
		t.Errorf("after %v: %v", time.Since(began), err)
	}
	for _, uri := range []string{"", "http://x", "mongodb://", "mongodb://a:b:c"} {
		if _, err := mongodb.Open(t.Context(), uri); err == nil {
			t.Errorf("%q: opened", uri)
		}
	}
}

func TestShelf(t *testing.T) {
	storetest.RunShelf(t, open(t, database(t, base)).Shelf())
}

func TestBlobs(t *testing.T) {
	storetest.RunBlobs(t, open(t, database(t, base)).Blobs())
}
