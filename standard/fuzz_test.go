package standard_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"testing"

	"hallmark/standard"
)

// small returns a short valid edition with a clause of each method, since fuzzing gains little from
// long inputs.
func small(f *testing.F) []byte {
	d := treeOf(f, asJSON(f, editionFile))
	var clauses []any
	for _, code := range []string{"4.1", "5.1.1", "5.1.2", "5.2.1", "7.3.1", "7.3.3"} {
		clauses = append(clauses, d.clause(f, code))
	}
	d["clauses"], d["terms"] = clauses, d["terms"].([]any)[:1]
	delete(d.at(f, "standard"), "counts")
	text, err := json.Marshal(d)
	if err != nil {
		f.Fatal(err)
	}
	if _, err := standard.Parse(bytes.NewReader(text)); err != nil {
		f.Fatal(err)
	}
	return text
}

func FuzzParse(f *testing.F) {
	f.Add(small(f))
	f.Add([]byte(`{"standard":{"id":""},"clauses":[{"uid":1}]}`))
	f.Add([]byte(`[[[[{"a":{"a":1e99}}]]]]`))
	f.Fuzz(func(t *testing.T, text []byte) {
		if a, err := standard.ParseAmendment(bytes.NewReader(text)); err == nil {
			if _, err := standard.Apply(&standard.Edition{}, a); err == nil {
				t.Fatal("applied to nothing")
			}
		}
		e, err := standard.Parse(bytes.NewReader(text))
		if err != nil {
			var invalid *standard.InvalidError
			if !errors.As(err, &invalid) || err.Error() == "" {
				t.Fatalf("not an InvalidError: %v", err)
			}
			return
		}
		var first, second bytes.Buffer
		if err := e.WriteJSON(&first); err != nil {
			t.Fatal(err)
		}
		again, err := standard.Parse(bytes.NewReader(first.Bytes()))
		if err != nil {
			t.Fatalf("written, it cannot be read: %v", err)
		}
		if err := again.WriteJSON(&second); err != nil {
			t.Fatal(err)
		}
		if again.Digest() != e.Digest() || second.String() != first.String() {
			t.Fatal("written and read, it is another edition")
		}
		if d := standard.DiffOf(e, again); len(d.Clauses)+len(d.Other) > 0 {
			t.Fatalf("written and read, it differs: %+v", d)
		}
	})
}

// FuzzApply changes one text of a sheet: it is refused, or the digest that it states comes out.
func FuzzApply(f *testing.F) {
	f.Add([]byte("95%"), []byte("96%"))
	f.Add([]byte(`"HS065"`), []byte(`"HS066"`))
	f.Add([]byte(`"9.2.5"`), []byte(`"9.2.4"`))
	f.Add([]byte(`"op":"delete"`), []byte(`"op":"replace"`))
	f.Add([]byte(`null`), []byte(`"8.3.6"`))
	base, sheet := reference(f), asJSON(f, sheetFile)
	f.Fuzz(func(t *testing.T, old, new []byte) {
		a, err := standard.ParseAmendment(bytes.NewReader(bytes.ReplaceAll(sheet, old, new)))
		if err != nil {
			return
		}
		e, err := standard.Apply(base, a)
		var refusal *standard.ApplyError
		switch {
		case err == nil && e.Digest() != a.Sheet.Digest.Result:
			t.Fatal("another digest came out")
		case err != nil && !errors.As(err, &refusal):
			t.Fatalf("not an ApplyError: %v", err)
		}
	})
}

func FuzzRedline(f *testing.F) {
	f.Add("街道级200 m²,社区级50 m²。", "街道级300 m²,社区级80 m²。")
	f.Add("\xff\u0301", "1.\u0301")
	f.Fuzz(func(t *testing.T, before, after string) { checkRedline(t, before, after) })
}
