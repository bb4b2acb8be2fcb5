package oscal_test

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"hallmark/fixtures"
	"hallmark/standard"
)

// editions returns the reference edition and the one that its first amendment makes of it.
func editions(t testing.TB) []*standard.Edition {
	t.Helper()
	base, err := fixtures.Edition2017()
	if err != nil {
		t.Fatal(err)
	}
	sheet, err := fixtures.AmendmentXG1()
	if err != nil {
		t.Fatal(err)
	}
	amended, err := standard.Apply(base, sheet)
	if err != nil {
		t.Fatal(err)
	}
	return []*standard.Edition{base, amended}
}

// schemaOf compiles one of NIST's schemas, which are in the public domain.
func schemaOf(t testing.TB, document string) *jsonschema.Schema {
	t.Helper()
	path := filepath.Join("testdata/oscal-1.2.1", "oscal_"+document+"_schema.json")
	schema, err := jsonschema.NewCompiler().Compile(path)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func validate(t testing.TB, schema *jsonschema.Schema, text []byte) error {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return schema.Validate(document)
}

// native is the JSON form of an edition, in which two are the same or not.
func native(t testing.TB, e *standard.Edition) string {
	t.Helper()
	var b bytes.Buffer
	if err := e.WriteJSON(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func same(t testing.TB, want, have *standard.Edition) {
	t.Helper()
	if want.Digest() != have.Digest() {
		t.Errorf("digest %s, want %s", have.Digest(), want.Digest())
	}
	if d := cmp.Diff(strings.Split(native(t, want), "\n"), strings.Split(native(t, have), "\n")); d != "" {
		t.Errorf("edition (-want +have):\n%s", d)
	}
}

// edit changes a document as a tree.
func edit(t testing.TB, text []byte, change func(root map[string]any)) []byte {
	t.Helper()
	var root map[string]any
	if err := json.Unmarshal(text, &root); err != nil {
		t.Fatal(err)
	}
	change(root)
	changed, err := json.Marshal(root)
	if err != nil {
		t.Fatal(err)
	}
	return changed
}

// at walks down a tree by names and indexes.
func at(tree any, path ...any) any {
	for _, step := range path {
		switch s := step.(type) {
		case string:
			tree = tree.(map[string]any)[s]
		case int:
			tree = tree.([]any)[s]
		}
	}
	return tree
}

// treeOf returns an edition in the form that standard.FromTree takes.
func treeOf(t testing.TB, e *standard.Edition) map[string]any {
	t.Helper()
	tree, err := standard.ReadTree(strings.NewReader(native(t, e)), standard.MaxSource)
	if err != nil {
		t.Fatal(err)
	}
	return tree.(map[string]any)
}
