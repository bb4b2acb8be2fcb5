package checklists_test

import (
	"testing"

	"hallmark/fixtures"
	"hallmark/standard"
)

func amendment(t testing.TB) *standard.Amendment {
	t.Helper()
	a, err := fixtures.AmendmentXG1()
	if err != nil {
		t.Fatal(err)
	}
	return a
}
