package xlsx_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"hallmark/standard"
	"hallmark/standard/message"
	"hallmark/standard/xlsx"
)

// TestTemplate fills the empty workbook with the smallest edition, as an editor would.
func TestTemplate(t *testing.T) {
	for _, l := range message.Languages() {
		var b bytes.Buffer
		if err := xlsx.Template(&b, l); err != nil {
			t.Fatal(err)
		}
		if _, _, err := xlsx.Read(bytes.NewReader(b.Bytes())); len(problemsOf(t, err)) < 10 {
			t.Errorf("an empty workbook in %s: %v", l, err)
		}
		f, err := excelize.OpenReader(&b)
		if err != nil {
			t.Fatal(err)
		}
		fill(f)
		var saved bytes.Buffer
		if err := f.Write(&saved); err != nil {
			t.Fatal(err)
		}
		e, losses, err := xlsx.Read(&saved)
		if err != nil || len(losses) > 0 {
			t.Fatalf("losses %v, error %v", losses, err)
		}
		c := e.Clauses[0]
		if target, _ := c.Method.Target.Get(standard.Community); c.UID != "A1" ||
			target != standard.MustDecimal("0.95") || len(c.Tiers) != 3 || !c.Scored ||
			e.Scoring.Grades[0].Min != standard.MustDecimal("60") {
			t.Errorf("%+v", e)
		}
		_ = f.Close()
	}
}

// fill writes values by the names of fields, which are the same in every language.
func fill(f *excelize.File) {
	sheets := f.GetSheetList()
	values := map[string]any{"standard.id": "s", "standard.number": "T/1", "standard.name": "标准",
		"standard.edition": "1", "standard.issued": "2026/1/2", "standard.effective": "2026-02-01",
		"standard.issuing_body": "局", "standard.tiers": "中心", "front_matter.scope": "本文件规定",
		"scoring.bonus_cap": 5, "scoring.grades": 60, "scoring.caps": "合格",
		"scoring.rectification_defaults.plan_due_workdays":  3,
		"scoring.rectification_defaults.major.due_workdays": 15,
		"scoring.rectification_defaults.minor.due_workdays": 30}
	for _, sheet := range sheets[1:3] {
		rows, _ := f.GetRows(sheet)
		for i, row := range rows {
			at := func(column string) string { return cellAt(column, i+1) }
			if v, ok := values[row[len(row)-1]]; ok {
				set(f, sheet, at("D"), v)
			}
			if row[len(row)-1] == "scoring.grades" {
				set(f, sheet, at("B"), "合格")
			}
		}
	}
	// The lowest grade starts at 0: a row of its own, known by what people call it.
	rows, _ := f.GetRows(sheets[2])
	at := func(column string) string { return cellAt(column, len(rows)+1) }
	set(f, sheets[2], at("A"), "等级")
	set(f, sheets[2], at("B"), "不合格")
	set(f, sheets[2], at("D"), 0)
	row(f, sheets[3], map[string]any{"number": 5, "title": "场所", "scored": "是",
		"weight.district": 100, "weight.subdistrict": 100, "weight.community": 100})
	row(f, sheets[4], map[string]any{"code": "5.1", "title": "设置"})
	row(f, sheets[6], map[string]any{"uid": "A1", "code": "5.1.1", "chapter": 5, "section": "5.1",
		"title": "办结率", "text": "办结率应达到标准。", "modality": "应", "tiers": "区、街道、社区", "scored": "√",
		"points.district": 3, "points.subdistrict": 3, "points.community": 2.5,
		"method.type": "比例", "method.numerator": "办结", "method.denominator": "受理",
		"method.target.district": 0.95, "method.target.subdistrict": 0.95, "method.target.community": 0.95,
		"method.zero_at.district": 0.8, "method.zero_at.subdistrict": 0.8, "method.zero_at.community": 0.07})
}

func cellAt(column string, row int) string {
	at, err := excelize.JoinCellName(column, row)
	if err != nil {
		panic(err)
	}
	return at
}

func row(f *excelize.File, sheet string, values map[string]any) {
	for name, v := range values {
		set(f, sheet, column(f, sheet, name)+"5", v)
	}
}

// TestLooks holds what an editor relies on: headings that stay, filters, drop-downs, texts.
func TestLooks(t *testing.T) {
	f, err := excelize.OpenReader(bytes.NewReader(workbook(t, reference(t), message.Chinese)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if have := strings.Join(f.GetSheetList(), " "); have != "说明 标准 评分 章 条 术语 条款 列项 等级 扣分项 过渡" {
		t.Errorf("sheets %s", have)
	}
	for _, sheet := range f.GetSheetList()[1:] {
		panes, err := f.GetPanes(sheet)
		if err != nil || !panes.Freeze || panes.YSplit != 4 {
			t.Errorf("%s: panes %+v, error %v", sheet, panes, err)
		}
	}
	rules, err := f.GetDataValidations("条款")
	if err != nil || len(rules) < 9 {
		t.Errorf("%d drop-downs, error %v", len(rules), err)
	}
	style, _ := f.GetCellStyle("条款", "B600") // an empty row: what is typed there stays a text
	if s, err := f.GetStyle(style); err != nil || s.NumFmt != 49 && (s.CustomNumFmt == nil || *s.CustomNumFmt != "@") {
		t.Errorf("codes are no texts: %+v, error %v", s, err)
	}
}
