package register_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"hallmark/api/apitest"
	"hallmark/checklists"
)

func allHalls(k *apitest.Kit) []byte {
	k.T.Helper()
	_, _, body := k.Call("GET", "/api/v1/halls?limit=200", nil)
	return body
}

// TestRegisterRoundTrip exports the register in both forms and imports it again: nothing is new and
// nothing changes.
func TestRegisterRoundTrip(t *testing.T) {
	k := apitest.New(t)
	k.SignIn("supervisor")
	full := apitest.Object{"revision": 1, "area": "330105001", "phone": "'0571-1", "address": "=1+1", "hours": "-9:00",
		"head": "head", "liaison": "head", "liaisonName": "_x0041_", "opened": "2018-01-12",
		"notes": "一\n@二", "pilot": true, "facilities": []string{"wifi", "queue-system"},
		"duties": apitest.Object{"district_authority": "区行政审批办"}, "measurements": apitest.Object{
			"public_floor_area": 187.25, "avg_wait_minutes": 7}}
	k.Want(200, "PATCH", "/api/v1/halls/GS-S03", full, nil)
	before := allHalls(k)
	for _, form := range []string{"xlsx", "csv"} {
		_, _, file := k.Call("GET", "/api/v1/halls?format="+form, nil)
		r := k.ImportHalls(200, "format="+form, file)
		if r.New+r.Changed+len(r.Halls)+r.Left+len(r.Losses) != 0 || r.Unchanged != 12 {
			t.Errorf("%s: %+v", form, r)
		}
		if after := allHalls(k); !bytes.Equal(before, after) {
			t.Errorf("%s: the register has changed: %.200s", form, after)
		}
	}
}

// workbookOf fills in the empty register with rows by heading.
func workbookOf(k *apitest.Kit, rows ...map[string]any) []byte {
	k.T.Helper()
	_, _, template := k.Call("GET", "/api/v1/hall-template", nil)
	f, err := excelize.OpenReader(bytes.NewReader(template))
	k.Must(err)
	defer f.Close()
	sheet := f.GetSheetName(0)
	lines, err := f.GetRows(sheet)
	k.Must(err)
	heading := len(lines)
	for i, row := range rows {
		for title, value := range row {
			column := slices.Index(lines[heading-1], title)
			if column < 0 {
				k.T.Fatalf("the template has no %q: %q", title, lines)
			}
			cell, err := excelize.CoordinatesToCellName(column+1, heading+1+i)
			k.Must(err)
			if formula, ok := strings.CutPrefix(fmt.Sprint(value), "formula:"); ok {
				k.Must(f.SetCellFormula(sheet, cell, formula))
			} else {
				k.Must(f.SetCellValue(sheet, cell, value))
			}
		}
	}
	var b bytes.Buffer
	k.Must(f.Write(&b))
	return b.Bytes()
}

func TestRegisterImport(t *testing.T) {
	k := apitest.New(t)
	k.SignIn("admin")
	file := workbookOf(k,
		map[string]any{"大厅编号": "GS-C91", "名称": "甲站", "层级": "社区", "上级大厅编号": "GS-S90",
			"区划代码": 330105001002, "启用日期": "2018年1月12日", "公众区域面积（㎡）": 80.5, "无障碍设施": "√"},
		map[string]any{"大厅编号": "GS-S90", "名称": "乙中心", "层级": "街道", "上级大厅编号": "GS-D00"},
		map[string]any{"大厅编号": "GS-S03", "名称": "青萍街道便民服务中心", "层级": "街道",
			"上级大厅编号": "GS-D00", "负责人账号": "head", "电话": "0571-1"})
	dry := k.ImportHalls(200, "format=xlsx&dryRun=true", file)
	if dry.New != 2 || dry.Changed != 1 || dry.Unchanged != 0 || dry.Left != 11 || len(dry.Halls) != 3 {
		t.Errorf("%+v", dry)
	}
	if d := cmp.Diff([]string{"headTitle", "headName", "head", "phone", "governingBody", "guidingBody",
		"measurements.public_floor_area", "measurements.service_windows",
		"measurements.comprehensive_windows", "measurements.self_service_terminals", "nameEn", "notes"},
		dry.Halls[2].Fields); d != "" {
		t.Error(d)
	}
	k.Want(404, "GET", "/api/v1/halls/GS-C91", nil, nil)
	done := k.ImportHalls(200, "format=xlsx", file)
	if d := cmp.Diff(dry, done); d != "" {
		t.Errorf("the import did something else than was shown: %s", d)
	}
	var h checklists.Hall
	k.Want(200, "GET", "/api/v1/halls/GS-C91", nil, &h)
	if h.Area != "330105001002" || h.Opened != "2018-01-12" || h.Parent != "GS-S90" || h.Revision != 1 ||
		h.Measurements["public_floor_area"].String() != "80.5" || len(h.Facilities) != 1 {
		t.Errorf("%+v", h)
	}
	k.Want(200, "GET", "/api/v1/halls/GS-S03", nil, &h)
	if h.Revision != 2 || h.Head != "head" || h.Phone != "0571-1" ||
		h.Measurements["avg_wait_minutes"].String() != "24" {
		t.Errorf("%+v", h)
	}
	for subject, want := range map[string]string{"hall/GS-C91": "hall-added", "hall/GS-S03": "hall-changed",
		"halls/import": "halls-imported"} {
		var events struct {
			Items []struct{ Action, Actor string }
		}
		k.Want(200, "GET", "/api/v1/events?subject="+url.QueryEscape(subject), nil, &events)
		if len(events.Items) == 0 || events.Items[0].Action != want || events.Items[0].Actor != "admin" {
			t.Errorf("%s: %+v", subject, events)
		}
	}
	if again := k.ImportHalls(200, "format=xlsx", file); again.New+again.Changed != 0 || again.Unchanged != 3 {
		t.Errorf("a second time: %+v", again)
	}
}

// TestRegisterProblems makes every mistake at once; each comes back with its cell, nothing is written.
// TestRegisterOwnHall: nobody changes the entry of the hall in which they work, by a file either.
func TestRegisterOwnHall(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.Place("supervisor", "GS-S03", "")
	k.SignIn("supervisor")
	file := workbookOf(k, map[string]any{"大厅编号": "GS-S03", "名称": "青萍街道便民服务中心",
		"层级": "街道", "上级大厅编号": "GS-D00", "负责人账号": "head", "电话": "0571-1"})
	if r := k.ImportHalls(403, "format=xlsx", file); r.Code != "own-hall" {
		t.Errorf("the own hall: %+v", r)
	}
	k.Place("supervisor", "GS-S04", "")
	k.SignIn("supervisor")
	if r := k.ImportHalls(200, "format=xlsx", file); r.Changed != 1 {
		t.Errorf("another hall: %+v", r)
	}
}

func TestRegisterProblems(t *testing.T) {
	k := apitest.New(t)
	k.SignIn("supervisor")
	before := allHalls(k)
	r := k.ImportHalls(422, "format=xlsx", workbookOf(k,
		map[string]any{"大厅编号": "GS-C91", "层级": "省", "上级大厅编号": "GS-X1", "区划代码": "3301051"},
		map[string]any{"大厅编号": "gs c92", "名称": "formula:A1&B1", "层级": "社区"},
		map[string]any{"名称": "无编号", "层级": "社区"},
		map[string]any{"大厅编号": "GS-C91", "名称": "又一个", "层级": "社区"},
		map[string]any{"大厅编号": "GS-S03", "名称": "青萍", "层级": "区", "试点": "也许", "公众区域面积（㎡）": "很大",
			"启用日期": "2018-02-30", "负责人账号": "auditor"},
		map[string]any{"大厅编号": "GS-S91", "名称": "丙", "层级": "街道", "上级大厅编号": "GS-C92"},
		map[string]any{"大厅编号": "GS-C92", "名称": "丁", "层级": "社区"},
		map[string]any{"大厅编号": "GS-S95", "名称": "戊", "层级": "街道", "区划代码": "330106000000"},
		map[string]any{"大厅编号": "GS-C95", "名称": "己", "层级": "社区", "上级大厅编号": "GS-S95", "区划代码": "330105"},
		map[string]any{"大厅编号": "GS-C96", "名称": "庚", "层级": "社区", "区划代码": "99"},
		map[string]any{"大厅编号": "GS-C97", "名称": "辛", "层级": "社区", "上级大厅编号": "GS-S95", "区划代码": "330106001"}))
	var have []string
	for _, f := range r.Fields {
		have = append(have, f.Name+" "+f.Code)
		if f.Detail == "" || strings.Contains(f.Detail, "%!") || strings.HasPrefix(f.Detail, "error.") {
			t.Errorf("%+v", f)
		}
	}
	slices.Sort(have)
	const sheet = "大厅名册!"
	want := []string{"B5 error.field-required", "C5 grid.choice", "D5 error.field-unknown-hall",
		"E5 error.field-areacode", "A6 error.field-hallid", "B6 grid.formula", "A7 missing", "A8 grid.row-twice",
		"C9 error.field-hall-tier", "G9 grid.flag", "U9 number-range", "H9 error.field-datetime",
		"K9 error.field-hall-account", "D10 error.field-parent-tier",
		"E13 error.field-parent-area", "E14 error.field-unknown-area"}
	for i := range want {
		want[i] = sheet + want[i]
	}
	slices.Sort(want)
	if d := cmp.Diff(want, have); d != "" {
		t.Error(d)
	}
	if after := allHalls(k); !bytes.Equal(before, after) {
		t.Error("something was written")
	}
}

// TestRegisterHostile gives files that are made to do harm.
func TestRegisterHostile(t *testing.T) {
	k := apitest.New(t)
	k.SignIn("supervisor")
	book := func(sheet io.Reader) []byte {
		z, err := zip.NewReader(bytes.NewReader(workbookOf(k)), int64(len(workbookOf(k))))
		k.Must(err)
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		for _, f := range z.File {
			part, err := w.Create(f.Name)
			k.Must(err)
			if f.Name == "xl/worksheets/sheet1.xml" {
				_, err = io.Copy(part, sheet)
			} else {
				var body io.ReadCloser
				body, err = f.Open()
				k.Must(err)
				_, err = io.Copy(part, body)
			}
			k.Must(err)
		}
		k.Must(w.Close())
		return b.Bytes()
	}
	row := `<row><c t="inlineStr"><is><t>a</t></is></c></row>`
	for name, test := range map[string]struct {
		file []byte
		want string
	}{
		"no workbook":  {[]byte("x"), "grid.not-xlsx"},
		"100,000 rows": {book(strings.NewReader(`<worksheet><sheetData>` + strings.Repeat(row, 100_000))), "grid.rows"},
		"bomb": {book(io.MultiReader(strings.NewReader("<worksheet><sheetData><row><c><v>"),
			io.LimitReader(zeros{}, 300<<20))), "grid.bomb"},
		"100,000 rows of blanks": {book(strings.NewReader(`<worksheet><sheetData>` +
			strings.Repeat(`<row><c t="inlineStr"><is><t> </t></is></c></row>`, 100_000) +
			`</sheetData></worksheet>`)), "grid.no-headings"},
		"sheet without its part": {without(k, workbookOf(k), "xl/_rels/workbook.xml.rels", "worksheets/"),
			"grid.part-lost"},
		"no headings": {book(strings.NewReader(`<worksheet><sheetData>` + row + `</sheetData></worksheet>`)),
			"grid.no-headings"},
	} {
		r := k.ImportHalls(422, "format=xlsx&dryRun=true", test.file)
		if len(r.Fields) != 1 || r.Fields[0].Code != test.want {
			t.Errorf("%s: %+v", name, r.Fields)
		}
	}
	f, err := excelize.OpenReader(bytes.NewReader(workbookOf(k, map[string]any{"大厅编号": "GS-C91",
		"名称": "甲", "层级": "社区"})))
	k.Must(err)
	k.Must(f.MergeCell(f.GetSheetName(0), "A5", "B5"))
	var b bytes.Buffer
	k.Must(f.Write(&b))
	if r := k.ImportHalls(422, "format=xlsx", b.Bytes()); r.Fields[0].Code != "grid.merged" {
		t.Errorf("merged: %+v", r.Fields)
	}
}

// without is a workbook in whose part a word is spoiled.
func without(k *apitest.Kit, file []byte, part, word string) []byte {
	k.T.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	k.Must(err)
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range z.File {
		body, err := f.Open()
		k.Must(err)
		content, err := io.ReadAll(body)
		k.Must(err)
		if f.Name == part {
			content = regexp.MustCompile(`<Relationship [^>]*`+word+`[^>]*>(</Relationship>)?`).
				ReplaceAll(content, nil)
		}
		to, err := w.Create(f.Name)
		k.Must(err)
		_, err = to.Write(content)
		k.Must(err)
	}
	k.Must(w.Close())
	return b.Bytes()
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = '0'
	}
	return len(p), nil
}

// TestRegisterPages imports by the pages: a preview that writes nothing, then the confirmation; and
// changes a hall by its form.
func TestRegisterPages(t *testing.T) {
	k := apitest.New(t)
	k.Stay()
	k.SignIn("supervisor")
	send := func(file []byte) (int, string) {
		var b bytes.Buffer
		w := multipart.NewWriter(&b)
		part, err := w.CreateFormFile("file", "名册.xlsx")
		k.Must(err)
		_, err = part.Write(file)
		k.Must(err)
		k.Must(w.Close())
		r := k.Request("POST", "/halls/import", b.Bytes())
		r.Header.Set("Content-Type", w.FormDataContentType())
		status, _, body := k.Do(r)
		return status, string(body)
	}
	status, page := send(workbookOf(k, map[string]any{"大厅编号": "GS-C91", "层级": "社区"}))
	if status != 422 || !strings.Contains(page, "大厅名册!B5") || !strings.Contains(page, "请填写") {
		t.Errorf("refused: %d %s", status, page)
	}
	status, page = send(workbookOf(k, map[string]any{"大厅编号": "GS-C91", "名称": "甲站", "层级": "社区"}))
	upload := regexp.MustCompile(`name="upload" value="([^"]+)"`).FindStringSubmatch(page)
	if status != 200 || upload == nil || !strings.Contains(page, "甲站") {
		t.Fatalf("preview: %d %s", status, page)
	}
	k.Want(404, "GET", "/api/v1/halls/GS-C91", nil, nil)
	form := url.Values{"upload": {upload[1]}, "name": {"名册.xlsx"}}
	if status, location, _ := k.SendForm("/halls/import/confirm", form); status != http.StatusSeeOther ||
		location != "/halls/import?changed=0&left=12&new=1&unchanged=0" {
		t.Errorf("%d %v", status, location)
	}
	k.Want(200, "GET", "/api/v1/halls/GS-C91", nil, nil)
	if status, _, body := k.SendForm("/halls/import/confirm", form); status != 409 ||
		!strings.Contains(body, "已过期") {
		t.Errorf("twice: %d", status)
	}

	fields := url.Values{"revision": {"1"}, "name": {"甲服务站"}, "area": {"330105001002"}, "closed": {"true"},
		"measurements.service_windows": {"3"}, "facilities.wifi": {"true"}, "notes": {"一\r\n二"}}
	if status, _, body := k.SendForm("/halls/GS-C91", url.Values{"revision": {"1"}, "name": {""}, "area": {"33010"},
		"measurements.service_windows": {"三"}}); status != 422 || strings.Count(body, "field-problem") < 3 {
		t.Errorf("refused form: %d", status)
	}
	if status, _, _ := k.SendForm("/halls/GS-C91", fields); status != http.StatusSeeOther {
		t.Errorf("form: %d", status)
	}
	if status, _, _ := k.SendForm("/halls/GS-C91", fields); status != http.StatusConflict {
		t.Errorf("old form: %d", status)
	}
	var h checklists.Hall
	k.Want(200, "GET", "/api/v1/halls/GS-C91", nil, &h)
	if h.Name != "甲服务站" || h.Status != checklists.Closed || h.Notes != "一\n二" || h.Revision != 2 ||
		h.Measurements["service_windows"].String() != "3" || len(h.Facilities) != 1 {
		t.Errorf("%+v", h)
	}
	_, _, list := k.Call("GET", "/halls?q=%E7%94%B2%E6%9C%8D&status=closed", nil)
	if !strings.Contains(string(list), "甲服务站") || strings.Contains(string(list), "青萍") {
		t.Errorf("filtered list: %s", list)
	}
	if status, _, _ := k.SendForm("/halls", url.Values{"id": {"GS-C95"}, "name": {"新站"}, "tier": {"community"},
		"parent": {"GS-S03"}}); status != http.StatusSeeOther {
		t.Errorf("new hall: %d", status)
	}
}
