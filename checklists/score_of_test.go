package checklists_test

import (
	"encoding/json"
	"fmt"
	"log"
	"testing"

	"hallmark/checklists"
	"hallmark/checklists/checktest"
	"hallmark/fixtures"
	"hallmark/standard"
)

func TestScoreOfRefuses(t *testing.T) {
	answers := checklists.Answers{}
	err := json.Unmarshal([]byte(`{"HS001":{"level":2},"HS005":{"numerator":6,"denominator":5},
		"HS008":{"level":4},"HS038":{"notApplicable":"无"},"HS004":{"level":1},"HG01":{"level":1},
		"XX":{"level":1}}`), &answers)
	if err != nil {
		t.Fatal(err)
	}
	_, err = checklists.ScoreOf(checktest.Reference(t), standard.Subdistrict, answers)
	checktest.WantProblems(t, err,
		"answers.HS001.level answer.kind",
		"answers.HS005.numerator answer.numerator",
		"answers.HS008.level answer.level",
		"answers.HS038.notApplicable answer.veto",
		"answers.HG01 answer.not-on-checklist",
		"answers.HS004 answer.not-on-checklist",
		"answers.XX answer.unknown-clause")
}

// The written form is the one of api/openapi.json, with no list that is null.
func TestScoreJSON(t *testing.T) {
	score, err := checklists.ScoreOf(checktest.Reference(t), standard.NoTier, nil)
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(score)
	want := `{"formula":"hallmark/1","edition":"2017","tier":"","total":0,"grade":"不合格",` +
		`"stars":"","bonus":0,"unanswered":0,"chapters":[],"clauses":[],"caps":[]}`
	if string(b) != want || err != nil {
		t.Errorf("%s, %v", b, err)
	}
}

func ExampleScoreOf() {
	edition, err := fixtures.Edition2017()
	if err != nil {
		log.Fatal(err)
	}
	score, err := checklists.ScoreOf(edition, standard.Subdistrict,
		map[standard.ClauseUID]checklists.Answer{
			"HS001": {Kind: checklists.Value, Value: standard.MustDecimal("187")},      // of 200 m²
			"HS005": {Kind: checklists.RatioOf, Numerator: 4, Denominator: 5},          // zones
			"HS036": {Kind: checklists.Counts, Counts: map[string]int{"a": 2, "c": 1}}, // manners
			"HS038": {Kind: checklists.Verdict, Pass: true},                            // no quarrels
			"HS013": {Kind: checklists.NotApplicable, Reason: "检查时停电,照度无法测量"},          // light
		})
	if err != nil {
		log.Fatal(err)
	}
	for _, c := range score.Clauses {
		if !c.Unanswered {
			fmt.Println(c.Code, c.Earned, "/", c.Max, c.Excluded)
		}
	}
	for _, c := range score.Chapters {
		if !c.Dropped {
			fmt.Println("chapter", c.Number, c.Earned, "/", c.Applicable, "→", c.Contribution)
		}
	}
	fmt.Println(score.Total, score.Grade, score.Unanswered, "unanswered")
	// Output:
	// 5.1.1 3.48 / 4 false
	// 5.2.1 2 / 3 false
	// 5.3.5 0 / 1 true
	// 7.3.1 0.1 / 1 false
	// 7.3.3 3 / 3 false
	// chapter 5 5.48 / 7 → 32.62
	// chapter 7 3.1 / 4 → 45.21
	// 77.8 合格 117 unanswered
}
