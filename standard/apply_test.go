package standard_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hallmark/standard"
	"hallmark/standard/message"
)

func TestApplyXG1(t *testing.T) {
	base := reference(t)
	before := jsonOf(t, base)
	e, err := standard.Apply(base, sheetXG1(t))
	if err != nil {
		t.Fatal(err)
	}
	if jsonOf(t, base) != before || base.Digest() != reference(t).Digest() {
		t.Error("the base has changed")
	}
	m := e.Standard
	if m.Edition != "2017+XG1" || m.Effective != "2022-07-01" || m.Issued != "2017-12-20" ||
		m.Number != base.Standard.Number || m.Status != standard.Published {
		t.Errorf("cover: %+v", m)
	}
	want := standard.Counts{Clauses: 136, Scored: 131, Unscored: 5, Veto: 7, Key: 11,
		ScoredPerTier: map[standard.Tier]int{standard.District: 120, standard.Subdistrict: 123,
			standard.Community: 105}}
	if d := cmp.Diff(want, m.Counts); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"XG1"}, m.Amendments); d != "" {
		t.Error(d)
	}
	var order []string
	for _, c := range e.Clauses {
		if strings.HasPrefix(c.Code, "9.2.") || strings.HasPrefix(c.Code, "6.1.") {
			order = append(order, string(c.UID)+" "+c.Code)
		}
	}
	if d := cmp.Diff([]string{"HS014 6.1.1", "HS016 6.1.3", "HS017 6.1.4", "HS062 9.2.1",
		"HS063 9.2.2",
		"HS064 9.2.3", "HS133 9.2.4", "HS065 9.2.5", "HS066 9.2.6"}, order); d != "" {
		t.Error(d)
	}
	if last := e.Terms[len(e.Terms)-1]; last.Code != "3.13" ||
		len(e.FrontMatter.NormativeReferences) != 10 {
		t.Errorf("last term %s, references %v", last.Code, e.FrontMatter.NormativeReferences)
	}
	chapter, _ := e.Chapter(13)
	if w, _ := chapter.Weight.Get(standard.District); w != standard.NewDecimal(8, 0) {
		t.Errorf("weight of chapter 13: %s", w)
	}
	if _, there := e.Clause("HS015"); there {
		t.Error("HS015 is still there")
	}
	if n := len(e.Checklist(standard.Community)); n != 105 {
		t.Errorf("%d clauses for community halls", n)
	}
}

func jsonOf(t testing.TB, e *standard.Edition) string {
	t.Helper()
	var b strings.Builder
	if err := e.WriteJSON(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestApplyRefuses spoils the sheet in one way each and asks for the place and both texts.
func TestApplyRefuses(t *testing.T) {
	text := asJSON(t, sheetFile)
	base := reference(t)
	const digest = "0000000000000000000000000000000000000000000000000000000000000000"
	for name, test := range map[string]struct {
		spoil func(d tree)
		want  standard.ApplyError
	}{
		"another standard": {func(d tree) { d.at(t, "amendment")["standard_id"] = "parks" },
			standard.ApplyError{Path: "amendment.standard_id", Code: "apply-base", Want: "parks",
				Have: "hall-onsite-service"}},
		"another edition": {func(d tree) { d.at(t, "amendment")["base_edition"] = "2012" },
			standard.ApplyError{Path: "amendment.base_edition", Code: "apply-base", Want: "2012",
				Have: "2017"}},
		"other clauses": {func(d tree) { d.at(t, "amendment", "digest")["base"] = digest },
			standard.ApplyError{Path: "amendment.digest.base", Code: "apply-base-digest",
				Want: digest, Have: string(base.Digest())}},
		"another result": {func(d tree) { d.at(t, "amendment", "digest")["result"] = digest },
			standard.ApplyError{Path: "amendment.digest.result", Code: "apply-result-digest",
				Want: digest,
				Have: "c9e63a7c9eb2fdc2e9545a9f30e09e419040a5ec93dcaeb1604e66941a380b70"}},
		"unknown clause": {func(d tree) { d.at(t, "items", 2)["uid"] = "HS999" },
			standard.ApplyError{Seq: 3, Label: "三、", Path: "items[2].uid",
				Code: "apply-uid-unknown", Args: []any{"HS999"}}},
		"another number": {func(d tree) { d.at(t, "items", 2)["code"] = "5.1.2" },
			standard.ApplyError{Seq: 3, Label: "三、", Path: "items[2].code", Code: "apply-code",
				Want: "5.1.2", Have: "5.1.1"}},
		"another text": {func(d tree) { d.at(t, "items", 10, "before")["title"] = "评价" },
			standard.ApplyError{Seq: 11, Label: "十一、", Path: "items[10].before.title",
				Code: "apply-before", Want: "评价", Have: "评价真实性"}},
		"other points": {func(d tree) {
			d.at(t, "items", 13, "before", "points")["community"] = number("1.5")
		}, standard.ApplyError{Seq: 14, Label: "十四、", Path: "items[13].before.points",
			Code: "apply-before",
			Want: `{"community":1.5,"district":1,"subdistrict":1}`,
			Have: `{"community":1,"district":1,"subdistrict":1}`}},
		"a field that is not there": {func(d tree) {
			i := d.at(t, "items", 10)
			i["before"].(map[string]any)["condition"] = "雨天"
			i["after"].(map[string]any)["condition"] = nil
		}, standard.ApplyError{Seq: 11, Label: "十一、", Path: "items[10].before.condition",
			Code: "apply-before", Want: "雨天"}},
		"another text of a deleted clause": {func(d tree) {
			d.at(t, "items", 5, "before")["modality"] = "宜"
		}, standard.ApplyError{Seq: 6, Label: "六、", Path: "items[5].before.modality",
			Code: "apply-before", Want: "宜", Have: "应"}},
		"an addition that exists": {func(d tree) {
			d.at(t, "items", 7)["uid"], d.at(t, "items", 7, "after")["uid"] = "HS001", "HS001"
		}, standard.ApplyError{Seq: 8, Label: "八、", Path: "items[7].uid",
			Code: "apply-uid-taken", Args: []any{"HS001"}}},
		"a number that is taken": {func(d tree) {
			d.at(t, "items", 7)["code"], d.at(t, "items", 7, "after")["code"] = "8.3.5", "8.3.5"
		}, standard.ApplyError{Seq: 8, Label: "八、", Path: "items[7].code",
			Code: "apply-code-taken", Args: []any{"8.3.5", "HS056"}}},
		"numbers not moved": {func(d tree) { delete(d.at(t, "items", 9), "renumber") },
			standard.ApplyError{Seq: 10, Label: "十、", Path: "items[9].renumber",
				Code: "apply-gap", Args: []any{"11.3.4"}}},
		"number moved from elsewhere": {func(d tree) {
			d.at(t, "items", 8, "renumber", 1)["from"] = "9.2.7"
		}, standard.ApplyError{Seq: 9, Label: "九、", Path: "items[8].renumber[1].from",
			Code: "apply-code", Want: "9.2.7", Have: "9.2.5"}},
		"number moved of nobody": {func(d tree) {
			d.at(t, "items", 8, "renumber", 1)["uid"] = "HS998"
		}, standard.ApplyError{Seq: 9, Label: "九、", Path: "items[8].renumber[1].uid",
			Code: "apply-uid-unknown", Args: []any{"HS998"}}},
		"no successor": {func(d tree) { d.at(t, "items", 5)["superseded_by"] = "HS999" },
			standard.ApplyError{Seq: 6, Label: "六、", Path: "items[5].superseded_by",
				Code: "apply-superseded", Args: []any{"HS999"}}},
		"a term that exists": {func(d tree) {
			d.at(t, "items", 1)["code"], d.at(t, "items", 1, "after")["code"] = "3.2", "3.2"
		}, standard.ApplyError{Seq: 2, Label: "二、", Path: "items[1].code",
			Code: "apply-term-taken", Args: []any{"3.2"}}},
		"a term that does not exist": {func(d tree) {
			d.at(t, "items", 1)["before"] = d.at(t, "items", 1, "after")
		}, standard.ApplyError{Seq: 2, Label: "二、", Path: "items[1].code",
			Code: "apply-term-unknown", Args: []any{"3.13"}}},
		"other weights": {func(d tree) {
			d.at(t, "items", 14, "before", "5")["district"] = number("9")
		}, standard.ApplyError{Seq: 15, Label: "十五、", Path: "items[14].before.5",
			Code: "apply-before",
			Want: `{"district":9,"subdistrict":10,"community":8}`,
			Have: `{"district":8,"subdistrict":10,"community":8}`}},
		"other references": {func(d tree) { d.at(t, "items", 0)["before"] = []any{"GB 1"} },
			standard.ApplyError{Seq: 1, Label: "一、", Path: "items[0].before",
				Code: "apply-before", Want: `["GB 1"]`,
				Have: `["GB 50763","GB/T 10001.1","GB/T 15566.1",` +
					`"GB/T 32168—2015","GB/T 32169(所有部分)","DB33/T 2036(所有部分)"]`}},
		"a map that leaves one out": {func(d tree) { d["code_map"] = d["code_map"].([]any)[1:] },
			standard.ApplyError{Path: "code_map", Code: "apply-code-map", Want: "HS132",
				Have: "HS132 →8.3.6"}},
		"a map of other numbers": {func(d tree) { d.at(t, "code_map", 4)["to"] = "11.3.9" },
			standard.ApplyError{Path: "code_map", Code: "apply-code-map",
				Want: "HS100 11.3.5→11.3.9", Have: "HS100 11.3.5→11.3.4"}},
	} {
		t.Run(name, func(t *testing.T) {
			d := treeOf(t, text)
			test.spoil(d)
			a, err := standard.AmendmentFromTree(map[string]any(d))
			if err != nil {
				t.Fatal(err)
			}
			e, err := standard.Apply(base, a)
			var refusal *standard.ApplyError
			if e != nil || !errors.As(err, &refusal) {
				t.Fatalf("edition %v, error %v", e, err)
			}
			if d := cmp.Diff(test.want, *refusal); d != "" {
				t.Error(d)
			}
			checkTexts(t, refusal)
		})
	}
	if base.Digest() != reference(t).Digest() || jsonOf(t, base) != jsonOf(t, reference(t)) {
		t.Error("a refusal changed the base")
	}
}

// checkTexts asks for the item and both texts in both languages.
func checkTexts(t *testing.T, e *standard.ApplyError) {
	t.Helper()
	for _, l := range message.Languages() {
		text := e.Text(l)
		if strings.Contains(text, "problem.") || strings.Contains(text, "%!") ||
			!strings.Contains(text, e.Want) || !strings.Contains(text, e.Have) ||
			!strings.Contains(text, strings.TrimSuffix(e.Label, "、")) {
			t.Errorf("text in %s: %s", l, text)
		}
	}
	if !strings.HasPrefix(e.Error(), e.Path) {
		t.Errorf("error %q does not name the place", e)
	}
}

func TestApplyTwice(t *testing.T) {
	_, err := standard.Apply(amended(t), sheetXG1(t))
	var refusal *standard.ApplyError
	if !errors.As(err, &refusal) || refusal.Code != "apply-twice" {
		t.Fatal(err)
	}
	checkTexts(t, refusal)
}

// TestApplyChecksTheResult lets every item be applied and the whole be wrong: the weights of a tier
// no longer add to 100, and a text has lost its verb.
func TestApplyChecksTheResult(t *testing.T) {
	d := treeOf(t, asJSON(t, sheetFile))
	d.at(t, "items", 14, "after", "5")["district"] = number("6")
	d.at(t, "items", 15, "after")["text"] = "电话有人接听。"
	a, err := standard.AmendmentFromTree(map[string]any(d))
	if err != nil {
		t.Fatal(err)
	}
	_, err = standard.Apply(reference(t), a)
	var refusal *standard.ApplyError
	if !errors.As(err, &refusal) || refusal.Code != "apply-invalid" {
		t.Fatal(err)
	}
	wantProblems(t, err, "chapters weight-sum", "clauses[65].text verb")
	if !strings.Contains(refusal.Text(message.Chinese), "能愿动词“应”") {
		t.Error(refusal.Text(message.Chinese))
	}
}

// TestApplyRefusesWhatNoParserMade hands over sheets that were put together in the program.
func TestApplyRefusesWhatNoParserMade(t *testing.T) {
	for name, spoil := range map[string]func(a *standard.Amendment){
		"empty":         func(a *standard.Amendment) { *a = standard.Amendment{} },
		"no before":     func(a *standard.Amendment) { a.Items[2].Before = nil },
		"no numbers":    func(a *standard.Amendment) { a.Items[8].Renumber[0].From = nil },
		"wrong after":   func(a *standard.Amendment) { a.Items[7].After = []any{} },
		"wrong weights": func(a *standard.Amendment) { a.Items[14].After = "5" },
	} {
		a := sheetXG1(t)
		spoil(a)
		var invalid *standard.InvalidError
		if _, err := standard.Apply(reference(t), a); !errors.As(err, &invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
