package standard_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"hallmark/standard"
)

func TestParseHostileJSON(t *testing.T) {
	for name, test := range map[string]struct {
		text string
		want []string
	}{
		"nothing":    {"", []string{"json.end"}},
		"cut off":    {`{"standard": {`, []string{"json.end"}},
		"two values": {`{} {}`, []string{"json.sign"}},
		"no object":  {`[]`, []string{"type-struct"}},
		"null":       {`null`, []string{"type-struct"}},
		"name twice": {`{"standard": 1, "standard": 2}`, []string{"standard twice"}},
		"bracket bomb": {strings.Repeat("[", 4<<20),
			[]string{strings.Repeat("[0]", 33) + " depth"}},
		"object bomb": {strings.Repeat(`{"a":`, 1<<20),
			[]string{strings.Repeat("a.", 32) + "a depth"}},
		"too large":         {strings.Repeat(" ", standard.MaxSource+1), []string{"too-large"}},
		"not UTF-8":         {"{\"a\": \"\xff\"}", []string{"utf8"}},
		"trailing garbage":  {`{"standard": null} x`, []string{"json.sign"}},
		"comment in a text": {`{/* */}`, []string{"json.sign"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := standard.Parse(strings.NewReader(test.text))
			wantProblems(t, err, test.want...)
			if _, err := standard.ParseAmendment(strings.NewReader(test.text)); err == nil {
				t.Error("taken for an amendment")
			}
		})
	}
}

func TestProblemsAreCutOff(t *testing.T) {
	var b strings.Builder
	b.WriteString(`{"clauses": [0`)
	for range 4000 {
		b.WriteString(`,{}`)
	}
	b.WriteString(`]}`)
	_, err := standard.Parse(strings.NewReader(b.String()))
	var invalid *standard.InvalidError
	if !errors.As(err, &invalid) {
		t.Fatal(err)
	}
	n := len(invalid.Problems)
	if last := invalid.Problems[n-1]; n != 1001 || last.Code != "too-many-problems" {
		t.Errorf("%d problems, the last is %s", n, last.Code)
	}
}

func TestJSONKeepsTheEdition(t *testing.T) {
	e := reference(t)
	var text bytes.Buffer
	if err := e.WriteJSON(&text); err != nil {
		t.Fatal(err)
	}
	first := text.String()
	again, err := standard.Parse(strings.NewReader("\ufeff" + first))
	if err != nil {
		t.Fatal(err)
	}
	if again.Digest() != e.Digest() {
		t.Errorf("digest %s, want %s", again.Digest(), e.Digest())
	}
	text.Reset()
	if err := again.WriteJSON(&text); err != nil {
		t.Fatal(err)
	}
	if text.String() != first {
		t.Error("the second writing differs from the first")
	}
}
