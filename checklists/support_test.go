package checklists_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hallmark/fixtures"
	"hallmark/standard"
	"hallmark/standard/message"
)

// reference returns the edition of 2017.
func reference(t testing.TB) *standard.Edition {
	t.Helper()
	e, err := fixtures.Edition2017()
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func amendment(t testing.TB) *standard.Amendment {
	t.Helper()
	a, err := fixtures.AmendmentXG1()
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// wantProblems fails unless err reports exactly these problems, each as "path code", and every one
// has a sentence in both languages.
func wantProblems(t testing.TB, err error, want ...string) {
	t.Helper()
	var got []string
	if invalid := (*standard.InvalidError)(nil); errors.As(err, &invalid) {
		for _, p := range invalid.Problems {
			got = append(got, p.Path+" "+p.Code)
			for _, l := range message.Languages() {
				if text := p.Text(l); text == p.Code || hasVerb(text) {
					t.Errorf("%s: sentence in %s: %q", p.Code, l, text)
				}
			}
		}
	} else if err != nil {
		t.Fatalf("error is not an InvalidError: %v", err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}

// hasVerb reports whether fmt found an argument missing, unused or of a wrong type.
func hasVerb(s string) bool {
	for i := range len(s) - 1 {
		if s[i] == '%' && s[i+1] == '!' {
			return true
		}
	}
	return false
}
