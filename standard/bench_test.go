package standard_test

import (
	"testing"

	"hallmark/standard"
)

func BenchmarkDiff(b *testing.B) {
	before, after := reference(b), amended(b)
	for b.Loop() {
		standard.DiffOf(before, after)
	}
}

func BenchmarkApply(b *testing.B) {
	base, sheet := reference(b), sheetXG1(b)
	for b.Loop() {
		if _, err := standard.Apply(base, sheet); err != nil {
			b.Fatal(err)
		}
	}
}
