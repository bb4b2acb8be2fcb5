package register_test

import (
	"fmt"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"bytes"

	"hallmark/api/apitest"
	"hallmark/checklists"
)

// importCase is a file of testdata/import with what it has to give.
type importCase struct {
	status int
	new    int
	said   string   // in the remarks, the text of one of them
	fields []string // of a refusal: place and code of each problem
}

func importCases() map[string]importCase {
	return map[string]importCase{
		"halls-csv-bare-quote.csv":      {status: 422, fields: []string{"第 2 行 J: grid.csv-quote"}},
		"halls-csv-cr-only.csv":         {status: 200, new: 1, said: "回车符（CR）"},
		"halls-csv-date-with-time.csv":  {status: 200, new: 1},
		"halls-csv-fullwidth-comma.csv": {status: 200, new: 1, said: "全角逗号"},
		"halls-csv-gbk.csv":             {status: 200, new: 1, said: "GB 18030"},
		"halls-csv-semicolons.csv":      {status: 200, new: 1, said: "分号"},
		"halls-csv-utf16le-tabs.csv":    {status: 200, new: 1, said: "UTF-16 LE"},
		"halls-csv-utf8-tabs.csv":       {status: 200, new: 1, said: "制表符"},
		"halls-date-t-d-datetime.xlsx":  {status: 200, new: 1},
		"halls-hidden-sheet-first.xlsx": {status: 200, new: 1, said: "隐藏的工作表，未读取"},
		"halls-two-sheets.xlsx":         {status: 200, new: 4},
		"halls-merged.xlsx":             {status: 422, fields: []string{"Sheet1!C2: grid.merged"}},
		"halls-csv-existing-hall-few-columns.csv": {status: 200,
			said: "已有的内容保持不变，新增的留空：上级大厅编号、"},
		"halls-csv-stray-quote-on-line-402.csv": {status: 422, fields: []string{"第 402 行 B: grid.csv-quote"}},
		"halls-shared-strings-part-missing.xlsx": {status: 422,
			fields: []string{"Sheet1!K2: grid.cell-lost"}},
		"halls-existing-notes-erased-by-missing-shared-string.xlsx": {status: 422,
			fields: []string{"Sheet1!D2: grid.cell-lost"}},
	}
}

// TestImportCases reads files of other programs and of everyday hands, each by the API and by the
// page, both with the same outcome; whatever its name says, the content decides what it is.
func TestImportCases(t *testing.T) {
	k := apitest.New(t)
	k.Stay()
	k.SignIn("supervisor")
	files, err := filepath.Glob("testdata/import/*")
	k.Must(err)
	for name, want := range importCases() {
		path := filepath.Join("testdata/import", name)
		if !slices.Contains(files, path) {
			t.Errorf("%s is not there", name)
			continue
		}
		content, err := os.ReadFile(path)
		k.Must(err)
		r := k.ImportHalls(want.status, "dryRun=true&format="+strings.TrimPrefix(filepath.Ext(name), "."),
			content)
		var have []string
		for _, f := range r.Fields {
			place := f.Name
			if f.Line > 0 {
				place = fmt.Sprintf("第 %d 行 %s", f.Line, f.Name)
			}
			have = append(have, place+": "+f.Code)
		}
		if !slices.Equal(have, want.fields) || r.New != want.new {
			t.Errorf("%s: %d new, refused %q", name, r.New, have)
		}
		said := ""
		for _, loss := range r.Losses {
			said += loss.Detail + "\n"
		}
		if !strings.Contains(said, want.said) || len(r.Losses) > 3 {
			t.Errorf("%s: said %q", name, said)
		}
		status, page := uploadHalls(k, "大厅.dat", content)
		if status != want.status || !strings.Contains(page, want.said) {
			t.Errorf("%s: the page answers %d %.3000s", name, status, page)
		}
		for _, f := range want.fields {
			place, _, _ := strings.Cut(f, ": ")
			if !strings.Contains(page, place) {
				t.Errorf("%s: the page does not name %s", name, place)
			}
		}
	}
	if len(files) != len(importCases()) {
		t.Errorf("%d files, %d cases", len(files), len(importCases()))
	}
}

// TestImportKeepsWhatIsNotThere imports a file with three columns over a hall that has more.
func TestImportKeepsWhatIsNotThere(t *testing.T) {
	k := apitest.New(t)
	k.SignIn("supervisor")
	var before, after checklists.Hall
	k.Want(200, "GET", "/api/v1/halls/GS-C01", nil, &before)
	content, err := os.ReadFile("testdata/import/halls-csv-existing-hall-few-columns.csv")
	k.Must(err)
	k.ImportHalls(200, "format=csv", content)
	k.Want(200, "GET", "/api/v1/halls/GS-C01", nil, &after)
	if before.Parent != after.Parent || before.Area != after.Area || before.Notes != after.Notes ||
		len(before.Measurements) != len(after.Measurements) {
		t.Errorf("%+v became %+v", before, after)
	}
}

// TestForeignFiles sends files of other kinds under the name of a table: each is called what it is,
// with what to save it as.
func TestForeignFiles(t *testing.T) {
	k := apitest.New(t)
	k.SignIn("supervisor")
	for code, content := range map[string]string{"file.pdf": "%PDF-1.7\n", "file.html": "<html><table>",
		"file.xls": "\xd0\xcf\x11\xe0 W\x00o\x00r\x00k\x00b\x00o\x00o\x00k\x00"} {
		for _, form := range []string{"xlsx", "csv"} {
			r := k.ImportHalls(422, "dryRun=true&format="+form, []byte(content))
			if len(r.Fields) != 1 || r.Fields[0].Code != code {
				t.Errorf("%s as %s: %+v", code, form, r.Fields)
			}
		}
	}
}

// TestImportDays reads a day in the forms in which programs and people write it; a time of day that
// is not midnight is refused as that.
func TestImportDays(t *testing.T) {
	k := apitest.New(t)
	k.SignIn("supervisor")
	for day, code := range map[string]string{"2024/1/1 0:00": "", "2024-01-01T00:00:00Z": "",
		"2024年1月1日 00:00:00": "", "2024 年 1 月 1 日": "", "20240101": "", "2024.1.1": "",
		"2024-01-01 08:30": "grid.day-time", "2024/1/1 0:00:01": "grid.day-time",
		"2024-02-30 0:00": "error.field-datetime"} {
		status := 200
		if code != "" {
			status = 422
		}
		r := k.ImportHalls(status, "dryRun=true&format=csv",
			[]byte("大厅编号,名称,层级,启用日期\nT-1,甲,社区,"+day+"\n"))
		if code != "" && (len(r.Fields) != 1 || r.Fields[0].Code != code) {
			t.Errorf("%s: %+v", day, r.Fields)
		}
	}
}

func uploadHalls(k *apitest.Kit, name string, content []byte) (int, string) {
	k.T.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	part, err := w.CreateFormFile("file", name)
	k.Must(err)
	_, err = part.Write(content)
	k.Must(err)
	k.Must(w.Close())
	r := k.Request(http.MethodPost, "/halls/import", b.Bytes())
	r.Header.Set("Content-Type", w.FormDataContentType())
	status, _, body := k.Do(r)
	return status, string(body)
}
