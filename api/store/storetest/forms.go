package storetest

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"hallmark/api/store"
)

// originOf says what has stored the data of an engine; opening a collection has given them today's
// form.
func originOf(t *testing.T, e store.Engine) {
	insert(t, openNotes(t, e), many(2)...)
	want := store.Origin{Form: store.Form, Version: store.Program}
	if o, err := e.Origin(t.Context()); err != nil || o != want {
		t.Errorf("origin %+v, want %+v: %v", o, want, err)
	}
	if err := store.Watch(t.Context(), e); err != nil {
		t.Error(err)
	}
}

// What is stored is read and stored again with members that this program does not know.
func storedDocuments(t *testing.T, e store.Engine) {
	ctx := t.Context()
	for range stored(t, e, diaries(true)) {
		t.Fatal("documents of a collection that is not there")
	}
	text := `{"count":2,"hall":"east","id":"d1","inner":{"text":"<文>"},"later":[{"a":1.5},null],` +
		`"lines":[{"later":"x","revision":1,"text":"a"},{"revision":4,"text":"b"}],"revision":4}`
	load, err := store.Load(ctx, e, diaries(true))
	if err == nil {
		err = load(json.RawMessage(text))
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := load(json.RawMessage(text)); !errors.Is(err, store.ErrExists) {
		t.Errorf("loaded twice: %v", err)
	}
	if err := load(json.RawMessage(`null`)); err == nil {
		t.Error("null was loaded")
	}
	c := openDiaries(t, e, true)
	if found := stored(t, e, diaries(true)); len(found) != 1 || !equalJSON(t, found[0], text) {
		t.Errorf("stored %s\nwant %s", found, text)
	}
	holds(t, c, diary{ID: "d1", Revision: 4, Hall: "east", Count: 2, Inner: inner{"<文>"},
		Lines: []page{{1, "a"}, {4, "b"}}})
	_, err = store.Update(ctx, c, "d1", func(d *diary) error { d.write(5, "c"); return nil })
	if err != nil {
		t.Fatal(err)
	}
	holds(t, c, diary{ID: "d1", Revision: 5, Hall: "east", Count: 3, Inner: inner{"c"},
		Lines: []page{{1, "a"}, {4, "b"}, {5, "c"}}})
}

func stored[T any](t *testing.T, e store.Engine, s store.Schema[T]) (all []string) {
	t.Helper()
	for b, err := range store.Stored(t.Context(), e, s) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, string(b))
	}
	return all
}

// equalJSON compares two texts that mean the same, whatever the order of their members.
func equalJSON(t *testing.T, a, b string) bool {
	t.Helper()
	var trees [2]any
	for i, text := range []string{a, b} {
		if err := json.Unmarshal([]byte(text), &trees[i]); err != nil {
			t.Fatal(err)
		}
	}
	return fmt.Sprint(trees[0]) == fmt.Sprint(trees[1])
}

// brittle is a note that cannot be read as often as somebody likes.
type brittle struct{ note }

// readable is how many brittle notes are still read; below 0 there is no bound.
var readable int

var errBroken = errors.New("the process ends here")

func (b *brittle) UnmarshalJSON(text []byte) error {
	if readable == 0 {
		return errBroken
	}
	readable--
	return json.Unmarshal(text, &b.note)
}

// A new schema that is broken off while documents get their keys goes on at the next start.
func brokenSchema(t *testing.T, e store.Engine) {
	old := schema
	old.Keys, old.Indexes, old.Bulky = nil, nil, nil
	c, err := store.Open(t.Context(), e, old)
	if err != nil {
		t.Fatal(err)
	}
	insert(t, c, many(450)...)
	next := store.Schema[*brittle]{Name: old.Name,
		ID:       func(b *brittle) string { return b.ID },
		Revision: func(b *brittle) int { return b.Revision },
		Keys: map[string]func(*brittle) []string{
			"hall": func(b *brittle) []string { return one(b.Hall) }},
		Indexes: []store.Index{{Equal: []string{"hall"}}},
	}
	for _, readable = range []int{0, 1, 199, 250, 449} {
		if _, err := store.Open(t.Context(), e, next); !errors.Is(err, errBroken) {
			t.Fatalf("a break after some documents: %v", err)
		}
	}
	readable = -1
	again, err := store.Open(t.Context(), e, next)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	west := store.Query{Equal: map[string]string{"hall": "west"}}
	for b, err := range again.Find(t.Context(), west) {
		if err != nil || b.Hall != "west" || b.Body == "" {
			t.Fatalf("%+v, %v", b, err)
		}
		n++
	}
	if n != 225 {
		t.Errorf("%d notes in the west, want 225", n)
	}
}
