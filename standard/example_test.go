package standard_test

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"hallmark/standard"
	"hallmark/standard/yaml"
)

// A document is refused with all of its problems and their places.
func ExampleParse() {
	_, err := standard.Parse(strings.NewReader(`{
		"standard": {}, "scoring": {}, "chapters": [], "sections": [], "terms": [],
		"front_matter": {"scope": 5, "normative_references": []},
		"clauses": [{"uid": "HS001", "points": {"district": 0.12345678}}]}`))
	var invalid *standard.InvalidError
	if errors.As(err, &invalid) {
		for _, p := range invalid.Problems[len(invalid.Problems)-5:] {
			fmt.Println(p.Path, p.Code)
		}
	}
	// Output:
	// clauses[0].modality missing
	// clauses[0].tiers missing
	// clauses[0].scored missing
	// clauses[0].points.district number-range
	// clauses[0].veto missing
}

// The first amendment of the reference edition raises the floor area of community halls.
func ExampleApply() {
	base, err := os.Open("../fixtures/edition-2017.yaml")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer base.Close()
	sheet, err := os.Open("../fixtures/amendment-XG1.yaml")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer sheet.Close()

	before, err := yaml.Parse(base)
	if err != nil {
		fmt.Println(err)
		return
	}
	amendment, err := yaml.ParseAmendment(sheet)
	if err != nil {
		fmt.Println(err)
		return
	}
	after, err := standard.Apply(before, amendment)
	if err != nil {
		fmt.Println(err)
		return
	}
	clause, _ := after.Clause("HS001")
	target, _ := clause.Method.Target.Get(standard.Community)
	fmt.Println(after.ID(), after.Digest().Short())
	fmt.Println(clause.Code, clause.Title, target, clause.Method.Unit)

	_, err = standard.Apply(after, amendment)
	fmt.Println(err)
	// Output:
	// 2017+XG1 c9e63a7c9eb2
	// 5.1.1 大厅使用面积 80 m2
	// amendment.id: the amendment XG1 is applied already
}
