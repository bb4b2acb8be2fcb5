package xlsx_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"hallmark/standard"
	"hallmark/standard/message"
	"hallmark/standard/xlsx"
)

// TestAnyEdition writes editions of any texts and numbers: with an empty loss report, the same
// edition comes back; otherwise it comes back with what was reported lost, or is refused in words.
func TestAnyEdition(t *testing.T) {
	source, err := json.Marshal(reference(t))
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		e := anyEdition(t, source)
		var b bytes.Buffer
		losses, err := xlsx.Write(&b, e, rapid.SampledFrom(message.Languages()).Draw(t, "language"))
		if err != nil {
			t.Fatal(err)
		}
		back, more, err := xlsx.Read(&b)
		if len(losses) > 0 {
			return
		}
		if err != nil || len(more) > 0 {
			t.Fatalf("losses %v, error %v", more, err)
		}
		if d := cmp.Diff(e, back, exactly...); d != "" || e.Digest() != back.Digest() {
			t.Fatalf("digest %s, %s: %s", e.Digest(), back.Digest(), d)
		}
	})
}

// allowed reports whether an edition may hold a sign (package standard refuses the others).
func allowed(r rune) bool {
	return r != utf8.RuneError && (r == '\n' || r == '\t' || !unicode.IsControl(r)) &&
		!unicode.Is(unicode.Bidi_Control, r)
}

// anyEdition is the reference edition with a few clauses, their texts and numbers drawn anew.
func anyEdition(t *rapid.T, source []byte) *standard.Edition {
	var tree map[string]any
	d := json.NewDecoder(bytes.NewReader(source))
	d.UseNumber()
	if err := d.Decode(&tree); err != nil {
		t.Fatal(err)
	}
	delete(tree["standard"].(map[string]any), "counts")
	text := rapid.StringOf(rapid.OneOf(rapid.Rune().Filter(allowed), rapid.SampledFrom([]rune("应 一|\\\n\t'=_x000D&<\"　"))))
	prose := func(label string) string { return "应" + text.Draw(t, label) + "。" }
	all := tree["clauses"].([]any)
	from := rapid.IntRange(5, 60).Draw(t, "from")
	some := all[from : from+30]
	for i, item := range some {
		c := item.(map[string]any)
		if rapid.IntRange(0, 4).Draw(t, "spoil") > 0 {
			continue
		}
		at := func(s string) string { return fmt.Sprint(i, s) }
		c["title"], c["check"] = prose(at("title")), text.Draw(t, at("check"))
		c["text"] = c["modality"].(string) + prose(at("text"))
		if v, ok := c["verb"].(string); ok {
			c["text"] = v + prose(at("verb"))
		}
		c["refs"] = []any{prose(at("ref")), prose(at("ref2"))}
		if p, ok := c["points"].(map[string]any); ok {
			for tier := range p {
				p[tier] = json.Number(standard.NewDecimal(
					rapid.Int64Range(0, 100000).Draw(t, at(tier)), 2).String())
			}
		}
		if tiers := c["tiers"].([]any); len(tiers) > 1 && rapid.Bool().Draw(t, at("turn")) {
			tiers[0], tiers[1] = tiers[1], tiers[0]
		}
	}
	tree["clauses"] = some
	e, err := standard.FromTree(tree)
	if err != nil {
		t.Skip("not an edition: ", err)
	}
	return e
}
