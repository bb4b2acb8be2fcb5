package audits_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hallmark/api/audits"
)

const plainChange = `{"id":"0190f3b2-0000-7000-8000-000000000001","clause":"HS001",` +
	`"at":"1767225600000-0000-tab7","saw":["0190f3b2-0000-7000-8000-000000000000"],` +
	`"device":"tab7","op":"answer","value":{"level":2,"note":"整洁 }"}}`

// What a tablet sends is read in one pass; anything else is left to the strict decoder.
func TestPlainChanges(t *testing.T) {
	for body, plain := range map[string]bool{
		`{"revision":1,"changes":[` + plainChange + `]}`:                   true,
		"{ \"changes\" : [ " + plainChange + " ,\n" + plainChange + " ] }": true,
		`{"changes":[{}]}`: true,
		`{"changes":[]}`:   false,
		`{"revision":-1,"changes":[` + plainChange + `]}`:                                false,
		`{"revision":01,"changes":[` + plainChange + `]}`:                                false,
		`{"revision":1,"revision":2,"changes":[` + plainChange + `]}`:                    false,
		`{"revision":1,"changes":[` + plainChange + `]} x`:                               false,
		`{"revision":1,"changes":[` + plainChange + `,]}`:                                false,
		`{"changes":[{"id":"a","id":"b"}]}`:                                              false,
		`{"changes":[{"ID":"a"}]}`:                                                       false,
		`{"changes":[{"by":"li"}]}`:                                                      false,
		`{"changes":[{"id":"\u0061"}]}`:                                                  false,
		"{\"changes\":[{\"id\":\"\xff\"}]}":                                              false,
		`{"changes":[{"value":{"level":02}}]}`:                                           false,
		`{"changes":[{"value":[1]}]}`:                                                    false,
		`{"changes":[` + strings.Repeat("{},", audits.MaxChanges) + `{}]}`:               false,
		`{"changes":[{"value":` + strings.Repeat(`{"a":`, 20000) + `1` + `}]}`:           false,
		`{"changes":[{"value":{"note":"` + strings.Repeat("a", 100) + `"},"saw":null}]}`: false,
	} {
		if _, _, ok := audits.PlainChanges([]byte(body)); ok != plain {
			t.Errorf("%.100s: plain is %v", body, ok)
		}
	}
}

func FuzzPlainChanges(f *testing.F) {
	f.Add([]byte(`{"revision":1,"changes":[` + plainChange + `]}`))
	f.Add([]byte("{ \"changes\" : [ " + plainChange + " ,\n{\"value\":{}} ] , \"revision\" : 0 }"))
	f.Fuzz(func(t *testing.T, body []byte) {
		revision, changes, ok := audits.PlainChanges(body)
		if !ok {
			return
		}
		wantRevision, want, refused, err := audits.StrictChanges(body)
		if err != nil || len(refused) > 0 || revision != wantRevision {
			t.Fatalf("%q: strict: revision %d, not %d; %d refused, %v", body, wantRevision, revision,
				len(refused), err)
		}
		if diff := cmp.Diff(fmt.Sprintf("%+v", want), fmt.Sprintf("%+v", changes)); diff != "" {
			t.Errorf("%q (-strict +plain):\n%s", body, diff)
		}
	})
}

// BenchmarkReadChanges reads a request of 100 changes in one pass and by the strict decoder.
func BenchmarkReadChanges(b *testing.B) {
	body := []byte(`{"revision":1,"changes":[` + strings.Repeat(plainChange+",", 99) +
		plainChange + `]}`)
	b.Run("plain", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, changes, ok := audits.PlainChanges(body); !ok || len(changes) != 100 {
				b.Fatalf("%d changes, %v", len(changes), ok)
			}
		}
	})
	b.Run("strict", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_, changes, refused, err := audits.StrictChanges(body)
			if err != nil || len(refused) > 0 || len(changes) != 100 {
				b.Fatalf("%d changes, %d refused, %v", len(changes), len(refused), err)
			}
		}
	})
}
