package checklists_test

import (
	"testing"

	"hallmark/checklists"
	"hallmark/standard"
)

func BenchmarkScoreOf(b *testing.B) {
	e := reference(b)
	answers := full(e, standard.Subdistrict)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := checklists.ScoreOf(e, standard.Subdistrict, answers); err != nil {
			b.Fatal(err)
		}
	}
}
