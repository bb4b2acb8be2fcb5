package storetest

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hallmark/api/store"
)

func want(t *testing.T, what string, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s: got error %v, want %v", what, err, want)
	}
}

func mustGet(t *testing.T, c store.Collection[*note], id string) *note {
	t.Helper()
	n, err := c.Get(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func documents(t *testing.T, e store.Engine) {
	ctx, c := t.Context(), openNotes(t, e)
	if err := errors.Join(e.Ping(ctx), e.Ready(ctx)); err != nil {
		t.Error(err)
	}
	_, err := c.Get(ctx, "a")
	want(t, "get nothing", err, store.ErrNotFound)
	want(t, "delete nothing", c.Delete(ctx, "a"), store.ErrNotFound)
	want(t, "replace nothing", c.Replace(ctx, &note{ID: "a", Revision: 2}, 1), store.ErrNotFound)

	a := &note{ID: "a", Revision: 1, Title: "甲", Hall: "east", Started: "2026-01-01",
		People: []string{"李", "王"}, Body: "b", Log: []entry{{"李", "one"}, {"王", "two"}}, Last: true}
	insert(t, c, a)
	if diff := cmp.Diff(a, mustGet(t, c, "a")); diff != "" {
		t.Error(diff)
	}
	want(t, "insert again", c.Insert(ctx, &note{ID: "a", Revision: 9}), store.ErrExists)
	if got := mustGet(t, c, "a"); got.Revision != 1 {
		t.Errorf("a refused insert stored revision %d", got.Revision)
	}
	again := openNotes(t, e)
	if diff := cmp.Diff(a, mustGet(t, again, "a")); diff != "" {
		t.Errorf("after opening again: %s", diff)
	}
	if err := c.Delete(ctx, "a"); err != nil {
		t.Error(err)
	}
	_, err = c.Get(ctx, "a")
	want(t, "get deleted", err, store.ErrNotFound)
	if n := count(t, c, store.Query{Equal: map[string]string{"hall": "east"}}); n != 0 {
		t.Errorf("%d documents after the only one was deleted", n)
	}
	insert(t, c, &note{ID: "a", Revision: 1})
}

func revisions(t *testing.T, e store.Engine) {
	ctx, c := t.Context(), openNotes(t, e)
	insert(t, c, &note{ID: "a", Revision: 1, Title: "one"})
	if err := c.Replace(ctx, &note{ID: "a", Revision: 2, Title: "two"}, 1); err != nil {
		t.Fatal(err)
	}
	want(t, "outdated", c.Replace(ctx, &note{ID: "a", Revision: 2, Title: "x"}, 1), store.ErrConflict)
	want(t, "ahead", c.Replace(ctx, &note{ID: "a", Revision: 4, Title: "x"}, 3), store.ErrConflict)
	if got := mustGet(t, c, "a"); got.Title != "two" || got.Revision != 2 {
		t.Errorf("got %+v", got)
	}
	// The new revision is the document's own, not one more than the last.
	if err := c.Replace(ctx, &note{ID: "a", Revision: 9}, 2); err != nil {
		t.Fatal(err)
	}
	if err := c.Replace(ctx, &note{ID: "a", Revision: 10}, 9); err != nil {
		t.Fatal(err)
	}
}

func texts(t *testing.T, e store.Engine) {
	c := openNotes(t, e)
	for i, s := range []string{
		"", " ", "厅评", "😀 emoji 👨‍👩‍👧", "a\x00b", `"quoted" \ back`, "<b>&amp;</b>", "line\nline\r\n\t",
		"\u2028\u2029", "e\u0301 é", "\u202eright to left", "'; DROP TABLE notes; --", "$ne", "{}",
		"\ufeffmark", "\U0010ffff", "%_?*[",
	} {
		n := &note{ID: "t" + string(rune('a'+i)), Revision: 1, Title: s,
			Extra: map[string]any{"k": s, "list": []any{s, map[string]any{"s": s}, nil, true}}}
		insert(t, c, n)
		if diff := cmp.Diff(n, mustGet(t, c, n.ID)); diff != "" {
			t.Errorf("%q: %s", s, diff)
		}
	}
	for _, id := range []string{"厅", "a/b", "a b", "😀", "'", `"`, "$a", "a.b", "%"} {
		n := &note{ID: id, Revision: 1, Hall: id, People: []string{id, "x" + id}}
		insert(t, c, n)
		if diff := cmp.Diff(n, mustGet(t, c, id)); diff != "" {
			t.Errorf("ID %q: %s", id, diff)
		}
		q := store.Query{Equal: map[string]string{"hall": id, "person": "x" + id}}
		if diff := cmp.Diff([]string{id}, ids(t, c, q)); diff != "" {
			t.Errorf("key %q: %s", id, diff)
		}
	}
}

// The text of a number stays what Go makes of it.
func numbers(t *testing.T, e store.Engine) {
	type figures struct {
		ID      string      `json:"id"`
		Figures []any       `json:"figures"`
		Exact   json.Number `json:"exact"`
	}
	c, err := store.Open(t.Context(), e, store.Schema[figures]{
		Name:     "figures",
		ID:       func(f figures) string { return f.ID },
		Revision: func(figures) int { return 0 },
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{
		"0", "-1", "0.5", "98.75", "0.1", "-0.01", "1000", "85.123456789", "123456789012.345",
		"999999999999999", "-999999999999999", "0.000001", "0.333333333333333", "2147483648",
		"-2147483649", "0.3", "1.005", "99.995", "100000000000000000000",
	} {
		f := figures{ID: "f" + s, Exact: json.Number(s)}
		if err := c.Insert(t.Context(), f); err != nil {
			t.Fatal(err)
		}
		got, err := c.Get(t.Context(), f.ID)
		if err != nil {
			t.Fatal(err)
		}
		if got.Exact != f.Exact {
			t.Errorf("got %s, want %s", got.Exact, s)
		}
	}
	f := figures{ID: "list", Figures: []any{1.5, float64(3), false, nil, "1.50", map[string]any{}}}
	f.Exact = "1"
	if err := c.Insert(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	got, err := c.Get(t.Context(), "list")
	if diff := cmp.Diff(f, got); err != nil || diff != "" {
		t.Error(err, diff)
	}
}

func nestedArrays(t *testing.T, e store.Engine) {
	c := openNotes(t, e)
	n := &note{ID: "a", Extra: map[string]any{"rows": []any{[]any{}, []any{"a", []any{"b", nil}}}}}
	insert(t, c, n)
	if diff := cmp.Diff(n, mustGet(t, c, "a")); diff != "" {
		t.Error(diff)
	}
}

func refusedDocuments(t *testing.T, e store.Engine) {
	ctx, c := t.Context(), openNotes(t, e)
	extra := func(key string, v any) map[string]any { return map[string]any{key: v} }
	for name, n := range map[string]*note{
		"no ID":            {},
		"ID with U+0000":   {ID: "a\x00"},
		"ID not UTF-8":     {ID: "a\xff"},
		"long ID":          {ID: strings.Repeat("a", 513)},
		"key with U+0000":  {ID: "a", Hall: "a\x00"},
		"key not UTF-8":    {ID: "a", People: []string{"a", "\xff"}},
		"field with a dot": {ID: "a", Extra: extra("a.b", 1)},
		"field with $":     {ID: "a", Extra: extra("$set", 1)},
		"field with NUL":   {ID: "a", Extra: extra("a\x00", 1)},
		"nameless field":   {ID: "a", Extra: extra("", 1)},
		"deep field":       {ID: "a", Extra: extra("a", []any{extra("b", extra(".", nil))})},
		"16 digits":        {ID: "a", Extra: extra("n", json.Number("0.1234567890123456"))},
		"17 digits":        {ID: "a", Extra: extra("n", json.Number("12345678901234567"))},
	} {
		if err := c.Insert(ctx, n); err == nil {
			t.Errorf("%s: inserted", name)
		}
	}
	if n := count(t, c, store.Query{}); n != 0 {
		t.Errorf("%d documents stored", n)
	}
	for _, id := range []string{"", "a\x00", "\xff", strings.Repeat("a", 5000)} {
		_, err := c.Get(ctx, id)
		want(t, "get", err, store.ErrNotFound)
		want(t, "delete", c.Delete(ctx, id), store.ErrNotFound)
	}
}

func largeDocument(t *testing.T, e store.Engine) {
	c := openNotes(t, e)
	n := &note{ID: "large", Revision: 1, Body: strings.Repeat("一兆字节 0123456789 ", 1<<20/24)}
	for i := range 5000 {
		n.Log = append(n.Log, entry{"李", strings.Repeat("字", i%50)})
	}
	insert(t, c, n)
	if diff := cmp.Diff(n, mustGet(t, c, "large")); diff != "" {
		t.Error(diff)
	}
}

func cancelledContext(t *testing.T, e store.Engine) {
	c := openNotes(t, e)
	insert(t, c, &note{ID: "a", Revision: 1})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := c.Get(ctx, "a")
	want(t, "get", err, context.Canceled)
	want(t, "insert", c.Insert(ctx, &note{ID: "b"}), context.Canceled)
	want(t, "replace", c.Replace(ctx, &note{ID: "a", Revision: 2}, 1), context.Canceled)
	want(t, "delete", c.Delete(ctx, "a"), context.Canceled)
	_, err = store.Update(ctx, c, "a", func(n **note) error { (*n).Revision++; return nil })
	want(t, "update", err, context.Canceled)
	for _, err := range c.Find(ctx, store.Query{}) {
		want(t, "find", err, context.Canceled)
	}
	if got := ids(t, c, store.Query{}); !cmp.Equal(got, []string{"a"}) {
		t.Errorf("got %v", got)
	}
	if got := mustGet(t, c, "a"); got.Revision != 1 {
		t.Errorf("replaced: %+v", got)
	}
}
