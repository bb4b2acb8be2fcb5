package storetest

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hallmark/api/store"
)

func orderAndRange(t *testing.T, e store.Engine) {
	c := openNotes(t, e)
	insert(t, c,
		&note{ID: "d", Started: "2026-01-02"}, &note{ID: "b", Started: "2026-01-01"},
		&note{ID: "e", Started: "2026-01-03"}, &note{ID: "a", Started: "2026-01-02"},
		&note{ID: "c"}, // without the key
	)
	for _, x := range []struct {
		q    store.Query
		want string
	}{
		{store.Query{}, "abcde"},
		{store.Query{Descending: true}, "edcba"},
		{store.Query{Limit: 2}, "ab"},
		{store.Query{From: "b", To: "d"}, "bc"},
		{store.Query{From: "b", To: "d", Descending: true}, "cb"},
		{store.Query{From: "bb"}, "cde"},
		{store.Query{To: "a"}, ""},
		{store.Query{Order: "started"}, "bade"},
		{store.Query{Order: "started", Descending: true}, "edab"},
		{store.Query{Order: "started", Limit: 3}, "bad"},
		{store.Query{Order: "started", From: "2026-01-02"}, "ade"},
		{store.Query{Order: "started", To: "2026-01-02"}, "b"},
		{store.Query{Order: "started", From: "2026-01-02", To: "2026-01-03"}, "ad"},
		{store.Query{Order: "started", From: "2026-01-02", To: "2026-01-03", Descending: true}, "da"},
		{store.Query{Order: "started", To: "2026-01-03", Descending: true, Limit: 1}, "d"},
		{store.Query{Order: "started", From: "2027"}, ""},
		{store.Query{Order: "started", From: "2026-01-03", To: "2026-01-01"}, ""},
	} {
		if got := strings.Join(ids(t, c, x.q), ""); got != x.want {
			t.Errorf("%+v: got %s, want %s", x.q, got, x.want)
		}
	}
}

func equality(t *testing.T, e store.Engine) {
	c := openNotes(t, e)
	insert(t, c,
		&note{ID: "a", Hall: "east", Started: "3", Revision: 1}, &note{ID: "b", Hall: "east"},
		&note{ID: "c", Hall: "west", Started: "2"}, &note{ID: "d", Hall: "east", Started: "1"},
		&note{ID: "e", Hall: "East", Started: "1"}, &note{ID: "f", Hall: "east ", Started: "1"},
	)
	hall := func(h, order string) store.Query {
		return store.Query{Equal: map[string]string{"hall": h}, Order: order}
	}
	for _, x := range []struct {
		q    store.Query
		want string
	}{
		{hall("east", ""), "abd"}, {hall("east", "started"), "da"}, {hall("none", ""), ""},
		{hall("", ""), ""}, {hall("East", "started"), "e"},
	} {
		if got := strings.Join(ids(t, c, x.q), ""); got != x.want {
			t.Errorf("%+v: got %s, want %s", x.q, got, x.want)
		}
	}
	moved := &note{ID: "a", Revision: 2, Hall: "west", Started: "0"}
	if err := c.Replace(t.Context(), moved, 1); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(ids(t, c, hall("west", "started")), ""); got != "ac" {
		t.Errorf("after a move: got %s", got)
	}
	if got := strings.Join(ids(t, c, hall("east", "")), ""); got != "bd" {
		t.Errorf("after a move: got %s", got)
	}
}

func severalValues(t *testing.T, e store.Engine) {
	c := openNotes(t, e)
	insert(t, c,
		&note{ID: "a", Revision: 1, Hall: "east", Started: "3", People: []string{"li", "wang"}},
		&note{ID: "b", Hall: "east", Started: "2", People: []string{"li", "li"}},
		&note{ID: "c", Hall: "west", Started: "1", People: []string{"wang"}},
		&note{ID: "d", Hall: "west", Started: "1"},
		&note{ID: "e", Hall: "west", People: []string{"li"}},
	)
	check := func(want string, order string, equal ...string) {
		t.Helper()
		q := store.Query{Order: order, Equal: map[string]string{}}
		for i := 0; i < len(equal); i += 2 {
			q.Equal[equal[i]] = equal[i+1]
		}
		if got := strings.Join(ids(t, c, q), ""); got != want {
			t.Errorf("%v: got %s, want %s", equal, got, want)
		}
	}
	check("ba", "started", "person", "li")
	check("ca", "started", "person", "wang")
	check("ab", "", "person", "li", "hall", "east")
	check("e", "", "hall", "west", "person", "li")

	next := &note{ID: "a", Revision: 2, Hall: "east", Started: "0", People: []string{"wang", "zhao"}}
	if err := c.Replace(t.Context(), next, 1); err != nil {
		t.Fatal(err)
	}
	check("b", "started", "person", "li")
	check("ac", "started", "person", "wang")
	check("a", "started", "person", "zhao")
	next = &note{ID: "a", Revision: 3, Title: "same keys", Hall: "east", Started: "0",
		People: []string{"wang", "zhao"}}
	if err := c.Replace(t.Context(), next, 2); err != nil {
		t.Fatal(err)
	}
	check("a", "started", "person", "zhao")
	if err := c.Delete(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	check("c", "started", "person", "wang")
	check("", "started", "person", "zhao")
}

func brief(t *testing.T, e store.Engine) {
	c := openNotes(t, e)
	whole := &note{ID: "a", Revision: 3, Title: "甲", Hall: "east", Body: "long", Last: true,
		Log:   []entry{{"li", `tricky "},{" \\`}, {"body", "log"}},
		Extra: map[string]any{"body": "kept", "log": []any{"kept"}}}
	insert(t, c, whole, &note{ID: "b", Revision: 1})
	for n, err := range c.Find(t.Context(), store.Query{Brief: true, Limit: 1}) {
		short := *whole
		short.Body, short.Log = "", nil
		if diff := cmp.Diff(&short, n); err != nil || diff != "" {
			t.Error(err, diff)
		}
	}
	for n, err := range c.Find(t.Context(), store.Query{Limit: 1}) {
		if diff := cmp.Diff(whole, n); err != nil || diff != "" {
			t.Error(err, diff)
		}
	}
}

func longSequence(t *testing.T, e store.Engine) {
	c := openNotes(t, e)
	notes := many(300)
	insert(t, c, notes...)
	for _, q := range []store.Query{
		{}, {Brief: true}, {Order: "started"}, {Order: "started", Brief: true}, {Limit: 130},
		{Order: "started", Limit: 257, Brief: true}, {Limit: 64}, {Limit: 128}, {Limit: 300},
	} {
		got := ids(t, c, q)
		n := 300
		if q.Limit > 0 {
			n = q.Limit
		}
		if len(got) != n || got[0] != "n000" || got[n-1] != notes[n-1].ID || !slices.IsSorted(got) {
			t.Errorf("%+v: %d documents, sorted %v", q, len(got), slices.IsSorted(got))
		}
		q.Descending = true
		q.Limit = 0
		got = ids(t, c, q)
		if slices.Reverse(got); len(got) != 300 || !slices.IsSorted(got) {
			t.Errorf("%+v: %d documents", q, len(got))
		}
	}
}

// A caller may read and write while it walks a sequence, to any depth.
func nestedReads(t *testing.T, e store.Engine) {
	c := openNotes(t, e)
	insert(t, c, many(8)...)
	var walk func(depth int) int
	walk = func(depth int) (n int) {
		for doc, err := range c.Find(t.Context(), store.Query{Limit: 2}) {
			if err != nil {
				t.Fatal(err)
			}
			mustGet(t, c, doc.ID)
			if n++; depth > 0 {
				n += walk(depth - 1)
			}
		}
		return n
	}
	if n := walk(7); n != 510 {
		t.Errorf("walked %d documents, want 510", n)
	}
	for doc, err := range c.Find(t.Context(), store.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Delete(t.Context(), doc.ID); err != nil {
			t.Fatal(err)
		}
	}
	if n := count(t, c, store.Query{}); n != 0 {
		t.Errorf("%d documents left", n)
	}
}

// pages reads a query page by page and calls between after each page.
func pages(
	t *testing.T, c store.Collection[*note], q store.Query, between func(page int),
) (read []string) {
	t.Helper()
	for page := 0; page < 1000; page++ {
		var last *note
		for n, err := range c.Find(t.Context(), q) {
			if err != nil {
				t.Fatal(err)
			}
			read = append(read, n.ID)
			last = n
		}
		if last == nil {
			return read
		}
		between(page)
		q.Cursor = c.Cursor(q, last)
	}
	t.Fatal("the pages do not end")
	return nil
}

func cursors(t *testing.T, e store.Engine) {
	c := openNotes(t, e)
	insert(t, c, many(60)...)
	none := func(int) {}
	for _, q := range []store.Query{
		{}, {Order: "started"}, {Equal: map[string]string{"hall": "east"}},
		{Equal: map[string]string{"hall": "west"}, Order: "started"},
		{Order: "started", From: "2026-01-03", To: "2026-01-09"}, {From: "n005", To: "n050"},
	} {
		for _, q.Descending = range []bool{false, true} {
			for _, q.Brief = range []bool{false, true} {
				want := ids(t, c, q)
				for _, q.Limit = range []int{1, 7, 60} {
					if diff := cmp.Diff(want, pages(t, c, q, none)); diff != "" || len(want) < 10 {
						t.Errorf("%+v: %s", q, diff)
					}
				}
				q.Limit = 0
			}
		}
	}
	q := store.Query{Order: "started", Limit: 10, Descending: true}
	want := ids(t, c, store.Query{Order: "started", Descending: true})
	got := pages(t, c, q, func(page int) { // new ones at the top; the last one read goes away
		insert(t, c, &note{ID: fmt.Sprintf("new%d", page), Started: "2027-01-01"})
		if err := c.Delete(t.Context(), want[page*10+9]); err != nil {
			t.Fatal(err)
		}
	})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("cursor moved: %s", diff)
	}
}

func refusedCursors(t *testing.T, e store.Engine) {
	c := openNotes(t, e)
	notes := many(3)
	insert(t, c, notes...)
	q := store.Query{Order: "started", Limit: 1}
	good := c.Cursor(q, notes[1])
	encode := base64.RawURLEncoding.EncodeToString
	other := q
	other.Descending = true
	for _, s := range []string{
		"x", "!", good + "A", good[:len(good)-3], encode([]byte("null")),
		encode([]byte(`["a","b"]`)), encode([]byte(`{"a":1}`)), c.Cursor(other, notes[1]),
		c.Cursor(store.Query{}, notes[1]), strings.Repeat("A", 1<<16), "' OR 1=1 --",
	} {
		q.Cursor = s
		for _, err := range c.Find(t.Context(), q) {
			want(t, s[:min(len(s), 40)], err, store.ErrCursor)
		}
	}
	q.Cursor = good
	if got := ids(t, c, q); len(got) != 1 || got[0] != "n002" {
		t.Errorf("good cursor: %v", got)
	}
}

func refusedQueries(t *testing.T, e store.Engine) {
	c := openNotes(t, e)
	insert(t, c, &note{ID: "a", Started: "1", Title: "x"})
	for _, q := range []store.Query{
		{Order: "title"}, {Order: "hall"}, {Equal: map[string]string{"title": "x"}},
		{Equal: map[string]string{"person": "x"}}, {Limit: -1},
		{Equal: map[string]string{"hall": "x", "person": "y"}, Order: "started"},
		{Equal: map[string]string{"hall": "\xff"}}, {From: "\x00"}, {Order: "id; DROP TABLE notes"},
	} {
		n := 0
		for _, err := range c.Find(t.Context(), q) {
			want(t, fmt.Sprintf("%+v", q), err, store.ErrQuery)
			n++
		}
		if n != 1 {
			t.Errorf("%+v: %d results", q, n)
		}
	}
}
