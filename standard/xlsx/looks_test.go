package xlsx_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"hallmark/standard"
	"hallmark/standard/message"
	"hallmark/standard/xlsx"
)

// shownAt finds the cell in the row of a clause and the column of a heading in the sheet of clauses.
func shownAt(t *testing.T, f *excelize.File, sheet, row, heading string) string {
	t.Helper()
	rows, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	column, line := 0, 0
	for i, cells := range rows {
		for j, cell := range cells {
			if cell == heading && column == 0 {
				column = j + 1
			}
			if j == 0 && cell == row {
				line = i + 1
			}
		}
	}
	name, err := excelize.CoordinatesToCellName(column, line)
	if err != nil {
		t.Fatalf("%s, %s: %v", row, heading, err)
	}
	return name
}

// TestCellsAsTheyAreShown changes one cell each of the reference workbook as people do, and asks
// for what a person sees in it.
func TestCellsAsTheyAreShown(t *testing.T) {
	const sheet = "条款"
	percent, quoted := "0%", `0.0"%"`
	for name, test := range map[string]struct {
		uid, heading string
		value        any
		style        *excelize.Style
		runs         []excelize.RichTextRun
		want         func(e *standard.Edition) bool
		said         string
	}{
		"20 shown as a percentage": {uid: "HS032", heading: "满分值（区）", value: 0.15,
			style: &excelize.Style{NumFmt: 9}, want: target("HS032", "15")},
		"own format": {uid: "HS032", heading: "满分值（区）", value: 0.125,
			style: &excelize.Style{CustomNumFmt: &percent}, want: target("HS032", "12.5")},
		"a literal sign": {uid: "HS032", heading: "满分值（区）", value: 15,
			style: &excelize.Style{CustomNumFmt: &quoted}, want: target("HS032", "15")},
		"typed with a sign": {uid: "HS032", heading: "满分值（区）", value: "15％",
			want: target("HS032", "15")},
		"a code turned into a date": {uid: "HS032", heading: "编号", value: 37018,
			style: &excelize.Style{NumFmt: 14}, said: "日期（现为 2001-05-07）"},
		"a day in a text": {uid: "HS032", heading: "标题", value: 43120,
			style: &excelize.Style{NumFmt: 14}, want: func(e *standard.Edition) bool {
				c, _ := e.Clause("HS032")
				return c.Title == "2018-01-20"
			}},
		"a struck run": {uid: "HS032", heading: "条文", runs: []excelize.RichTextRun{
			{Text: "流失率宜控制在"}, {Text: "20%", Font: &excelize.Font{Strike: true}}, {Text: "25%以内。"}},
			want: func(e *standard.Edition) bool {
				c, _ := e.Clause("HS032")
				return c.Text == "流失率宜控制在25%以内。"
			}, said: "删除线文字“20%”"},
		"a struck cell": {uid: "HS032", heading: "来源说明", value: "旧的来源",
			style: &excelize.Style{Font: &excelize.Font{Strike: true}},
			want: func(e *standard.Edition) bool {
				c, _ := e.Clause("HS032")
				return len(c.Refs) == 0
			}, said: "删除线文字“旧的来源”"},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := excelize.OpenReader(bytes.NewReader(workbook(t, reference(t), message.Chinese)))
			if err != nil {
				t.Fatal(err)
			}
			cell := shownAt(t, f, sheet, test.uid, test.heading)
			if test.runs != nil {
				err = f.SetCellRichText(sheet, cell, test.runs)
			} else {
				err = f.SetCellValue(sheet, cell, test.value)
			}
			if err == nil && test.style != nil {
				var id int
				if id, err = f.NewStyle(test.style); err == nil {
					err = f.SetCellStyle(sheet, cell, cell, id)
				}
			}
			var b bytes.Buffer
			if err == nil {
				err = f.Write(&b)
			}
			if err != nil {
				t.Fatal(err)
			}
			e, losses, err := xlsx.Read(&b)
			text := ""
			if invalid := (*standard.InvalidError)(nil); errors.As(err, &invalid) {
				for _, p := range invalid.Problems {
					text += p.Path + ": " + p.Text(message.Chinese) + "\n"
				}
			}
			for _, l := range losses {
				text += l.Path + ": " + l.Text(message.Chinese) + "\n"
			}
			if (err == nil) != (test.want != nil) || err == nil && !test.want(e) {
				t.Errorf("%v %s", err, text)
			}
			if !strings.Contains(text, test.said) || test.said != "" && !strings.Contains(text, "条款!") {
				t.Errorf("%q is missing in %s", test.said, text)
			}
		})
	}
}

// target asks for a threshold of the district tier.
func target(uid standard.ClauseUID, want string) func(e *standard.Edition) bool {
	return func(e *standard.Edition) bool {
		c, _ := e.Clause(uid)
		have, _ := c.Method.Target.Get(standard.District)
		return have.String() == want
	}
}
