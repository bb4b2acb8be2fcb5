package standard_test

import (
	"strings"
	"testing"

	"hallmark/standard"
	"hallmark/standard/message"
)

// TestCheckOfPublished finds no error in what was published.
func TestCheckOfPublished(t *testing.T) {
	for _, e := range []*standard.Edition{reference(t), amended(t)} {
		for _, r := range standard.OpenDraft(e).Check() {
			if r.Severity == standard.SeverityError {
				t.Errorf("%s %s %s: %s", e.ID(), r.UID, r.Field, r.Text(message.English))
			}
		}
	}
}

// TestCheck makes one mistake each and asks for the remark, its place and its fix.
func TestCheck(t *testing.T) {
	set := func(uid standard.ClauseUID, field string, v any) standard.Edit {
		return standard.Edit{Op: standard.EditSet, UID: uid, Field: field, Value: raw(t, v)}
	}
	items := func(labels ...string) (list []standard.ListItem) {
		for _, l := range labels {
			list = append(list, standard.ListItem{Label: l, Text: "一项;"})
		}
		return list
	}
	type want struct {
		uid      standard.ClauseUID
		field    string
		code     string
		from, to int
		fix      string
		severity standard.Severity
	}
	for name, test := range map[string]struct {
		edits []standard.Edit
		want  want
	}{
		"必须": {[]standard.Edit{set("HS001", "text", "大厅应整洁,窗口必须有人。")},
			want{"HS001", "text", "draft.remark-word", 8, 10, "应", standard.SeverityError}},
		"需要": {[]standard.Edit{set("HS001", "text", "应有,需要清洁。")},
			want{"HS001", "text", "draft.remark-word", 3, 5, "应", standard.SeverityError}},
		"不得 in an item": {[]standard.Edit{set("HS057", "items", append(items("a"),
			standard.ListItem{Label: "b", Text: "不得收费。"}))},
			want{"HS057", "items[1].text", "draft.remark-word", 0, 2, "不应", standard.SeverityError}},
		"不可": {[]standard.Edit{set("HS001", "text", "应办理,除不可抗力外不可拒绝。")},
			want{"HS001", "text", "draft.remark-word", 10, 12, "不应", standard.SeverityWarning}},
		"verb of another modality": {[]standard.Edit{set("HS001", "text", "大厅宜整洁。")},
			want{"HS001", "text", "verb", 0, 0, "宜", standard.SeverityError}},
		"number of nothing": {[]standard.Edit{set("HS001", "text", "应按5.1.99办理。")},
			want{"HS001", "text", "draft.remark-dangling", 2, 8, "", standard.SeverityError}},
		"chapter of nothing": {[]standard.Edit{set("HS001", "check", "见第99章。")},
			want{"HS001", "check", "draft.remark-dangling", 1, 5, "", standard.SeverityError}},
		"section of nothing": {[]standard.Edit{set("HS001", "condition", "符合5.77的规定")},
			want{"HS001", "condition", "draft.remark-dangling", 2, 6, "", standard.SeverityError}},
		"item of nothing": {[]standard.Edit{set("HS001", "text", "应按8.4.1 z)办理。")},
			want{"HS001", "text", "draft.remark-item", 8, 9, "", standard.SeverityError}},
		"withdrawn target": {[]standard.Edit{{Op: standard.EditWithdraw, UID: "HS001"}},
			want{"HS002", "text", "draft.remark-dangling", 7, 12, "", standard.SeverityError}},
		"no lead-in": {[]standard.Edit{set("HS057", "text", "指南应完整。")},
			want{"HS057", "text", "draft.remark-lead-in", 0, 0, "", standard.SeverityWarning}},
		"one item": {[]standard.Edit{set("HS057", "items", items("a"))},
			want{"HS057", "items", "draft.remark-one-item", 0, 0, "", standard.SeverityWarning}},
		"letters": {[]standard.Edit{set("HS057", "items", items("a", "c"))},
			want{"HS057", "items[1].label", "draft.remark-letter", 0, 0, "", standard.SeverityWarning}},
		"gap": {[]standard.Edit{{Op: standard.EditWithdraw, UID: "HS015",
			Numbering: standard.NumberRetired}},
			want{"HS016", "code", "draft.remark-gap", 0, 0, "", standard.SeverityWarning}},
		"title": {[]standard.Edit{set("HS002", "title", "使用面积"),
			set("HS001", "title", "使用面积")},
			want{"HS002", "title", "draft.remark-title", 0, 0, "", standard.SeverityWarning}},
		"weights": {[]standard.Edit{{Op: standard.EditWeight, Field: "5",
			Value: raw(t, map[string]int{"district": 9, "subdistrict": 10, "community": 8})}},
			want{"", "chapters", "weight-sum", 0, 0, "", standard.SeverityError}},
		"thresholds": {[]standard.Edit{set("HS116", "method", map[string]any{"type": "ratio",
			"numerator": "a", "denominator": "b",
			"target":  map[string]float64{"district": 0.5, "subdistrict": 0.9, "community": 0.9},
			"zero_at": map[string]float64{"district": 0.6, "subdistrict": 0.8, "community": 0.8}})},
			want{"HS116", "method.target.district", "threshold-above", 0, 0, "",
				standard.SeverityError}},
		"no tier": {[]standard.Edit{set("HS116", "tiers", []string{})},
			want{"HS116", "tiers", "empty", 0, 0, "", standard.SeverityError}},
		"new clause without anything": {[]standard.Edit{{Op: standard.EditAdd, Section: "5.1"}},
			want{"HS132", "text", "empty", 0, 0, "", standard.SeverityError}},
		"term": {[]standard.Edit{{Op: standard.EditTerm, Field: "3.1", Value: raw(t,
			map[string]any{"term": "大厅", "definition": "见5.1.99。"})}},
			want{"", "terms[0].definition", "draft.remark-dangling", 1, 7, "", standard.SeverityError}},
	} {
		t.Run(name, func(t *testing.T) {
			d := standard.OpenDraft(reference(t))
			edited(t, d, test.edits...)
			var have []want
			for _, r := range d.Check() {
				w := want{r.UID, r.Field, r.Code, r.From, r.To, "", r.Severity}
				if r.Fix != nil {
					w.fix = r.Fix.New + string(r.Fix.Modality)
				}
				if w == test.want {
					for _, l := range message.Languages() {
						if text := r.Text(l); strings.Contains(text, "%!") ||
							strings.Contains(text, "draft.") {
							t.Errorf("text in %s: %q", l, text)
						}
					}
					return
				}
				have = append(have, w)
			}
			t.Errorf("no remark %v; have %v", test.want, have)
		})
	}
}

// TestCheckHanging reads an edition whose clause has clauses below it.
func TestCheckHanging(t *testing.T) {
	doc := treeOf(t, asJSON(t, editionFile))
	doc.clause(t, "5.1.2")["code"] = "5.1.1.1"
	e, err := standard.FromTree(map[string]any(doc))
	if err != nil {
		t.Fatal(err)
	}
	d := standard.OpenDraft(e)
	if !hasRemark(d, "HS001", "draft.remark-hanging") {
		t.Error("no remark")
	}
	edited(t, d, standard.Edit{Op: standard.EditAdd, Section: "5.1"})
	if c, _ := d.Clause("HS002"); c.Code != "5.1.3.1" {
		t.Errorf("the clause below did not move: %s", c.Code)
	}
	if _, err := d.Apply(standard.Edit{Op: standard.EditWithdraw, UID: "HS001"}); err == nil {
		t.Error("a clause was withdrawn above another one")
	}
	derivedOnlyMoves(t, d)
}

func derivedOnlyMoves(t *testing.T, d *standard.WorkingDraft) {
	t.Helper()
	for _, item := range d.Proposal(standard.Sheet{ID: "XG1"}).Items {
		for _, m := range item.Renumber {
			if m.UID == "HS002" && *m.To == "5.1.3.1" {
				return
			}
		}
	}
	t.Error("the sheet does not move the clause below")
}
