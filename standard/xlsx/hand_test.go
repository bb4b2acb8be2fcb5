package xlsx_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"hallmark/standard"
	"hallmark/standard/message"
	"hallmark/standard/xlsx"
)

// byHand opens the reference workbook, lets an editor do something, and reads what was saved.
func byHand(t testing.TB, edit func(f *excelize.File)) (*standard.Edition, []standard.Loss, error) {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(workbook(t, reference(t), message.Chinese)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	edit(f)
	var saved bytes.Buffer
	if err := f.Write(&saved); err != nil {
		t.Fatal(err)
	}
	return xlsx.Read(&saved)
}

// column finds the letters of a column by its field's name.
func column(f *excelize.File, sheet, field string) string {
	rows, _ := f.GetRows(sheet)
	for i, name := range rows[2] {
		if name == field {
			letter, _ := excelize.ColumnNumberToName(i + 1)
			return letter
		}
	}
	panic("no column " + field)
}

// clause is a cell of the first scored clause, HS001, in row 10.
func clause(f *excelize.File, field string) string { return column(f, "条款", field) + "10" }

func set(f *excelize.File, sheet, cell string, value any) {
	if err := f.SetCellValue(sheet, cell, value); err != nil {
		panic(err)
	}
}

// problemsOf lists the problems as "place code" and fails for a sentence that does not come out.
func problemsOf(t testing.TB, err error) []string {
	t.Helper()
	var invalid *standard.InvalidError
	if !errors.As(err, &invalid) {
		t.Fatalf("not an InvalidError: %v", err)
	}
	have := []string{}
	for _, p := range invalid.Problems {
		have = append(have, strings.TrimSpace(p.Path+" "+p.Code))
		for _, l := range message.Languages() {
			if s := p.Text(l); strings.Contains(s, "%!") || strings.Contains(s, "grid.") {
				t.Errorf("%s: %s", p.Path, s)
			}
		}
	}
	return have
}

func TestSloppyButCertain(t *testing.T) {
	e, losses, err := byHand(t, func(f *excelize.File) {
		set(f, "条款", clause(f, "code"), " ５.１．１ ")
		set(f, "条款", clause(f, "chapter"), "５")
		set(f, "条款", clause(f, "points.district"), "3")
		set(f, "条款", clause(f, "method.target.district"), "3,000")
		set(f, "条款", clause(f, "method.zero_at.district"), " 2000 ")
		set(f, "条款", clause(f, "key"), "√")
		set(f, "条款", clause(f, "veto"), "")
		set(f, "条款", clause(f, "scored"), true)
		set(f, "条款", clause(f, "tiers"), "区， 街道/community ")
		set(f, "条款", clause(f, "title"), "大厅使用面积  ")
		set(f, "标准", "D16", 43089) // issued 2017-12-20 as a day of the spreadsheet
		set(f, "标准", "D17", "2018年1月20日")
		set(f, "标准", "D10", 2017) // the edition as a number
		if err := f.InsertRows("条款", 12, 3); err != nil {
			t.Fatal(err)
		}
		if err := f.SetCellStyle("条款", "A5000", "C5200", 1); err != nil { // empty, but formatted
			t.Fatal(err)
		}
	})
	if err != nil || len(losses) > 0 {
		t.Fatalf("losses %v, error %v", losses, err)
	}
	if d := cmp.Diff(reference(t), e, exactly...); d != "" {
		t.Error(d)
	}
}

func TestColumnsAreFoundByHeading(t *testing.T) {
	for name, edit := range map[string]func(f *excelize.File) error{
		"without the names of fields": func(f *excelize.File) error { return f.RemoveRow("条款", 3) },
		"without title and hint":      func(f *excelize.File) error { return errors.Join(f.RemoveRow("条款", 1), f.RemoveRow("条款", 1)) },
		"only the names of fields":    func(f *excelize.File) error { return f.RemoveRow("条款", 4) },
		"moved": func(f *excelize.File) error {
			if err := f.InsertCols("术语", "A", 2); err != nil {
				return err
			}
			for row := 3; row <= 20; row++ { // the definition before the code
				v, _ := f.GetCellValue("术语", fmt.Sprintf("F%d", row))
				set(f, "术语", fmt.Sprintf("A%d", row), v)
				set(f, "术语", fmt.Sprintf("F%d", row), nil)
			}
			return nil
		},
	} {
		e, losses, err := byHand(t, func(f *excelize.File) {
			if err := edit(f); err != nil {
				t.Fatal(err)
			}
		})
		if err != nil || len(losses) > 0 {
			t.Errorf("%s: losses %v, error %v", name, losses, err)
			continue
		}
		if d := cmp.Diff(reference(t), e, exactly...); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}

func TestWhatIsNotTaken(t *testing.T) {
	_, losses, err := byHand(t, func(f *excelize.File) {
		set(f, "条款", "BZ4", "我的备注")
		set(f, "条款", "BZ12", "问一下")
		if _, err := f.NewSheet("草稿"); err != nil {
			t.Fatal(err)
		}
		if err := f.RemoveCol("术语", "C"); err != nil { // term_en
			t.Fatal(err)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	have := []string{}
	for _, loss := range losses {
		have = append(have, loss.Path+" "+loss.Code)
	}
	if d := cmp.Diff([]string{"草稿 loss.unknown", "术语!A4 loss.column-absent",
		"条款!BZ4 loss.unknown"}, have); d != "" {
		t.Error(d)
	}
}

// TestDirection: what turns the direction of reading is taken out of a cell, and the cell is named.
func TestDirection(t *testing.T) {
	plain, _, err := byHand(t, func(*excelize.File) {})
	if err != nil {
		t.Fatal(err)
	}
	e, losses, err := byHand(t, func(f *excelize.File) {
		cell := column(f, "条款", "text") + "15"
		text, err := f.GetCellValue("条款", cell)
		if err != nil {
			t.Fatal(err)
		}
		set(f, "条款", cell, "\u202e"+text+"\u202c")
	})
	if err != nil || len(losses) != 1 || losses[0].Path != "条款!G15" || losses[0].Code != "loss.direction" {
		t.Fatalf("losses %v, error %v", losses, err)
	}
	if e.Digest() != plain.Digest() {
		t.Error("the edition is another one")
	}
}

func TestEveryProblemAtItsCell(t *testing.T) {
	_, _, err := byHand(t, func(f *excelize.File) {
		set(f, "标准", "D16", "明天")
		set(f, "章", "E9", 9)                                  // the weights of the tier do not add to 100
		set(f, "条款", "A11", "HS001")                          // a second HS001
		set(f, "条款", clause(f, "points.district"), "三")       // no number
		set(f, "条款", clause(f, "modality"), "必须")             // not in the set
		set(f, "条款", clause(f, "method.type"), "")            // a scored clause without a method
		set(f, "条款", column(f, "条款", "code")+"12", 5.1)       // 5.10?
		set(f, "条款", column(f, "条款", "veto")+"13", "也许")      // no flag
		set(f, "条款", column(f, "条款", "title")+"14", "")       // empty
		set(f, "条款", column(f, "条款", "text")+"15", "应\ufffd") // lost in a conversion
		set(f, "列项", "A5", "HS999")                           // no such clause
		if err := f.SetCellFormula("条款", column(f, "条款", "points.district")+"16", "1+1"); err != nil {
			t.Fatal(err)
		}
		if err := f.MergeCell("条款", "G17", "G18"); err != nil {
			t.Fatal(err)
		}
	})
	want := []string{"条款!G17 grid.merged", "条款!H10 grid.choice", "条款!N10 number-range",
		"条款!W10 missing", "条款!B12 grid.code-number", "条款!T13 grid.flag", "条款!E14 missing",
		"条款!G15 control", "条款!N16 grid.formula", "列项!A5 grid.uid-unknown",
		"等级!A5 grid.uid-unknown", "等级!A6 grid.uid-unknown", "等级!A7 grid.uid-unknown",
		"等级!A8 grid.uid-unknown", "标准!D16 date", "章!A4 weight-sum", "条款!W11 missing",
		"条款!A11 duplicate"}
	if d := cmp.Diff(want, problemsOf(t, err)); d != "" {
		t.Error(d)
	}
}
