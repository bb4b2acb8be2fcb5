package standard_test

import (
	"encoding/json"
	"testing"

	"hallmark/standard"
)

func TestInvalidAmendments(t *testing.T) {
	text := asJSON(t, sheetFile)
	for name, test := range map[string]struct {
		spoil func(d tree, items []any)
		want  []string
	}{
		"the reference": {func(tree, []any) {}, nil},
		"digests": {func(d tree, _ []any) {
			digest := d.at(t, "amendment", "digest")
			digest["base"], digest["result"] = "714D", ""
		}, []string{"amendment.digest.base digest", "amendment.digest.result digest"}},
		"dates": {func(d tree, _ []any) { d.at(t, "amendment")["effective"] = "2022-7-1" },
			[]string{"amendment.effective date"}},
		"result is the base": {func(d tree, _ []any) {
			d.at(t, "amendment")["result_edition"] = "2017"
		}, []string{"amendment.result_edition edition-same"}},
		"counts": {func(d tree, _ []any) { d.at(t, "amendment", "counts")["add"] = number("3") },
			[]string{"amendment.counts.add count"}},
		"no items": {func(d tree, _ []any) {
			d["items"] = []any{}
			delete(d.at(t, "amendment"), "counts")
		}, []string{"items empty"}},
		"sequence": {func(d tree, items []any) {
			d.at(t, "items", 1)["seq"], d.at(t, "items", 2)["seq"] = number("3"), number("2")
		}, []string{"items[1].seq sequence", "items[2].seq sequence"}},
		"label twice": {func(d tree, _ []any) { d.at(t, "items", 1)["label"] = "一、" },
			[]string{"items[1].label duplicate"}},
		"unknown operation": {func(d tree, _ []any) { d.at(t, "items", 0)["op"] = "rewrite" },
			[]string{"items[0].op choice"}},
		"replacement without its fields": {func(d tree, items []any) {
			i := d.at(t, "items", 2)
			delete(i, "uid")
			delete(i, "before")
		}, []string{"items[2].uid missing", "items[2].before missing"}},
		"other fields before and after": {func(d tree, _ []any) {
			delete(d.at(t, "items", 2, "before"), "text")
			delete(d.at(t, "items", 2, "after"), "method")
		}, []string{"items[2].after.method missing", "items[2].before.text missing"}},
		"a field that no clause has": {func(d tree, _ []any) {
			d.at(t, "items", 2, "before")["colour"] = "a"
			d.at(t, "items", 2, "after")["colour"] = "b"
		}, []string{"items[2].before.colour unknown-field", "items[2].after.colour unknown-field"}},
		"a uid that changes": {func(d tree, _ []any) {
			d.at(t, "items", 2, "before")["uid"] = "HS001"
			d.at(t, "items", 2, "after")["uid"] = "HS999"
		}, []string{"items[2].after.uid uid-change"}},
		"nothing changes": {func(d tree, _ []any) {
			i := d.at(t, "items", 10)
			i["before"] = i["after"]
		}, []string{"items[10].after no-change"}},
		"before is no object": {func(d tree, _ []any) { d.at(t, "items", 2)["before"] = "text" },
			[]string{"items[2].before type-struct"}},
		"a number that no decimal holds": {func(d tree, _ []any) {
			d.at(t, "items", 2, "after", "method", "target")["district"] = number("1e400")
		}, []string{"items[2].after.method.target.district number-range"}},
		"an added clause is checked": {func(d tree, _ []any) {
			c := d.at(t, "items", 7, "after")
			c["modality"], c["uid"] = "必", "HS134"
			delete(c["points"].(map[string]any), "district")
		}, []string{"items[7].after.modality choice", "items[7].after.points.district missing",
			"items[7].after.uid item-other"}},
		"an added clause without a title": {func(d tree, _ []any) {
			delete(d.at(t, "items", 7, "after"), "title")
		}, []string{"items[7].after.title missing"}},
		"deletion without numbering": {func(d tree, _ []any) {
			delete(d.at(t, "items", 5), "numbering")
		}, []string{"items[5].numbering missing"}},
		"deletion with unknown numbering": {func(d tree, _ []any) {
			d.at(t, "items", 5)["numbering"] = "lost"
		}, []string{"items[5].numbering choice"}},
		"retired, yet renumbered": {func(d tree, _ []any) {
			d.at(t, "items", 5)["renumber"] = []any{
				object("uid", "HS016", "from", "6.1.3", "to", "6.1.2"),
			}
		}, []string{"items[5].renumber renumber-retired"}},
		"deletion with after": {func(d tree, _ []any) {
			d.at(t, "items", 5)["after"] = object("title", "x")
		}, []string{"items[5].after item-field"}},
		"numbering of a replacement": {func(d tree, _ []any) {
			d.at(t, "items", 2)["numbering"] = "retired"
		}, []string{"items[2].numbering item-field"}},
		"unknown grade": {func(d tree, _ []any) { d.at(t, "items", 2)["grade"] = "worse" },
			[]string{"items[2].grade choice"}},
		"transition without a day": {func(d tree, _ []any) {
			d.at(t, "items", 2, "transition")["until"] = ""
		}, []string{"items[2].transition.until date"}},
		"term of another number": {func(d tree, _ []any) {
			d.at(t, "items", 1, "after")["code"] = "3.14"
		}, []string{"items[1].after.code item-other"}},
		"term from nothing to nothing": {func(d tree, _ []any) {
			delete(d.at(t, "items", 1), "after")
		}, []string{"items[1].after missing"}},
		"weights of one tier only": {func(d tree, _ []any) {
			delete(d.at(t, "items", 14, "after", "5"), "district")
		}, []string{"items[14].after.5.district missing"}},
		"weights of other chapters": {func(d tree, _ []any) {
			delete(d.at(t, "items", 14, "before"), "5")
		}, []string{"items[14].before.5 missing"}},
		"front matter elsewhere": {func(d tree, _ []any) {
			d.at(t, "items", 0)["target"] = "standard.number"
		}, []string{"items[0].target choice"}},
		"references that are no list": {func(d tree, _ []any) {
			d.at(t, "items", 0)["after"] = "GB 1"
		}, []string{"items[0].after type-slice"}},
		"renumbering to nowhere": {func(d tree, _ []any) {
			d.at(t, "items", 8, "renumber", 0)["to"] = nil
		}, []string{"items[8].renumber[0].to missing"}},
		"code map": {func(d tree, _ []any) {
			d.at(t, "code_map", 0)["to"] = nil
			d.at(t, "code_map", 2)["to"] = "9.2.4"
			d.at(t, "code_map", 3)["uid"] = "HS065"
		}, []string{"code_map[0].from missing", "code_map[2].to no-change",
			"code_map[3].uid duplicate"}},
	} {
		t.Run(name, func(t *testing.T) {
			d := treeOf(t, text)
			test.spoil(d, d["items"].([]any))
			_, err := standard.AmendmentFromTree(map[string]any(d))
			wantProblems(t, err, test.want...)
		})
	}
}

// TestAmendmentSurvivesJSON keeps a stored sheet applicable.
func TestAmendmentSurvivesJSON(t *testing.T) {
	text, err := json.Marshal(sheetXG1(t))
	if err != nil {
		t.Fatal(err)
	}
	a, err := standard.AmendmentFromTree(map[string]any(treeOf(t, text)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := standard.Apply(reference(t), a); err != nil {
		t.Error(err)
	}
}
