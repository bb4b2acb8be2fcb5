package checklists_test

import (
	"testing"

	"hallmark/fixtures"
	"hallmark/standard"
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
