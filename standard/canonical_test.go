package standard_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"testing"
	"unicode/utf16"

	"hallmark/standard"
)

// What a text says does not change with its canonical form, and that has one form only.
func FuzzAppendCanonical(f *testing.F) {
	for _, s := range []string{`{"b":1,"a":[{"z":null,"":true}]}`, `{"a":1,"b":2,"a":3}`, `[]`, `{}`,
		` { "x" : [ 1 , 2.50 ] } `, `"\ud83d\u0000\\"`, `{"\ud83d\ude00":1,"\ufb33":2,"b":3}`,
		`{"\u0061":1,"a":2}`, `-0.0`, `1e30`, `[[[[1]]]]`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, plain []byte) {
		have, err := standard.AppendCanonical([]byte("before"), plain) // of anything, without a panic
		if !json.Valid(plain) {
			return
		}
		d := json.NewDecoder(bytes.NewReader(plain))
		d.UseNumber()
		var tree any
		if err := d.Decode(&tree); err != nil {
			t.Skip(err)
		}
		want, wantErr := canonicalOfTree([]byte("before"), tree)
		if (err == nil) != (wantErr == nil) || err == nil && !bytes.Equal(have, want) {
			t.Errorf("%q\n have %s (%v)\n want %s (%v)", plain, have, err, want, wantErr)
		}
	})
}

// canonicalOfTree is the same by way of a tree.
func canonicalOfTree(b []byte, tree any) ([]byte, error) {
	var err error
	switch t := tree.(type) {
	case json.Number:
		d, err := standard.ParseDecimal(t.String())
		return d.AppendText(b), err
	case []any:
		b = append(b, '[')
		for i, item := range t {
			if i > 0 {
				b = append(b, ',')
			}
			if b, err = canonicalOfTree(b, item); err != nil {
				return nil, err
			}
		}
		return append(b, ']'), nil
	case map[string]any:
		b = append(b, '{')
		names := slices.SortedFunc(maps.Keys(t), func(x, y string) int {
			return slices.Compare(utf16.Encode([]rune(x)), utf16.Encode([]rune(y)))
		})
		for i, name := range names {
			if i > 0 {
				b = append(b, ',')
			}
			if b, err = canonicalOfTree(append(plainText(b, name), ':'), t[name]); err != nil {
				return nil, err
			}
		}
		return append(b, '}'), nil
	case string:
		return plainText(b, t), nil
	}
	word, err := json.Marshal(tree)
	return append(b, word...), err
}

// plainText is what encoding/json writes without its escapes for web pages and scripts.
func plainText(b []byte, s string) []byte {
	b = append(b, '"')
	for _, r := range s {
		var out bytes.Buffer
		e := json.NewEncoder(&out)
		e.SetEscapeHTML(false)
		if err := e.Encode(string(r)); err != nil {
			panic(err)
		}
		if r == '\u2028' || r == '\u2029' {
			b = append(b, string(r)...)
			continue
		}
		b = append(b, out.Bytes()[1:out.Len()-2]...)
	}
	return append(b, '"')
}
