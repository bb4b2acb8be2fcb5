package checklists_test

import (
	"testing"

	"hallmark/checklists"
	"hallmark/checklists/checktest"
	"hallmark/standard"
)

func BenchmarkScoreOf(b *testing.B) {
	e := checktest.Reference(b)
	answers := full(e, standard.Subdistrict)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := checklists.ScoreOf(e, standard.Subdistrict, answers); err != nil {
			b.Fatal(err)
		}
	}
}
