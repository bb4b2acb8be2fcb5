package standard_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hallmark/standard"
	"hallmark/standard/message"
	"hallmark/standard/yaml"
)

const (
	editionFile = "../fixtures/edition-2017.yaml"
	sheetFile   = "../fixtures/amendment-XG1.yaml"
)

func source(t testing.TB, file string) []byte {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// reference returns the reference edition.
func reference(t testing.TB) *standard.Edition {
	t.Helper()
	e, err := yaml.Parse(bytes.NewReader(source(t, editionFile)))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func sheetXG1(t testing.TB) *standard.Amendment {
	t.Helper()
	a, err := yaml.ParseAmendment(bytes.NewReader(source(t, sheetFile)))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// amended returns the reference edition after its first amendment.
func amended(t testing.TB) *standard.Edition {
	t.Helper()
	e, err := standard.Apply(reference(t), sheetXG1(t))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// tree is a document that a test may spoil.
type tree map[string]any

// treeOf returns a file's document anew.
func treeOf(t testing.TB, text []byte) tree {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var doc tree
	if err := d.Decode(&doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

// asJSON returns a YAML file as JSON.
func asJSON(t testing.TB, file string) []byte {
	t.Helper()
	doc, err := yaml.Tree(bytes.NewReader(source(t, file)))
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// at returns the object or list entry at a path of names and indexes.
func (d tree) at(t testing.TB, path ...any) map[string]any {
	t.Helper()
	var here any = map[string]any(d)
	for _, step := range path {
		switch s := step.(type) {
		case string:
			here = here.(map[string]any)[s]
		case int:
			here = here.([]any)[s]
		}
	}
	m, ok := here.(map[string]any)
	if !ok {
		t.Fatalf("%v is no object", path)
	}
	return m
}

// clause returns the clause with a printed number, and its place.
func (d tree) clause(t testing.TB, code string) map[string]any {
	t.Helper()
	for _, c := range d["clauses"].([]any) {
		if m := c.(map[string]any); m["code"] == code {
			return m
		}
	}
	t.Fatalf("no clause %s", code)
	return nil
}

func number(s string) json.Number { return json.Number(s) }

func object(pairs ...any) map[string]any {
	m := map[string]any{}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i].(string)] = pairs[i+1]
	}
	return m
}

// wantProblems fails unless err reports exactly these problems, each as "path code", and says them
// in both languages.
func wantProblems(t testing.TB, err error, want ...string) {
	t.Helper()
	have := []string{}
	var invalid *standard.InvalidError
	if errors.As(err, &invalid) {
		for _, p := range invalid.Problems {
			have = append(have, strings.TrimSpace(p.Path+" "+p.Code))
			for _, l := range message.Languages() {
				if text := p.Text(l); strings.Contains(text, "problem.") || strings.Contains(text,
					"%!") {
					t.Errorf("%s: text in %s: %q", p.Path, l, text)
				}
			}
		}
	} else if err != nil {
		t.Fatalf("not an InvalidError: %v", err)
	}
	if d := cmp.Diff(append([]string{}, want...), have); d != "" {
		t.Errorf("problems (-want +have):\n%s", d)
	}
}
