package checktest

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hallmark/checklists"
	"hallmark/fixtures"
	"hallmark/standard"
	"hallmark/standard/message"
)

// Morning is when audits begin.
var Morning = time.Date(2018, 1, 12, 9, 30, 0, 0, checklists.HallZone)

// Must ends the test when err is not nil.
func Must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Outcome is the outcome of a sub-district hall with a total, approved so many minutes after
// [Morning].
func Outcome(hall checklists.HallID, total string, minutes int) checklists.Outcome {
	return checklists.Outcome{Hall: hall, Audit: checklists.AuditID(hall), Tier: standard.Subdistrict,
		Kind: checklists.Comprehensive, Result: checklists.Result{Total: standard.MustDecimal(total)},
		Approved: checklists.At(Morning.Add(time.Duration(minutes) * time.Minute))}
}

// WantProblems fails unless err reports exactly these problems, each as "path code", and every one
// has a sentence in both languages.
func WantProblems(t testing.TB, err error, want ...string) {
	t.Helper()
	var got []string
	if invalid := (*standard.InvalidError)(nil); errors.As(err, &invalid) {
		for _, p := range invalid.Problems {
			got = append(got, p.Path+" "+p.Code)
			for _, l := range message.Languages() {
				if text := p.Text(l); text == p.Code || HasVerb(text) {
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

// HasVerb reports whether fmt found an argument missing, unused or of a wrong type.
func HasVerb(s string) bool {
	for i := range len(s) - 1 {
		if s[i] == '%' && s[i+1] == '!' {
			return true
		}
	}
	return false
}

// Reference returns the edition of 2017.
func Reference(t testing.TB) *standard.Edition {
	t.Helper()
	e, err := fixtures.Edition2017()
	if err != nil {
		t.Fatal(err)
	}
	return e
}
