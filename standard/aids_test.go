package standard_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"hallmark/fixtures"
	"hallmark/standard"
	"hallmark/standard/yaml"
)

// TestAidsNameThePlace holds that every problem of a file with aids says where it is.
func TestAidsNameThePlace(t *testing.T) {
	e, err := fixtures.Edition2017()
	if err != nil {
		t.Fatal(err)
	}
	many := slices.Repeat([]string{"句"}, standard.MaxPhrases+1)
	for i := range many {
		many[i] += strings.Repeat("子", i)
	}
	for name, c := range map[string]struct {
		aids       []standard.Aid
		path, code string
	}{
		"unknown":  {[]standard.Aid{{Clause: "HS999"}}, "clauses[0].clause", "aid.clause"},
		"twice":    {[]standard.Aid{{Clause: "HS001"}, {Clause: "HS001"}}, "clauses[1].clause", "aid.twice"},
		"many":     {[]standard.Aid{{Clause: "HS001", Phrases: many}}, "clauses[0].phrases", "aid.many"},
		"long":     {[]standard.Aid{{Clause: "HS001", Synonyms: []string{strings.Repeat("长", 21)}}}, "clauses[0].synonyms[0]", "aid.long"},
		"same":     {[]standard.Aid{{Clause: "HS001", Phrases: []string{"脏", "脏"}}}, "clauses[0].phrases[1]", "aid.same"},
		"unseen":   {[]standard.Aid{{Clause: "HS001", Phrases: []string{"\u200b"}}}, "clauses[0].phrases[0]", "empty"},
		"lines":    {[]standard.Aid{{Clause: "HS001", Phrases: []string{"一\n二"}}}, "clauses[0].phrases[0]", "aid.line"},
		"the hint": {[]standard.Aid{{Clause: "HS001", Hint: strings.Repeat("长", 301)}}, "clauses[0].hint", "aid.long"},
	} {
		var invalid *standard.InvalidError
		if err := standard.CheckAids(c.aids, e); !errors.As(err, &invalid) ||
			len(invalid.Problems) != 1 || invalid.Problems[0].Path != c.path ||
			invalid.Problems[0].Code != c.code {
			t.Errorf("%s: %v, want %s at %s", name, err, c.code, c.path)
		}
	}
	_, err = yaml.ParseAids(strings.NewReader("clauses:\n  - clause: HS001\n    phrase: [脏]\n"))
	var invalid *standard.InvalidError
	if !errors.As(err, &invalid) || invalid.Problems[0].Line != 3 {
		t.Errorf("a misspelt member: %v, want line 3", err)
	}
}
