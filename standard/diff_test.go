package standard_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hallmark/standard"
)

// line is a clause change in short: "HS001 5.1.1 changed tightened".
func line(c standard.ClauseChange) string {
	code := c.CodeBefore
	if c.CodeAfter != "" && c.CodeAfter != code {
		code += "→" + c.CodeAfter
	}
	return string(c.UID) + " " + code + " " + string(c.Kind) + " " + string(c.Grade)
}

func TestDiffOfReferenceEditions(t *testing.T) {
	d := standard.DiffOf(reference(t), amended(t))
	var have []string
	for _, c := range d.Clauses {
		have = append(have, line(c))
	}
	want := []string{
		"HS001 5.1.1 changed tightened",
		"HS008 5.2.4 changed tightened",
		"HS014 6.1.1 changed extended",
		"HS015 6.1.2 withdrawn withdrawn",
		"HS018 6.2.1 changed extended",
		"HS132 →8.3.6 added added",
		"HS057 8.4.1 changed tightened",
		"HS061 9.1.3 changed clarified", // the sheet calls it editorial, but it adds 20 s
		"HS133 →9.2.4 added added",
		"HS065 9.2.4→9.2.5 renumbered renumbered",
		"HS066 9.2.5→9.2.6 renumbered renumbered",
		"HS099 11.3.4 withdrawn withdrawn",
		"HS100 11.3.5→11.3.4 renumbered renumbered",
		"HS107 12.2.3 changed rescored",
		"HS116 13.3.1 changed tightened",
		"HS117 13.3.2 changed tightened",
	}
	if d := cmp.Diff(want, have); d != "" {
		t.Error(d)
	}
	var other []string
	for _, f := range d.Other {
		other = append(other, f.Field)
	}
	if d := cmp.Diff([]string{"chapters.5.weight", "chapters.13.weight", "terms.3.13",
		"front_matter.normative_references"}, other); d != "" {
		t.Error(d)
	}
	counts := map[standard.ChangeKind]int{standard.KindAdded: 2, standard.KindWithdrawn: 2,
		standard.KindRenumbered: 3, standard.KindChanged: 9}
	if d := cmp.Diff(counts, d.Counts); d != "" {
		t.Error(d)
	}
	points, _ := d.Clauses[1].Field("points")
	if want := "区行政服务中心 2;街道便民服务中心 1;社区公共服务站 1"; points.AfterText != want {
		t.Errorf("points for people: %q", points.AfterText)
	}
	text, _ := d.Clauses[4].Field("text")
	if want := "大厅应配置可办理或查询事项的自助服务终端,区级不少于6台,街道级[+和社区级+]不少于1台。"; marked(text.Redline) != want {
		t.Errorf("redline: %s", marked(text.Redline))
	}
}

func TestDiffOfTheSameIsEmpty(t *testing.T) {
	d := standard.DiffOf(reference(t), reference(t))
	if len(d.Clauses)+len(d.Other) > 0 {
		t.Errorf("%+v", d)
	}
}

func TestDiffIsCamelCase(t *testing.T) {
	d := standard.DiffOf(reference(t), amended(t))
	text, err := json.Marshal(d.Clauses[9])
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{`"codeBefore":"9.2.4"`, `"codeAfter":"9.2.5"`,
		`"beforeText":"9.2.4"`,
		`"redline":[{"op":"delete","text":"9.2.4"},{"op":"insert","text":"9.2.5"}]`} {
		if !strings.Contains(string(text), part) {
			t.Errorf("no %s in %s", part, text)
		}
	}
}

// TestGrades changes one clause of the reference edition in each way that has a rule of its own.
func TestGrades(t *testing.T) {
	source, base := asJSON(t, editionFile), reference(t)
	for name, test := range map[string]struct {
		code   string
		change func(c map[string]any)
		want   string
	}{
		"target harder": {"5.1.1", func(c map[string]any) {
			sub(c, "method", "target")["district"] = number("3100")
		}, "tightened"},
		"target easier": {"5.1.1", func(c map[string]any) {
			sub(c, "method", "target")["district"] = number("2900")
		}, "relaxed"},
		"zero point nearer": {"5.1.1", func(c map[string]any) {
			sub(c, "method", "zero_at")["district"] = number("2500")
		}, "tightened"},
		"lower is better": {"5.1.3", func(c map[string]any) {
			sub(c, "method", "target")["community"] = number("20")
		}, "relaxed"},
		"lower, harder": {"5.1.3", func(c map[string]any) {
			sub(c, "method", "target")["community"] = number("10")
		}, "tightened"},
		"both ways": {"5.1.1", func(c map[string]any) {
			sub(c, "method", "target")["district"] = number("3100")
			sub(c, "method", "target")["community"] = number("40")
		}, "tightened relaxed"},
		"smallest sample": {"5.2.1", func(c map[string]any) {
			sub(c, "method", "min_sample")["district"] = number("9")
		}, "clarified"},
		"no longer key": {"5.1.1", func(c map[string]any) { c["key"] = false }, "relaxed"},
		"key":           {"5.1.2", func(c map[string]any) { c["key"] = true }, "tightened"},
		"weaker modality": {"5.1.1", func(c map[string]any) {
			c["modality"], c["text"] = "宜", "大厅宜宽敞。"
		}, "relaxed clarified"},
		"stronger modality": {"5.1.3", func(c map[string]any) {
			c["modality"], c["text"] = "应", "大厅应近。"
		}, "tightened clarified"},
		"tier dropped": {"4.1", func(c map[string]any) {
			c["tiers"] = []any{"district"}
		}, "relaxed"},
		"tiers in another order": {"4.1", func(c map[string]any) {
			c["tiers"] = []any{"community", "subdistrict", "district"}
		}, "editorial"},
		"points": {"5.1.1", func(c map[string]any) {
			sub(c, "points")["district"] = number("4")
		}, "rescored"},
		"another method": {"5.1.2", func(c map[string]any) {
			c["method"] = object("type", "pass_fail", "pass_if", "有")
		}, "rescored"},
		"another metric": {"5.1.1", func(c map[string]any) {
			sub(c, "method")["metric"] = "floor"
		}, "rescored"},
		"no condition": {"5.1.2", func(c map[string]any) {
			delete(c, "condition")
		}, "tightened"},
		"a condition": {"5.1.1", func(c map[string]any) {
			c["condition"] = "雨天不适用"
		}, "relaxed"},
		"another condition": {"5.1.2", func(c map[string]any) {
			c["condition"] = "雨天不适用"
		}, "clarified"},
		"duty goes": {"5.1.1", func(c map[string]any) {
			c["duty_holder"] = "district_authority"
		}, "relaxed"},
		"item dropped": {"5.2.1", func(c map[string]any) {
			c["items"] = c["items"].([]any)[:4]
		}, "relaxed"},
		"item worded anew": {"5.2.1", func(c map[string]any) {
			c["items"].([]any)[0].(map[string]any)["text"] = "引导区;"
		}, "clarified"},
		"larger deduction": {"7.3.1", func(c map[string]any) {
			occurrence(c, 0)["deduct"] = number("0.3")
		}, "tightened"},
		"smaller deduction": {"7.3.1", func(c map[string]any) {
			occurrence(c, 2)["deduct"] = number("0.3")
		}, "relaxed"},
		"kind dropped": {"7.3.1", func(c map[string]any) {
			m := sub(c, "method")
			m["occurrences"] = m["occurrences"].([]any)[:2]
		}, "relaxed"},
		"punctuation": {"5.1.1", func(c map[string]any) { c["title"] = "大厅 使用面积。" }, "editorial"},
		"decimal point": {"5.1.1", func(c map[string]any) {
			c["check"] = "查平面图和产权(租赁)文件,1.5处"
		}, "clarified"},
		"English title": {"5.1.1", func(c map[string]any) { c["title_en"] = "Area" }, "editorial"},
		"scored no more": {"5.1.2", func(c map[string]any) {
			c["scored"] = false
			delete(c, "points")
			delete(c, "method")
			delete(c, "key")
		}, "relaxed"},
		"words":  {"5.1.1", func(c map[string]any) { c["text"] = "大厅应宽敞。" }, "clarified"},
		"number": {"5.1.4", func(c map[string]any) { c["code"] = "5.1.7" }, "renumbered"},
	} {
		t.Run(name, func(t *testing.T) {
			doc := treeOf(t, source)
			delete(doc.at(t, "standard"), "counts")
			test.change(doc.clause(t, test.code))
			e, err := standard.FromTree(map[string]any(doc))
			if err != nil {
				t.Fatal(err)
			}
			d := standard.DiffOf(base, e)
			if len(d.Clauses) != 1 {
				t.Fatalf("%d clauses have changed", len(d.Clauses))
			}
			grades := make([]string, len(d.Clauses[0].Grades))
			for i, g := range d.Clauses[0].Grades {
				grades[i] = string(g)
			}
			if have := strings.Join(grades, " "); have != test.want {
				t.Errorf("have %q, want %q", have, test.want)
			}
		})
	}
}

// TestDecimalPointIsNoPunctuation keeps 1.5 from passing for 15.
func TestDecimalPointIsNoPunctuation(t *testing.T) {
	doc := treeOf(t, asJSON(t, editionFile))
	c := doc.clause(t, "5.1.1")
	c["text"] = strings.Replace(c["text"].(string), "3000 m²", "3.000 m²", 1)
	e, err := standard.FromTree(map[string]any(doc))
	if err != nil {
		t.Fatal(err)
	}
	if d := standard.DiffOf(reference(t), e); d.Clauses[0].Grade != standard.Clarified {
		t.Errorf("grade %s", d.Clauses[0].Grade)
	}
}

func sub(c map[string]any, path ...string) map[string]any {
	for _, name := range path {
		c = c[name].(map[string]any)
	}
	return c
}

func occurrence(c map[string]any, i int) map[string]any {
	return sub(c, "method")["occurrences"].([]any)[i].(map[string]any)
}

// A clause that only moves to another chapter, with all three of its numbers, is renumbered.
func TestMovedToAnotherChapter(t *testing.T) {
	before, after := reference(t), reference(t)
	i := slices.IndexFunc(after.Clauses, func(c standard.Clause) bool { return c.UID == "HS117" })
	c := &after.Clauses[i]
	for field, move := range map[string]func(){
		"chapter": func() { c.Chapter = 12 }, "section": func() { c.Section = "12.9" },
		"code": func() { c.Code = "12.9.1" },
	} {
		move()
		d := standard.DiffOf(before, after)
		if len(d.Clauses) != 1 || d.Clauses[0].Kind != standard.KindRenumbered {
			t.Errorf("moved by %s: %+v", field, d.Clauses)
		}
	}
	c.Title += "!"
	if d := standard.DiffOf(before, after); d.Clauses[0].Kind != standard.KindChanged {
		t.Errorf("moved and changed: %s", d.Clauses[0].Kind)
	}
}
