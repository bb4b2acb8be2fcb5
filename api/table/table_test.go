package table_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"hallmark/api/table"
	"hallmark/standard"
)

func halls() *table.Table {
	return &table.Table{
		Title: "大厅得分", Notes: []string{"截至 2018-03-01"},
		Columns: []table.Column{{Title: "大厅"}, {Title: "得分", Decimals: 1}, {Title: "检查日期"},
			{Title: "问题数"}},
		Rows: [][]table.Cell{
			{table.Text("祥符街道"), table.Number(standard.MustDecimal("92")),
				table.Day("2018-03-01"), table.Count(-3)},
			{table.Text("=1+1"), table.Number(standard.MustDecimal("0.070001")),
				table.Date(time.Date(2018, 1, 2, 23, 30, 0, 0, time.FixedZone("", 8*3600)))},
			{table.Text("-5"), {}, table.Day("未检查")},
		},
	}
}

func open(t *testing.T, write func(*bytes.Buffer) error) *excelize.File {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

func TestXLSX(t *testing.T) {
	f := open(t, func(b *bytes.Buffer) error { return halls().WriteXLSX(b) })
	if d := cmp.Diff([]string{"大厅得分"}, f.GetSheetList()); d != "" {
		t.Error(d)
	}
	shown, err := f.GetRows("大厅得分")
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([][]string{{"大厅得分"}, {"截至 2018-03-01"},
		{"大厅", "得分", "检查日期", "问题数"},
		{"祥符街道", "92.0", "2018-03-01", "-3"},
		{"=1+1", "0.070001", "2018-01-02"}, {"-5", "", "未检查"}}, shown); d != "" {
		t.Error(d)
	}
	for cell, want := range map[string]excelize.CellType{"A5": excelize.CellTypeInlineString,
		"A6": excelize.CellTypeInlineString, "B5": excelize.CellTypeUnset,
		"C4": excelize.CellTypeUnset} {
		if have, err := f.GetCellType("大厅得分", cell); have != want || err != nil {
			t.Errorf("%s: type %d, want %d, error %v", cell, have, want, err)
		}
		if formula, _ := f.GetCellFormula("大厅得分", cell); formula != "" {
			t.Errorf("%s is a formula", cell)
		}
	}
	panes, err := f.GetPanes("大厅得分")
	if err != nil || !panes.Freeze || panes.YSplit != 3 {
		t.Errorf("panes %+v, error %v", panes, err)
	}
}

// TestMoments holds that a time is a number for a spreadsheet and shows the offset of its zone.
func TestMoments(t *testing.T) {
	at := time.Date(2018, 3, 1, 23, 30, 5, 0, time.UTC)
	list := &table.Table{Title: "t", Columns: make([]table.Column, 5)}
	list.Add(at.In(time.FixedZone("", 8*3600)), at, time.Time{}, 7, "")
	f := open(t, func(b *bytes.Buffer) error { return list.WriteXLSX(b) })
	for cell, want := range map[string][2]string{"A3": {"2018-03-02 07:30:05", `"+08:00"`},
		"B3": {"2018-03-01 23:30:05", `"+00:00"`}} {
		text, err := f.GetCellValue("t", cell, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		days, err := strconv.ParseFloat(text, 64)
		if err != nil {
			t.Fatal(err)
		}
		wall, err := excelize.ExcelDateToTime(days, false)
		if have := wall.Round(time.Second).Format(time.DateTime); err != nil || have != want[0] {
			t.Errorf("%s: %s, want %s, error %v", cell, have, want[0], err)
		}
		id, err := f.GetCellStyle("t", cell)
		if err != nil {
			t.Fatal(err)
		}
		style, err := f.GetStyle(id)
		if err != nil || !strings.HasSuffix(*style.CustomNumFmt, want[1]) {
			t.Errorf("%s is shown as %+v, error %v", cell, style, err)
		}
	}
	if kind, err := f.GetCellType("t", "A3"); kind != excelize.CellTypeUnset || err != nil {
		t.Errorf("a time has type %d, error %v", kind, err)
	}
	var b strings.Builder
	if err := list.WriteCSV(&b); err != nil {
		t.Fatal(err)
	}
	if want := "2018-03-02T07:30:05+08:00,2018-03-01T23:30:05Z,,7,"; !strings.Contains(b.String(), want) {
		t.Errorf("CSV: %q", b.String())
	}
}

// TestNumbersAreExact looks at what stands in the file, not at what is shown.
func TestNumbersAreExact(t *testing.T) {
	want := []string{"0.1", "0.07", "187.5", "999999999999999", "-0.000001", "123456789.123456", "0"}
	list := &table.Table{Title: "数", Columns: []table.Column{{Title: "值"}}}
	for _, s := range want {
		list.Rows = append(list.Rows, []table.Cell{table.Number(standard.MustDecimal(s))})
	}
	f := open(t, func(b *bytes.Buffer) error { return list.WriteXLSX(b) })
	rows, err := f.GetRows("数", excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	have := []string{}
	for _, row := range rows[2:] {
		have = append(have, row...)
	}
	if d := cmp.Diff(want, have); d != "" {
		t.Error(d)
	}
}

func TestSheetNames(t *testing.T) {
	long := strings.Repeat("长", 40)
	tables := []*table.Table{{Title: "甲/乙:[丙]"}, {Title: long}, {Title: long}, {Title: "''"},
		{Title: "A"}, {Title: "a"}}
	f := open(t, func(b *bytes.Buffer) error { return table.WriteXLSX(b, tables...) })
	want := []string{"甲 乙  丙", long[:31*3], long[:29*3] + " 2", "1", "A", "a 2"}
	if d := cmp.Diff(want, f.GetSheetList()); d != "" {
		t.Error(d)
	}
}

func TestTooLongForACell(t *testing.T) {
	list := halls()
	list.Rows[0][0] = table.Text(strings.Repeat("长", 32768))
	var b bytes.Buffer
	if err := list.WriteXLSX(&b); !errors.Is(err, table.ErrCell) || b.Len() > 0 ||
		!strings.Contains(err.Error(), "大厅得分!A4") {
		t.Errorf("error %v after %d bytes", err, b.Len())
	}
}

func TestCSV(t *testing.T) {
	list := halls()
	for _, s := range []string{"+1", "@SUM(A1)", "\t=1", "＝1", "'a", "多\n行", `引"号,`} {
		list.Rows = append(list.Rows, []table.Cell{table.Text(s)})
	}
	var b bytes.Buffer
	if err := list.WriteCSV(&b); err != nil {
		t.Fatal(err)
	}
	body, marked := strings.CutPrefix(b.String(), "\ufeff")
	if !marked || !strings.Contains(body, "\r\n") {
		t.Errorf("no byte order mark or no CRLF: %q", b.String())
	}
	r, err := csv.NewReader(strings.NewReader(body)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([][]string{{"大厅", "得分", "检查日期", "问题数"},
		{"祥符街道", "92", "2018-03-01", "-3"}, {"'=1+1", "0.070001", "2018-01-02", ""},
		{"'-5", "", "未检查", ""}, {"'+1", "", "", ""}, {"'@SUM(A1)", "", "", ""},
		{"'\t=1", "", "", ""}, {"'＝1", "", "", ""}, {"''a", "", "", ""}, {"多\n行", "", "", ""},
		{`引"号,`, "", "", ""}}, r); d != "" {
		t.Error(d)
	}
}
