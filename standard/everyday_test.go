package standard_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"hallmark/standard"
	"hallmark/standard/message"
	"hallmark/standard/yaml"
)

// withText returns the reference edition in JSON with another text of its clause 5.1.1.
func withText(t *testing.T, text string) []byte {
	t.Helper()
	d := treeOf(t, asJSON(t, editionFile))
	d.clause(t, "5.1.1")["text"] = text
	return raw(t, d)
}

// TestForbiddenWords tells the words that GB/T 1.1 does not allow from the same signs in other
// words: each text is refused, remarked on, or neither.
func TestForbiddenWords(t *testing.T) {
	for text, want := range map[string]standard.Severity{
		"大厅应整洁,窗口必须有人。":      standard.SeverityError,
		"大厅应整洁,需要提供座椅。":      standard.SeverityError,
		"窗口应公示,不得收费。":        standard.SeverityError,
		"窗口应安静,不得当众指责。":      standard.SeverityError,
		"窗口应安静,不得了解他人隐私。":    standard.SeverityError,
		"办事所需要件应一次性告知。":      "",
		"大厅布局应满足老年人和残疾人的需要。": "",
		"应按工作需要增开窗口。":        "",
		"如有需要,应提供翻译。":        "",
		"窗口应在需要时增开。":         "",
		"不得已中断服务时应公告。":       "",
		"处理不得当的应更正。":         "",
		"着装不得体的应提醒。":         "",
		"由不得体面的理由应说明。":       "",
		"办理需要的材料应公示。":        standard.SeverityWarning,
		"不需要的材料应退回。":         standard.SeverityWarning,
		"窗口应公示,不得不停办的除外。":    standard.SeverityWarning,
		"应根据客流需要增设座椅。":       standard.SeverityWarning,
		"窗口应公示必备材料和办事须知。":    "",
	} {
		_, err := standard.Parse(bytes.NewReader(withText(t, text)))
		if refused := err != nil; refused != (want == standard.SeverityError) {
			t.Errorf("%s: %v", text, err)
		}
		d := standard.OpenDraft(reference(t))
		if _, err := d.Apply(standard.Edit{Op: standard.EditSet, UID: "HS001", Field: "text",
			Value: raw(t, text)}); err != nil {
			t.Fatal(err)
		}
		var have standard.Severity
		for _, r := range d.Check() {
			if strings.HasPrefix(r.Code, "draft.remark-word") {
				have = r.Severity
			}
		}
		if have != want {
			t.Errorf("%s: remark %q, want %q", text, have, want)
		}
	}
}

// TestLeadInEndsWithAColon of either width.
func TestLeadInEndsWithAColon(t *testing.T) {
	for text, want := range map[string]bool{"应包括:": false, "应包括：": false, "应包括： ": false,
		"应包括。": true} {
		d := standard.OpenDraft(reference(t))
		for field, value := range map[string]any{"text": text, "items": []standard.ListItem{
			{Label: "a", Text: "一;"}, {Label: "b", Text: "二。"}}} {
			if _, err := d.Apply(standard.Edit{Op: standard.EditSet, UID: "HS001", Field: field,
				Value: raw(t, value)}); err != nil {
				t.Fatal(err)
			}
		}
		if have := slices.ContainsFunc(d.Check(), func(r standard.Remark) bool {
			return r.UID == "HS001" && r.Code == "draft.remark-lead-in"
		}); have != want {
			t.Errorf("%q: remark is %v", text, have)
		}
	}
}

// TestStoredStaysReadable reads what an older version accepted and what is refused where it enters:
// it loads, and an amendment of other clauses applies.
func TestStoredStaysReadable(t *testing.T) {
	text := withText(t, "窗口响应时间不超过3分钟。")
	text = bytes.Replace(text, []byte(`"2018-01-20"`), []byte(`"2008-01-20"`), 1)
	if _, err := standard.Parse(bytes.NewReader(text)); err == nil {
		t.Fatal("it enters")
	}
	old, err := standard.ParseStored(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	d := standard.OpenDraft(old)
	for _, r := range d.Check() {
		if r.UID == "HS001" && r.Code == "verb" && r.Severity != standard.SeverityWarning {
			t.Errorf("%+v", r)
		}
	}
	if _, err := d.Apply(standard.Edit{Op: standard.EditSet, UID: "HS032", Field: "text",
		Value: raw(t, "流失率宜控制在10%以内。")}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []string{"HS032"} {
		if err := d.SetNote(standard.ItemNote{Key: c, Reason: "改"}); err != nil {
			t.Fatal(err)
		}
	}
	head := standard.Sheet{ID: "XG1", Approval: "批准", Approved: "2018-03-01", Announcement: "公告",
		Effective: "2018-04-01"}
	a, err := standard.DeriveAmendment(old, d, head)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := standard.ApplyStored(old, a); err != nil {
		t.Error(err)
	}
	for effective, code := range map[string]string{"2018-02-28": "effective-before-approved",
		"2007-01-01": "effective-before-base"} {
		head.Effective = effective
		_, err := standard.DeriveAmendment(old, d, head)
		if err == nil || !strings.Contains(err.Error(), message.Text(message.English, "problem."+code,
			message.Day(effective), message.Day(map[string]string{"2018-02-28": "2018-03-01",
				"2007-01-01": "2008-01-20"}[effective]))) {
			t.Errorf("%s: %v", effective, err)
		}
	}
}

// TestTextsThatLookAlike names the sign in which the sheet's text and the edition's differ.
func TestTextsThatLookAlike(t *testing.T) {
	sheet := strings.ReplaceAll(string(source(t, sheetFile)), "区级3000 m²", "区级3000\u00a0m²")
	a, err := yaml.ParseAmendment(strings.NewReader(sheet))
	if err != nil {
		t.Fatal(err)
	}
	_, err = standard.Apply(reference(t), a)
	var refused *standard.ApplyError
	if !errors.As(err, &refused) {
		t.Fatal(err)
	}
	if text := refused.Text(message.Chinese); !strings.Contains(text,
		"第 29 个字不同：应为 U+00A0，现为 U+0020") {
		t.Error(text)
	}
}

// TestDaysInOrder refuses a sheet that takes effect before it is approved, and a transition that
// ends before the sheet takes effect.
func TestDaysInOrder(t *testing.T) {
	text := string(source(t, sheetFile))
	for old, test := range map[string]struct{ with, path string }{
		"effective: '2022-07-01'": {"effective: '2021-01-01'", "amendment.effective"},
		"until: ":                 {"until: '2022-06-30' #", ".transition.until"},
	} {
		if !strings.Contains(text, old) {
			t.Fatalf("no %s", old)
		}
		_, err := yaml.ParseAmendment(strings.NewReader(strings.Replace(text, old, test.with, 1)))
		if err == nil || !strings.Contains(err.Error(), test.path) || !strings.Contains(err.Error(), "line ") {
			t.Errorf("%s: %v", old, err)
		}
	}
}

// TestBrokenJSONSaysWhere puts one slip each into a small text.
func TestBrokenJSONSaysWhere(t *testing.T) {
	for text, want := range map[string]string{
		"{\n \"a\": 1,\n}":       "3 最后一项之后多了一个逗号",
		"{\n \"a\": “b”}":        "2 JSON 只用英文双引号",
		"{\n \"a\"：1}":           "2 JSON 的标点应为半角",
		"{\n \"a\": \"b\nc\"}":   "2 引号内有未转义的换行或控制字符 U+000A",
		"{\n \"a\": \"\\x\"}":    "2 没有",
		"{\n \"a\": 1 \"b\"}":    "2 此处不应出现",
		"{\n \"a\": [1":          "2 JSON 到第 9 列中断",
		"{\n \"a\": NaN}":        "2 此处不应出现",
		"{\"a\": 1}\n{\"a\": 2}": "2 此处不应出现",
	} {
		_, err := standard.Parse(strings.NewReader(text))
		var invalid *standard.InvalidError
		if !errors.As(err, &invalid) || len(invalid.Problems) != 1 {
			t.Errorf("%q: %v", text, err)
			continue
		}
		p := invalid.Problems[0]
		line, part, _ := strings.Cut(want, " ")
		if have := p.Text(message.Chinese); line != string(rune('0'+p.Line)) ||
			!strings.Contains(have, part) {
			t.Errorf("%q: line %d: %s", text, p.Line, have)
		}
	}
}
