package checklists_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hallmark/checklists"
	"hallmark/checklists/checktest"
	"hallmark/standard"
)

var compareDecimals = cmp.Comparer(func(a, b standard.Decimal) bool { return a == b })

var sha = standard.Digest(strings.Repeat("ab", 32))

func TestAnswerJSON(t *testing.T) {
	for form, want := range map[string]checklists.Answer{
		`{}`:                 {},
		`{"verdict":"pass"}`: {Kind: checklists.Verdict, Pass: true},
		`{"verdict":"fail"}`: {Kind: checklists.Verdict},
		`{"level":0}`:        {Kind: checklists.Level},
		`{"value":187.5}`:    {Kind: checklists.Value, Value: standard.MustDecimal("187.5")},
		`{"value":-0.000001}`: {Kind: checklists.Value,
			Value: standard.MustDecimal("-0.000001")},
		`{"numerator":17,"denominator":20}`: {Kind: checklists.RatioOf, Numerator: 17,
			Denominator: 20},
		`{"occurrences":[]}`: {Kind: checklists.Occurrences, Occurrences: []checklists.Occurrence{}},
		`{"occurrences":[{"id":"1","kind":"a","note":"二号窗"}]}`: {Kind: checklists.Occurrences,
			Occurrences: []checklists.Occurrence{{ID: "1", Kind: "a", Note: "二号窗"}}},
		`{"counts":{"a":2}}`: {Kind: checklists.Counts, Counts: map[string]int{"a": 2}},
		`{"notApplicable":"无电梯","note":"单层","evidence":["` + string(sha) + `"]}`: {
			Kind: checklists.NotApplicable, Reason: "无电梯", Note: "单层",
			Evidence: []standard.Digest{sha}},
	} {
		var got checklists.Answer
		if err := json.Unmarshal([]byte(form), &got); err != nil {
			t.Errorf("%s: %v", form, err)
			continue
		}
		if diff := cmp.Diff(want, got, compareDecimals); diff != "" {
			t.Errorf("%s (-want +got):\n%s", form, diff)
		}
		if b, err := json.Marshal(got); err != nil || string(b) != form {
			t.Errorf("%s came back as %s, %v", form, b, err)
		}
	}
}

func TestAnswerJSONRefuses(t *testing.T) {
	for form, want := range map[string]string{
		`null`:                          " answer.object",
		`[]`:                            " answer.object",
		`{"verdict":"maybe"}`:           "verdict answer.verdict",
		`{"verdict":true}`:              "verdict answer.verdict",
		`{"Verdict":"pass"}`:            "Verdict answer.unknown-member",
		`{"level":"2"}`:                 "level answer.whole-number",
		`{"level":1.5}`:                 "level answer.whole-number",
		`{"level":null}`:                "level answer.whole-number",
		`{"level":1,"level":2}`:         "level answer.twice",
		`{"level":1,"value":2}`:         "value answer.two-forms",
		`{"value":1e400}`:               "value answer.number",
		`{"value":0.1234567}`:           "value answer.number",
		`{"value":1234567890123456}`:    "value answer.number",
		`{"numerator":1}`:               "denominator answer.missing",
		`{"denominator":1}`:             "numerator answer.missing",
		`{"occurrences":{}}`:            "occurrences answer.list",
		`{"occurrences":[{"kind":1}]}`:  "occurrences[0].kind answer.text",
		`{"occurrences":[{"what":""}]}`: "occurrences[0].what answer.unknown-member",
		`{"counts":{"a":0.5}}`:          "counts.a answer.whole-number",
		`{"notApplicable":true}`:        "notApplicable answer.text",
		`{"verdict":"pass","note":7}`:   "note answer.text",
		`{"level":1,"evidence":[7]}`:    "evidence[0] answer.text",
	} {
		var a checklists.Answer
		t.Run(form, func(t *testing.T) { checktest.WantProblems(t, json.Unmarshal([]byte(form), &a), want) })
	}
}

func TestAnswersJSON(t *testing.T) {
	var got checklists.Answers
	err := json.Unmarshal([]byte(`{"HS001":{"level":1},"HS002":{"level":"x"},"HS001":{}}`), &got)
	checktest.WantProblems(t, err, "HS002.level answer.whole-number", "HS001 answer.twice")
}

func TestCheckFor(t *testing.T) {
	e := checktest.Reference(t)
	long := strings.Repeat("长", checklists.MaxNote+1)
	for _, test := range []struct {
		name, uid, tier, answer string
		want                    []string
	}{
		{"pass", "HS038", "district", `{"verdict":"fail"}`, nil},
		{"graded", "HS078", "community", `{"level":3}`, nil},
		{"too high a level", "HS078", "community", `{"level":4}`, []string{"level answer.level"}},
		{"below", "HS078", "community", `{"level":-1}`, []string{"level answer.level"}},
		{"other method", "HS078", "community", `{"verdict":"pass"}`,
			[]string{"verdict answer.kind"}},
		{"unscored", "HG01", "community", `{"level":3}`, []string{" answer.not-on-checklist"}},
		{"other tier", "HS071", "community", `{"level":3}`,
			[]string{" answer.not-on-checklist"}},
		{"all", "HS005", "district", `{"numerator":5,"denominator":5}`, nil},
		{"none", "HS005", "district", `{"numerator":0,"denominator":1}`, nil},
		{"more than all", "HS005", "district", `{"numerator":6,"denominator":5}`,
			[]string{"numerator answer.numerator"}},
		{"of nothing", "HS005", "district", `{"numerator":0,"denominator":0}`,
			[]string{"denominator answer.denominator"}},
		{"negative", "HS005", "district", `{"numerator":-1,"denominator":5}`,
			[]string{"numerator answer.negative"}},
		{"counts", "HS036", "district", `{"counts":{"a":100000,"b":0}}`, nil},
		{"bad counts", "HS036", "district", `{"counts":{"a":100001,"b":-1,"z":1}}`,
			[]string{"counts.a answer.count", "counts.b answer.count",
				"counts.z answer.occurrence-kind"}},
		{"bad occurrences", "HS036", "district",
			`{"occurrences":[{"id":"1","kind":"z"},{"id":"1","kind":"a"},{"kind":"a"}]}`,
			[]string{"occurrences[0].kind answer.occurrence-kind",
				"occurrences[1].id answer.occurrence-twice",
				"occurrences[2].id answer.occurrence-id"}},
		{"no reason", "HS036", "district", `{"notApplicable":"  "}`,
			[]string{"notApplicable answer.reason"}},
		{"veto", "HS038", "district", `{"notApplicable":"x"}`,
			[]string{"notApplicable answer.veto"}},
		{"long note", "HS078", "district", `{"level":1,"note":"` + long + `"}`,
			[]string{"note answer.too-long"}},
		{"evidence", "HS078", "district", `{"level":1,"evidence":["AB","` + string(sha) + `"]}`,
			[]string{"evidence[0] answer.sha256"}},
		{"much evidence", "HS078", "district",
			`{"level":1,"evidence":["` + strings.Repeat(string(sha)+`","`, 100) + string(sha) + `"]}`,
			[]string{"evidence answer.too-many"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			c, ok := e.Clause(standard.ClauseUID(test.uid))
			tier, err := standard.ParseTier(test.tier)
			if !ok || err != nil {
				t.Fatal(ok, err)
			}
			var a checklists.Answer
			if err := json.Unmarshal([]byte(test.answer), &a); err != nil {
				t.Fatal(err)
			}
			checktest.WantProblems(t, a.CheckFor(c, tier), test.want...)
		})
	}
}
