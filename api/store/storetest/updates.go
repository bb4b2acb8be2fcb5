package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hallmark/api/store"
)

func retitle(s string) func(**note) error {
	return func(n **note) error { (*n).Title += s; (*n).Revision++; return nil }
}

func update(t *testing.T, e store.Engine) {
	updateOf(t, openNotes(t, e))
}

func updateOf(t *testing.T, c store.Collection[*note]) {
	ctx := t.Context()
	_, err := store.Update(ctx, c, "a", retitle("x"))
	want(t, "update nothing", err, store.ErrNotFound)
	insert(t, c, &note{ID: "a", Revision: 1})
	for i := range 3 {
		got, err := store.Update(ctx, c, "a", retitle("x"))
		if err != nil || got.Revision != i+2 {
			t.Fatalf("got %+v, %v", got, err)
		}
		got.Title = "changed after the update"
	}
	refusal := errors.New("refused")
	_, err = store.Update(ctx, c, "a", func(n **note) error { (*n).Title = "y"; return refusal })
	want(t, "refused", err, refusal)
	got, err := store.Update(ctx, c, "a", func(**note) error { return nil })
	if err != nil || got.Title != "xxx" {
		t.Errorf("update of nothing: %+v, %v", got, err)
	}
	_, err = store.Update(ctx, c, "a", func(n **note) error { (*n).Title = "y"; return nil })
	if err == nil {
		t.Error("a change without a new revision was accepted")
	}
	if got := mustGet(t, c, "a"); got.Title != "xxx" || got.Revision != 4 {
		t.Errorf("stored %+v", got)
	}
}

// Two cached collections over one engine stand for two processes.
func updateWithCache(t *testing.T, e store.Engine) {
	ctx := t.Context()
	here := store.Cached(openNotes(t, e), 2, schema)
	there := store.Cached(openNotes(t, e), 2, schema)
	updateOf(t, here)
	for i := range 6 {
		c := []store.Collection[*note]{here, there}[i%2]
		if _, err := store.Update(ctx, c, "a", retitle("y")); err != nil {
			t.Fatal(err)
		}
	}
	// What fn says about an outdated document does not count.
	refusal := errors.New("not yet")
	_, err := store.Update(ctx, here, "a", func(n **note) error {
		if (*n).Title != "xxxyyyyyy" {
			return refusal
		}
		return retitle("z")(n)
	})
	if err != nil {
		t.Error(err)
	}
	got, err := store.Update(ctx, there, "a", func(**note) error { return nil })
	if err != nil || got.Title != "xxxyyyyyyz" {
		t.Errorf("got %+v, %v", got, err)
	}
	for i := range 5 { // more than the cache holds
		id := fmt.Sprint("n", i)
		insert(t, here, &note{ID: id, Revision: 1})
		if _, err := store.Update(ctx, here, id, retitle("a")); err != nil {
			t.Fatal(err)
		}
	}
	if err := there.Delete(ctx, "n4"); err != nil {
		t.Fatal(err)
	}
	_, err = store.Update(ctx, here, "n4", retitle("b"))
	want(t, "update of a document deleted elsewhere", err, store.ErrNotFound)
	left := []string{"a", "n0", "n1", "n2", "n3"}
	if diff := cmp.Diff(left, ids(t, here, store.Query{})); diff != "" {
		t.Error(diff)
	}
}

func oneInsertWins(t *testing.T, e store.Engine) {
	c := openNotes(t, e)
	var won, lost atomic.Int32
	together(100, func(i int) {
		switch err := c.Insert(t.Context(), &note{ID: "a", Revision: i}); {
		case err == nil:
			won.Add(1)
		case errors.Is(err, store.ErrExists):
			lost.Add(1)
		default:
			t.Error(err)
		}
	})
	if won.Load() != 1 || lost.Load() != 99 {
		t.Errorf("%d inserts won, %d lost", won.Load(), lost.Load())
	}
}

func concurrentUpdates(t *testing.T, e store.Engine) {
	plain := openNotes(t, e)
	for name, c := range map[string]store.Collection[*note]{
		"plain": plain, "cached": store.Cached(openNotes(t, e), 8, schema),
	} {
		insert(t, c, &note{ID: name, Revision: 1})
		together(200, func(int) {
			if _, err := store.Update(t.Context(), c, name, retitle("x")); err != nil {
				t.Error(err)
			}
		})
		if got := mustGet(t, plain, name); got.Revision != 201 || len(got.Title) != 200 {
			t.Errorf("%s: revision %d, %d changes", name, got.Revision, len(got.Title))
		}
	}
	// Without the locks of one process: eight others, each with its own collection.
	insert(t, plain, &note{ID: "shared", Revision: 1})
	together(8, func(int) {
		c := store.Cached(openNotes(t, e), 8, schema)
		for range 10 {
			if _, err := store.Update(t.Context(), c, "shared", retitle("x")); err != nil {
				t.Error(err)
			}
		}
	})
	if got := mustGet(t, plain, "shared"); got.Revision != 81 || len(got.Title) != 80 {
		t.Errorf("shared: revision %d, %d changes", got.Revision, len(got.Title))
	}
}

// Good writes, conflicts, duplicates, missing documents and cancelled calls are mixed; each has the
// outcome that it would have alone.
func mixedLoad(t *testing.T, e store.Engine) {
	c := openNotes(t, e)
	insert(t, c, &note{ID: "fixed", Revision: 7})
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	together(40, func(i int) {
		ctx := t.Context()
		for round := range 10 {
			n := &note{ID: fmt.Sprintf("m%02d-%d", i, round), Revision: 1, Hall: "east",
				People: []string{"li"}, Started: fmt.Sprint(round)}
			want(t, "insert", c.Insert(ctx, n), nil)
			want(t, "duplicate", c.Insert(ctx, n), store.ErrExists)
			want(t, "cancelled", c.Replace(gone, &note{ID: "fixed", Revision: 8}, 7), context.Canceled)
			want(t, "conflict", c.Replace(ctx, &note{ID: "fixed", Revision: 8}, 6), store.ErrConflict)
			want(t, "missing", c.Delete(ctx, n.ID+"x"), store.ErrNotFound)
			n.Revision, n.Title = 2, "two"
			want(t, "replace", c.Replace(ctx, n, 1), nil)
			got, err := c.Get(ctx, n.ID)
			if err != nil || got.Title != "two" {
				t.Errorf("read back %+v, %v", got, err)
			}
			if round%2 == 1 {
				want(t, "delete", c.Delete(ctx, n.ID), nil)
			}
		}
	})
	for _, q := range []store.Query{
		{Equal: map[string]string{"hall": "east"}},
		{Equal: map[string]string{"person": "li"}, Order: "started"},
	} {
		if n := count(t, c, q); n != 200 {
			t.Errorf("%+v: %d documents, want 200", q, n)
		}
	}
	if got := mustGet(t, c, "fixed"); got.Revision != 7 {
		t.Errorf("revision %d", got.Revision)
	}
}

// together calls f(0) … f(n-1) at the same time and waits for all.
func together(n int, f func(int)) {
	var wg sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		wg.Go(func() { <-start; f(i) })
	}
	close(start)
	wg.Wait()
}

// keptViews reads a query again and again while its documents are changed elsewhere. Only what has
// changed is made anew, and more than a few documents are read at once.
func keptViews(t *testing.T, e store.Engine) {
	ctx, c := t.Context(), openNotes(t, e)
	const all = 70
	insert(t, c, many(all)...)
	made := 0
	k := store.Keep(openNotes(t, e), schema, 2*all, true, func(n *note) string {
		made++
		return n.ID + n.Title
	})
	q := store.Query{Order: "started"}
	check := func(what string, anew int) {
		t.Helper()
		made = 0
		got, err := k.Find(ctx, q)
		if err != nil || made != anew {
			t.Errorf("%s: %v, %d made, want %d", what, err, made, anew)
		}
		var want []string
		for n, err := range c.Find(ctx, store.Query{Order: "started", Brief: true}) {
			if err != nil {
				t.Fatal(err)
			}
			want = append(want, n.ID+n.Title)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", what, diff)
		}
	}
	check("first", all)
	check("again", 0)
	first := many(all)[0].ID
	if _, err := store.Update(ctx, c, first, retitle("z")); err != nil {
		t.Fatal(err)
	}
	check("after an update", 1)
	if err := c.Delete(ctx, first); err != nil {
		t.Fatal(err)
	}
	check("after a deletion", 0)
	got, err := k.Of(ctx, []store.Version{{ID: first, Revision: 9}})
	if err != nil || len(got) != 0 {
		t.Errorf("a deleted document: %v, %v", got, err)
	}
}
