package storetest

import (
	"slices"
	"strings"
	"testing"

	"hallmark/api/store"
)

func refusedSchemas(t *testing.T, e store.Engine) {
	key := func(*note) []string { return nil }
	with := func(x store.Index) store.Schema[*note] {
		indexes := append(slices.Clone(schema.Indexes), x)
		return store.Schema[*note]{Name: "bad", Keys: schema.Keys, Indexes: indexes}
	}
	for name, s := range map[string]store.Schema[*note]{
		"no name":        {},
		"name":           {Name: `notes"; DROP TABLE notes; --`},
		"key name":       {Name: "bad", Keys: map[string]func(*note) []string{"a.b": key}},
		"unknown key":    {Name: "bad", Indexes: []store.Index{{Equal: []string{"a"}}}},
		"unknown order":  {Name: "bad", Indexes: []store.Index{{Order: "a"}}},
		"multi unfixed":  {Name: "bad", Indexes: []store.Index{{Multi: "a"}}},
		"multi unnamed":  with(store.Index{Equal: []string{"person"}}),
		"order by multi": with(store.Index{Order: "person"}),
	} {
		if _, err := store.Open(t.Context(), e, s); err == nil {
			t.Errorf("%s: opened", name)
		}
	}
	one := schema
	one.Name, one.Indexes = "single", nil
	c, err := store.Open(t.Context(), e, one)
	if err != nil {
		t.Fatal(err)
	}
	if c.Insert(t.Context(), &note{ID: "a", People: []string{"x", "y"}}) == nil {
		t.Error("two values of a key with one")
	}
}

// A newer program adds keys, indexes and bulky fields to a collection in use.
func newSchema(t *testing.T, e store.Engine) {
	ctx := t.Context()
	old := schema
	old.Keys = map[string]func(*note) []string{"started": schema.Keys["started"]}
	old.Indexes, old.Bulky = []store.Index{{Order: "started"}}, nil
	c, err := store.Open(ctx, e, old)
	if err != nil {
		t.Fatal(err)
	}
	notes := many(210)
	for i, n := range notes {
		n.People = [][]string{{"li"}, {"li", "wang"}, nil}[i%3]
	}
	insert(t, c, notes...)
	for range 2 { // the second time there is nothing to do
		c = openNotes(t, e)
		for _, x := range []struct {
			q    store.Query
			want int
		}{
			{store.Query{}, 210}, {store.Query{Order: "started"}, 210},
			{store.Query{Equal: map[string]string{"hall": "west"}}, 105},
			{store.Query{Equal: map[string]string{"person": "li"}, Order: "started"}, 140},
			{store.Query{Equal: map[string]string{"person": "wang", "hall": "east"}}, 35},
		} {
			if n := count(t, c, x.q); n != x.want {
				t.Errorf("%+v: %d documents, want %d", x.q, n, x.want)
			}
		}
		for n, err := range c.Find(ctx, store.Query{Brief: true, Limit: 1}) {
			if err != nil || n.Body != "" || !strings.Contains(n.ID, "000") {
				t.Errorf("brief after a new schema: %+v, %v", n, err)
			}
		}
	}
	if err := c.Replace(ctx, &note{ID: "n001", Revision: 2, Hall: "east"}, 1); err != nil {
		t.Fatal(err)
	}
	if n := count(t, c, store.Query{Equal: map[string]string{"hall": "west"}}); n != 104 {
		t.Errorf("%d documents in the west after one moved", n)
	}
	if c, err = store.Open(ctx, e, old); err != nil {
		t.Fatal(err)
	}
	insert(t, c, &note{ID: "zz", Hall: "west", Started: "2030", People: []string{"li"}})
	c = openNotes(t, e)
	if n := count(t, c, store.Query{Equal: map[string]string{"hall": "west"}}); n != 105 {
		t.Errorf("%d documents in the west after the old schema was used again", n)
	}
}
