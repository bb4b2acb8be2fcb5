package checklists_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hallmark/checklists"
	"hallmark/checklists/checktest"
	"hallmark/standard"
)

// Answers are taken apart by hand; encoding/json is asked whether that finds the same members. What
// is read is written and read again unchanged, and every refusal says what is wrong.
func FuzzAnswers(f *testing.F) {
	for _, seed := range []string{
		`{}`, ` {"HS001" : {"verdict":"pass"} , "\u0048S002":{"level": 2 }}`, `{"a":{"b":"\"},{["}}`,
		`{"HS001":{"occurrences":[{"id":"1","kind":"a","note":"\\"},{"id":"2","kind":"b"}]}}`,
		`{"x":{"counts":{"a":1,"b":0}},"y":{"numerator":1,"denominator":3,"note":"\ud83d\ude00"}}`,
		`{"x":{"value":-1.5e3,"evidence":["00"]}}`, `{"x":{"notApplicable":"无"}}`, `{"x":[,]}`, `{"`,
		"{\"\xff\":{\"note\":\"\xff\"}}",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var answers checklists.Answers
		if err := json.Unmarshal(b, &answers); err != nil {
			invalid := (*standard.InvalidError)(nil)
			if json.Valid(b) && !errors.As(err, &invalid) && string(b) != "null" {
				t.Fatalf("valid JSON refused without a place: %v", err)
			}
			return
		}
		var members map[standard.ClauseUID]json.RawMessage
		checktest.Must(t, json.Unmarshal(b, &members))
		if len(members) != len(answers) {
			t.Fatalf("%d members, %d answers", len(members), len(answers))
		}
		for uid := range members {
			if _, ok := answers[uid]; !ok {
				t.Fatalf("no answer for %q", uid)
			}
		}
		written, err := json.Marshal(answers)
		checktest.Must(t, err)
		var again checklists.Answers
		checktest.Must(t, json.Unmarshal(written, &again))
		rewritten, err := json.Marshal(again)
		checktest.Must(t, err)
		if diff := cmp.Diff(string(written), string(rewritten)); diff != "" {
			t.Fatal(diff)
		}
	})
}
