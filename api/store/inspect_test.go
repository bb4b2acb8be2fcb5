package store_test

import (
	"encoding/json"
	"maps"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"hallmark/api/store"
)

func TestInspect(t *testing.T) {
	for doc, want := range map[string]string{
		`{}`:                      `{}`,
		`{"a":1}`:                 `{"a":1}`,
		`{"x":1}`:                 `{}`,
		`{"x":1,"y":"}"}`:         `{}`,
		`{"a":1,"x":[1,{"x":2}]}`: `{"a":1}`,
		`{"x":{"a":[]},"a":1}`:    `{"a":1}`,
		`{"a":{"x":1},"x":false,"b":"x","y":null,"c":true}`: `{"a":{"x":1},"b":"x","c":true}`,
		`{"\u0078":1,"b":"\"x\":"}`:                         `{"b":"\"x\":"}`,
		`{"a":["x","y"],"y":"\\\""}`:                        `{"a":["x","y"]}`,
		`{"a":-1.25e-7,"x":1e5,"b":0.0}`:                    `{"a":-1.25e-7,"b":0.0}`,
		`{"n":123456789012345000000}`:                       `{"n":123456789012345000000}`,
		`{"n":0.000000123456789012345}`:                     `{"n":0.000000123456789012345}`,
	} {
		got, err := store.Inspect([]byte(doc), []string{"x", "y"})
		if err != nil || string(got) != want {
			t.Errorf("%s: got %s, %v, want %s", doc, got, err, want)
		}
	}
	for _, doc := range []string{
		``, `[]`, `null`, `1`, `"{}"`, `{"a.b":1}`, `{"a":{"$b":1}}`, `{"":1}`, `{"\u0000":1}`,
		`{"\u002e":1}`, `{"a":1234567890123456}`, `{"a":[0.1234567890123456]}`, `{"a":1.000000000000001}`,
	} {
		if got, err := store.Inspect([]byte(doc), nil); err == nil {
			t.Errorf("%s: got %s, want an error", doc, got)
		}
	}
}

// Whatever json.Marshal writes, the brief form is what is left when the fields are deleted.
func TestInspectAny(t *testing.T) {
	text := rapid.StringMatching("[a-c\"\\\\{}\\[\\],: é文<]{0,6}")
	var value func(depth int) *rapid.Generator[any]
	value = func(depth int) *rapid.Generator[any] {
		g := []*rapid.Generator[any]{
			rapid.Map(text, func(s string) any { return s }),
			rapid.Map(rapid.IntRange(-999, 999), func(i int) any { return float64(i) / 8 }),
			rapid.SampledFrom([]any{nil, true, false}),
		}
		if depth > 0 {
			g = append(g,
				rapid.Map(rapid.SliceOfN(value(depth-1), 0, 3), func(v []any) any { return v }),
				rapid.Map(rapid.MapOfN(rapid.StringMatching("[axy]{1,2}"), value(depth-1), 0, 3),
					func(m map[string]any) any { return m }))
		}
		return rapid.OneOf(g...)
	}
	rapid.Check(t, func(t *rapid.T) {
		doc := rapid.MapOf(rapid.StringMatching("[axy文\"\\\\]{1,2}"), value(3)).Draw(t, "doc")
		b, err := json.Marshal(doc)
		if err != nil {
			t.Fatal(err)
		}
		brief, err := store.Inspect(b, []string{"x", "y"})
		if err != nil {
			t.Fatal(err)
		}
		want := maps.Clone(doc)
		delete(want, "x")
		delete(want, "y")
		var got map[string]any
		if err := json.Unmarshal(brief, &got); err != nil {
			t.Fatalf("%s: %v", brief, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
	})
}

func BenchmarkInspect(b *testing.B) {
	log := make([]map[string]any, 330)
	for i := range log {
		log[i] = map[string]any{"clause": "HG01", "at": rand.N(1000), "text": strings.Repeat("文", 20)}
	}
	doc, err := json.Marshal(map[string]any{"id": "a", "log": log, "n": 1})
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(doc)))
	for b.Loop() {
		if _, err := store.Inspect(doc, []string{"log"}); err != nil {
			b.Fatal(err)
		}
	}
}
