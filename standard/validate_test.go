package standard_test

import (
	"testing"

	"hallmark/standard"
)

func TestReferenceEditionIsValid(t *testing.T) {
	_, err := standard.FromTree(map[string]any(treeOf(t, asJSON(t, editionFile))))
	wantProblems(t, err)
}

// TestInvalidEditions spoils the reference edition in one way each and asks for every problem that
// follows, and no other.
func TestInvalidEditions(t *testing.T) {
	text := asJSON(t, editionFile)
	for name, test := range map[string]struct {
		spoil func(d tree)
		want  []string
	}{
		"uid twice": {func(d tree) { d.clause(t, "5.1.2")["uid"] = "HS001" },
			[]string{"clauses[6].uid duplicate"}},
		"number twice": {func(d tree) { d.clause(t, "5.1.2")["code"] = "5.1.1" },
			[]string{"clauses[6].code duplicate"}},
		"numbers out of order": {func(d tree) { d.clause(t, "5.1.2")["code"] = "5.1.9" },
			[]string{"clauses[7].code order"}},
		"a gap is no problem": {func(d tree) {
			d.clause(t, "5.1.4")["code"] = "5.1.9"
		}, []string{}},
		"number is none": {func(d tree) {
			d.clause(t, "5.1.1")["code"] = "5.01"
		}, []string{"clauses[5].code number-form"}},
		"not below its chapter": {func(d tree) { d.clause(t, "5.1.1")["chapter"] = number("6") },
			[]string{"clauses[5].code code-parent"}},
		"not below its section": {func(d tree) { d.clause(t, "5.1.1")["section"] = "5.2" },
			[]string{"clauses[5].code code-parent"}},
		"unknown chapter": {func(d tree) { d.clause(t, "5.1.1")["chapter"] = number("15") },
			[]string{"clauses[5].chapter chapter-unknown"}},
		"unknown section": {func(d tree) { d.clause(t, "5.1.1")["section"] = "5.9" },
			[]string{"clauses[5].section section-unknown"}},
		"scored in an unscored chapter": {func(d tree) {
			d.at(t, "chapters", 4)["scored"] = false
			d["clauses"] = d["clauses"].([]any)[:7]
			delete(d.at(t, "standard"), "counts")
		}, []string{"chapters[4].weight chapter-unscored", "chapters weight-sum",
			"chapters weight-sum", "chapters weight-sum", "clauses[5].scored clause-chapter",
			"clauses[6].scored clause-chapter"}},

		"negative points": {func(d tree) { set(d.clause(t, "5.1.1"), "points", "district", "-1") },
			[]string{"clauses[5].points.district range"}},
		"points of three decimals": {func(d tree) {
			set(d.clause(t, "5.1.1"), "points", "district", "1.005")
		}, []string{"clauses[5].points.district decimals"}},
		"points missing for a tier": {func(d tree) {
			delete(d.clause(t, "5.1.1")["points"].(map[string]any), "community")
		}, []string{"clauses[5].points.community missing"}},
		"points for another tier": {func(d tree) {
			set(d.clause(t, "5.1.2"), "points", "district", "1")
		}, []string{"clauses[6].points.district tier-extra"}},
		"points and bonus": {func(d tree) {
			d.clause(t, "5.1.1")["bonus_points"] = object("district", number("1"))
		}, []string{"clauses[5].bonus_points points-both"}},
		"neither points nor bonus": {func(d tree) { delete(d.clause(t, "5.1.1"), "points") },
			[]string{"clauses[5].points missing"}},
		"no method": {func(d tree) { delete(d.clause(t, "5.1.1"), "method") },
			[]string{"clauses[5].method missing"}},
		"unscored with all": {func(d tree) {
			c := d.clause(t, "4.1")
			c["veto"], c["key"] = true, true
			c["points"] = object("district", number("1"))
			c["method"] = object("type", "pass_fail", "pass_if", "有")
		}, []string{"clauses[0].points clause-unscored", "clauses[0].veto clause-unscored",
			"clauses[0].key clause-unscored", "clauses[0].method clause-unscored"}},
		"veto on a measured clause": {func(d tree) { d.clause(t, "5.1.1")["veto"] = true },
			[]string{"clauses[5].veto veto-method", "standard.counts.veto count"}},
		"no tiers": {func(d tree) { d.clause(t, "4.1")["tiers"] = []any{} },
			[]string{"clauses[0].tiers empty"}},
		"tier twice": {func(d tree) { d.clause(t, "4.1")["tiers"] = []any{"district", "district"} },
			[]string{"clauses[0].tiers[1] twice"}},
		"tier without scored clauses": {func(d tree) {
			d["clauses"] = d["clauses"].([]any)[:5]
			delete(d.at(t, "standard"), "counts")
		}, []string{"clauses tier-empty", "clauses tier-empty", "clauses tier-empty"}},

		"higher is better, target below": {func(d tree) {
			set(method(d, t, "5.1.1"), "zero_at", "district", "4000")
		}, []string{"clauses[5].method.target.district threshold-above"}},
		"lower is better, target above": {func(d tree) {
			set(method(d, t, "5.1.3"), "zero_at", "community", "1")
		}, []string{"clauses[7].method.target.community threshold-below"}},
		"equal thresholds": {func(d tree) {
			set(method(d, t, "5.1.1"), "zero_at", "district", "3000")
		}, []string{"clauses[5].method.target.district threshold-equal"}},
		"threshold missing for a tier": {func(d tree) {
			delete(method(d, t, "5.1.1")["target"].(map[string]any), "community")
		}, []string{"clauses[5].method.target.community missing"}},
		"threshold for another tier": {func(d tree) { set(method(d, t, "5.1.2"), "x", "", "") },
			[]string{"clauses[6].method.x unknown-field"}},
		"ratio above one": {func(d tree) {
			set(method(d, t, "5.2.1"), "target", "district", "1.1")
		}, []string{"clauses[9].method.target.district range"}},
		"part of a sample": {func(d tree) {
			set(method(d, t, "5.2.1"), "min_sample", "district", "1.5")
		}, []string{"clauses[9].method.min_sample.district whole"}},
		"negative sample": {func(d tree) {
			set(method(d, t, "5.2.1"), "min_sample", "district", "-1")
		}, []string{"clauses[9].method.min_sample.district range"}},
		"unknown direction": {func(d tree) { method(d, t, "5.1.1")["better"] = "more" },
			[]string{"clauses[5].method.better choice"}},
		"a level too many": {func(d tree) {
			method(d, t, "5.1.2")["levels"].(map[string]any)["4"] = "好"
		}, []string{"clauses[6].method.levels levels"}},
		"a level too few": {func(d tree) {
			delete(method(d, t, "5.1.2")["levels"].(map[string]any), "2")
		}, []string{"clauses[6].method.levels.2 empty"}},
		"a field of another method": {func(d tree) { method(d, t, "5.1.2")["pass_if"] = "有" },
			[]string{"clauses[6].method.pass_if method-field"}},
		"a method without its fields": {func(d tree) {
			d.clause(t, "5.1.2")["method"] = object("type", "ratio")
		}, []string{"clauses[6].method.numerator missing", "clauses[6].method.denominator missing",
			"clauses[6].method.target missing", "clauses[6].method.zero_at missing"}},
		"unknown method": {func(d tree) {
			d.clause(t, "5.1.2")["method"] = object("type", "guess")
		}, []string{"clauses[6].method.type choice"}},
		"occurrence twice, free and too fine": {func(d tree) {
			list := method(d, t, "7.3.1")["occurrences"].([]any)
			list[1].(map[string]any)["id"] = "a"
			list[1].(map[string]any)["deduct"] = number("0")
			list[2].(map[string]any)["deduct"] = number("0.125")
		}, []string{"clauses[40].method.occurrences[1].deduct positive",
			"clauses[40].method.occurrences[1].id twice",
			"clauses[40].method.occurrences[2].deduct decimals"}},
		"floor above zero": {func(d tree) { method(d, t, "7.3.1")["floor"] = number("1") },
			[]string{"clauses[40].method.floor floor"}},

		"closed sets": {func(d tree) {
			c := d.clause(t, "5.1.1")
			c["modality"], c["duty_holder"], c["dimension"] = "须", "nobody", "speed"
			c["evidence"] = []any{"photo", "rumour"}
		}, []string{"clauses[5].modality choice", "clauses[5].duty_holder choice",
			"clauses[5].dimension choice", "clauses[5].evidence[1] choice"}},
		"verb of another modality": {func(d tree) { d.clause(t, "5.1.1")["verb"] = "宜" },
			[]string{"clauses[5].verb choice", "clauses[5].text verb"}},
		"text without its verb": {func(d tree) { d.clause(t, "5.1.1")["text"] = "大厅宽敞。" },
			[]string{"clauses[5].text verb"}},
		"words that are no provisions": {func(d tree) {
			d.clause(t, "5.1.1")["text"] = "大厅应宽敞,必须明亮,不得吸烟。"
			d.clause(t, "5.2.1")["items"].([]any)[0].(map[string]any)["text"] = "需要设分区;"
		}, []string{"clauses[5].text word", "clauses[5].text word",
			"clauses[9].items[0].text word"}},
		"list label twice": {func(d tree) {
			d.clause(t, "5.2.1")["items"].([]any)[1].(map[string]any)["label"] = "a"
		}, []string{"clauses[9].items[1].label twice"}},
		"says nothing": {func(d tree) { d.clause(t, "5.1.1")["title"] = " " },
			[]string{"clauses[5].title empty"}},
		"uid with a dot": {func(d tree) { d.clause(t, "5.1.1")["uid"] = "HS.1" },
			[]string{"clauses[5].uid name-form"}},
		"control character": {func(d tree) { d.clause(t, "5.1.1")["title"] = "大厅\x00面积" },
			[]string{"clauses[5].title control"}},
		"text that runs backwards": {func(d tree) { d.clause(t, "5.1.1")["title"] = "大厅\u202e面积" },
			[]string{"clauses[5].title control"}},
		"broken UTF-8": {func(d tree) { d.clause(t, "5.1.1")["title"] = "大厅\xff" },
			[]string{"clauses[5].title control"}},
		"noncharacter": {func(d tree) { d.clause(t, "5.1.1")["title"] = "大厅\ufffe" },
			[]string{"clauses[5].title control"}},
		"carriage return": {func(d tree) { d.clause(t, "5.1.1")["title"] = "大厅\r\n面积" },
			[]string{"clauses[5].title control"}},
		"long text and HTML are fine": {func(d tree) {
			long := make([]byte, 200_000)
			for i := range long {
				long[i] = '<'
			}
			d.clause(t, "5.1.1")["text"] = "应<script>alert(1)</script>&amp;\n" + string(long)
		}, []string{}},

		"weight missing": {func(d tree) { delete(d.at(t, "chapters", 4, "weight"), "district") },
			[]string{"chapters[4].weight.district missing", "chapters weight-sum"}},
		"weight zero": {func(d tree) { d.at(t, "chapters", 4, "weight")["district"] = number("0") },
			[]string{"chapters[4].weight.district positive", "chapters weight-sum"}},
		"weights of more than a double's whole range": {func(d tree) {
			for i := 4; i < 14; i++ {
				d.at(t, "chapters", i, "weight")["district"] = number("900000000000000")
			}
		}, []string{"chapters weight-sum"}},
		"chapters out of order": {func(d tree) { d.at(t, "chapters", 0)["number"] = number("20") },
			[]string{"chapters[1].number order"}},
		"chapter twice": {func(d tree) { d.at(t, "chapters", 1)["number"] = number("1") },
			[]string{"chapters[1].number duplicate"}},
		"section of no chapter": {func(d tree) {
			d["sections"] = append(d["sections"].([]any), object("code", "20.1", "title", "无"))
		}, []string{"sections[36].code chapter-unknown"}},
		"term twice": {func(d tree) { d.at(t, "terms", 1)["term"] = "政务大厅" },
			[]string{"terms[1].term duplicate"}},

		"grades not descending": {func(d tree) {
			d.at(t, "scoring", "grades", 1)["min"] = number("90")
		}, []string{"scoring.grades[1].min grade-order"}},
		"lowest grade above zero": {func(d tree) {
			d.at(t, "scoring", "grades", 3)["min"] = number("1")
		}, []string{"scoring.grades[3].min grade-lowest"}},
		"stars not descending": {func(d tree) {
			d.at(t, "scoring", "stars", 2)["min"] = number("99")
		}, []string{"scoring.stars[2].min grade-order"}},
		"cap to no grade": {func(d tree) { d.at(t, "scoring", "caps", 1)["max_grade"] = "一般" },
			[]string{"scoring.caps[1].max_grade grade-unknown"}},
		"cap for no rule": {func(d tree) { d.at(t, "scoring", "caps", 1)["when"] = "下雨" },
			[]string{"scoring.caps[1].when choice"}},
		"another total": {func(d tree) { d.at(t, "scoring")["total"] = number("120") },
			[]string{"scoring.total total"}},

		"counts that are not so": {func(d tree) {
			d.at(t, "standard", "counts")["clauses"] = number("135")
			d.at(t, "standard", "counts", "scored_per_tier")["district"] = number("1")
		}, []string{"standard.counts.clauses count",
			"standard.counts.scored_per_tier.district count"}},
		"a day that is none": {func(d tree) { d.at(t, "standard")["issued"] = "2017-02-30" },
			[]string{"standard.issued date"}},
		"unknown status": {func(d tree) { d.at(t, "standard")["status"] = "final" },
			[]string{"standard.status choice"}},
		"tier not described": {func(d tree) {
			s := d.at(t, "standard")
			s["tiers"] = s["tiers"].([]any)[:2]
		}, []string{"standard.tiers tier-undescribed"}},
		"too many clauses": {func(d tree) {
			list := make([]any, standard.MaxItems+1)
			for i := range list {
				list[i] = d.clause(t, "4.1")
			}
			d["clauses"] = list
		}, []string{"clauses too-many"}},
	} {
		t.Run(name, func(t *testing.T) {
			d := treeOf(t, text)
			test.spoil(d)
			_, err := standard.FromTree(map[string]any(d))
			wantProblems(t, err, test.want...)
		})
	}
}

// TestAllProblemsAtOnce asks for the places of faults in far parts of one document.
func TestAllProblemsAtOnce(t *testing.T) {
	d := treeOf(t, asJSON(t, editionFile))
	d.at(t, "standard")["issued"] = "soon"
	d.at(t, "scoring", "caps", 0)["max_grade"] = "?"
	d.at(t, "terms", 0)["definition"] = ""
	d.clause(t, "14.4.3")["uid"] = ""
	_, err := standard.FromTree(map[string]any(d))
	wantProblems(t, err, "standard.issued date", "scoring.caps[0].max_grade grade-unknown",
		"terms[0].definition empty", "clauses[135].uid name-form")
}

func TestWrongForms(t *testing.T) {
	text := asJSON(t, editionFile)
	d := treeOf(t, text)
	c := d.clause(t, "5.1.1")
	c["code"], c["chapter"], c["tiers"] = number("5.1"), number("5.5"), "district"
	c["scored"] = "yes"
	c["refs"], c["method"], c["colour"] = []any{true}, []any{}, "red"
	set(c, "points", "village", "1")
	set(c, "points", "district", "0x10")
	delete(c, "title")
	d["scoring"] = nil
	_, err := standard.FromTree(map[string]any(d))
	wantProblems(t, err, "scoring missing", "clauses[5].code type-string",
		"clauses[5].chapter type-int",
		"clauses[5].title missing", "clauses[5].tiers type-slice", "clauses[5].scored type-bool",
		"clauses[5].points.district number-range", "clauses[5].points.village tier",
		"clauses[5].method type-struct", "clauses[5].refs[0] type-string",
		"clauses[5].colour unknown-field")
	if _, err := standard.FromTree("an edition"); err == nil {
		t.Error("a text was taken for an edition")
	}
}

func method(d tree, t testing.TB, code string) map[string]any {
	return d.clause(t, code)["method"].(map[string]any)
}

// set puts a number into an object of a clause or method; an empty name sets the field itself.
func set(m map[string]any, field, name, value string) {
	if name == "" {
		m[field] = value
		return
	}
	m[field].(map[string]any)[name] = number(value)
}
