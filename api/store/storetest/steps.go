package storetest

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hallmark/api/store"
)

func follow(kind string, rank int, delay time.Duration) store.Follow {
	return store.Follow{Kind: kind, Version: 1, Rank: rank, Delay: delay,
		Args: json.RawMessage(`{"of":"` + kind + `"}`)}
}

// open lists the open steps of a document; "" of all in the collection.
func open(t *testing.T, e store.Engine, collection, doc string) (ids []string) {
	t.Helper()
	list, err := e.Steps(t.Context(), collection, doc)
	if err != nil {
		t.Fatal(err)
	}
	for i := range list {
		if age := time.Since(list[i].Since); age < -time.Minute || age > time.Hour {
			t.Errorf("step %s since %v", list[i].ID(), list[i].Since)
		}
		if string(list[i].Args) != `{"of":"`+list[i].Kind+`"}` || list[i].Version != 1 {
			t.Errorf("step %+v with %s", list[i], list[i].Args)
		}
		ids = append(ids, list[i].ID())
	}
	return ids
}

func wantSteps(t *testing.T, e store.Engine, collection, doc string, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, open(t, e, collection, doc)); diff != "" {
		t.Errorf("steps of %s/%s: %s", collection, doc, diff)
	}
}

// What follows from a write is stored when the write is, and only then; whatever happens to it
// afterwards, the document stays as it is.
func steps(t *testing.T, e store.Engine) {
	ctx, c, notes := t.Context(), openDiaries(t, e, true), openNotes(t, e)
	d := diary{ID: "a", Hall: "east"}
	d.write(1, "one")
	want(t, "insert", c.Insert(ctx, d, follow("tell", 9, 0), follow("event", 0, 0)), nil)
	d.write(2, "two")
	want(t, "replace", c.Replace(ctx, d, 1, follow("event", 0, 0)), nil)
	want(t, "outdated", c.Replace(ctx, d, 1, follow("lost", 0, 0)), store.ErrConflict)
	want(t, "insert again", c.Insert(ctx, d, follow("lost", 0, 0)), store.ErrExists)
	want(t, "note", notes.Insert(ctx, &note{ID: "a", Revision: 1}, follow("event", 0, 0)), nil)
	want(t, "replace", notes.Replace(ctx, &note{ID: "a", Revision: 2}, 1), nil)
	got, err := store.UpdateWith(ctx, c, "a", func(d *diary) ([]store.Follow, error) {
		d.write(3, "three")
		return []store.Follow{follow("event", 0, 0)}, nil
	})
	want(t, "update", err, nil)
	_, err = store.UpdateWith(ctx, c, "a", func(*diary) ([]store.Follow, error) {
		return []store.Follow{follow("lost", 0, 0)}, nil
	})
	want(t, "update of nothing", err, nil)
	wantSteps(t, e, "diaries", "a", "diaries/a/1/event", "diaries/a/1/tell", "diaries/a/2/event",
		"diaries/a/3/event")
	wantSteps(t, e, "notes", "", "notes/a/1/event")
	holds(t, c, got)

	list, err := e.Steps(ctx, "diaries", "a")
	recorded(t, e, list)
	want(t, "steps", err, nil)
	want(t, "done", e.Done(ctx, list[0], list[3]), nil)
	want(t, "done twice", e.Done(ctx, list[0]), nil)
	list[1].Tries, list[1].Reason, list[1].Stuck = 3, "no 纸", true
	want(t, "later", e.Later(ctx, list[1], time.Hour), nil)
	list[0].Tries = 8
	want(t, "later, of one that is done", e.Later(ctx, list[0], 0), nil)
	left, err := e.Steps(ctx, "diaries", "")
	if diff := cmp.Diff([]store.Step{list[1], list[2]}, left); err != nil || diff != "" {
		t.Error(err, diff)
	}
	holds(t, c, got)
	want(t, "put", e.PutStep(ctx, list[0]), nil)
	want(t, "put again", e.PutStep(ctx, list[0]), nil)
	wantSteps(t, e, "diaries", "a", "diaries/a/1/event", "diaries/a/1/tell", "diaries/a/2/event")
	want(t, "all done", e.Done(ctx, list[0], list[1], list[2]), nil)
	wantSteps(t, e, "diaries", "")
	holds(t, c, got)
	want(t, "delete", notes.Delete(ctx, "a"), nil)
	wantSteps(t, e, "notes", "")
}

// recorded wants the steps in a snapshot, beside their document.
func recorded(t *testing.T, e store.Engine, want []store.Step) {
	t.Helper()
	from, err := e.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for r, err := range store.Records(t.Context(), from, diaries(true)) {
		if diff := cmp.Diff(want, r.Steps); err != nil || diff != "" || len(r.JSON) < 10 {
			t.Error(err, diff, string(r.JSON))
		}
		want = nil
	}
	if err := from.Close(); err != nil || want != nil {
		t.Errorf("%d steps are in no record, %v", len(want), err)
	}
}

// Steps are due after their delay, by the clock of the store, and a claim keeps others away.
func stepsDue(t *testing.T, e store.Engine) {
	ctx, c, notes := t.Context(), openDiaries(t, e, true), openNotes(t, e)
	claim := func(n int, want ...store.Subject) {
		t.Helper()
		got, err := e.Claim(ctx, n, time.Hour)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Error(err, diff)
		}
	}
	claim(9)
	d := diary{ID: "a", Hall: "east"}
	d.write(1, "one")
	want(t, "insert", c.Insert(ctx, d, follow("event", 0, time.Hour)), nil)
	claim(9)
	want(t, "note", notes.Insert(ctx, &note{ID: "n", Revision: 1}, follow("event", 0, time.Hour),
		follow("tell", 9, 0)), nil)
	time.Sleep(20 * time.Millisecond) // what is known of a server's clock may be off a little
	claim(9, store.Subject{Collection: "notes", Doc: "n"})
	claim(9)
	list, err := e.Steps(ctx, "diaries", "a")
	want(t, "steps", err, nil)
	want(t, "later", e.Later(ctx, list[0], 0), nil)
	want(t, "put", e.PutStep(ctx, list[0]), nil)
	time.Sleep(20 * time.Millisecond)
	claim(1, store.Subject{Collection: "diaries", Doc: "a"})
	claim(1)
	want(t, "done", e.Done(ctx, list[0]), nil)
	want(t, "later, of one that is done", e.Later(ctx, list[0], 0), nil)
	time.Sleep(20 * time.Millisecond)
	claim(9)
}

// A step that could not be named or read again is refused, and the document with it.
func refusedSteps(t *testing.T, e store.Engine) {
	ctx, notes := t.Context(), openNotes(t, e)
	broken := follow("event", 0, 0)
	broken.Args = json.RawMessage(`{`)
	for name, list := range map[string][]store.Follow{
		"no kind":           {{Args: json.RawMessage(`{}`)}},
		"a kind with a dot": {follow("a.b", 0, 0)},
		"one kind twice":    {follow("event", 0, 0), follow("event", 1, 0)},
		"no JSON":           {broken},
	} {
		if err := notes.Insert(ctx, &note{ID: "a", Revision: 1}, list...); err == nil {
			t.Errorf("%s was stored", name)
		}
		if err := notes.Replace(ctx, &note{ID: "a", Revision: 2}, 1, list...); err == nil ||
			errors.Is(err, store.ErrNotFound) {
			t.Errorf("%s was stored: %v", name, err)
		}
	}
	wantSteps(t, e, "notes", "")
}
