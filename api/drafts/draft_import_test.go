package drafts_test

import (
	"bytes"
	"encoding/json"
	"mime/multipart"
	"net/http"
	"os"
	"strings"
	"testing"

	"hallmark/api/apitest"
	"hallmark/api/formats"
	"hallmark/fixtures"
	"hallmark/standard"
)

// TestDraftFromFile reads the amended edition back in every form that carries all of it: the draft
// has its digest, and what cannot be read is said with its place.
func TestDraftFromFile(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("editor")
	amended := amendedEdition(t)
	for _, name := range []string{"xlsx", "json", "yaml", "oscal-catalog"} {
		content := written(t, name, amended)
		status, body := imports(k, "title="+name+"&base=2017&format="+name, content)
		if status != http.StatusCreated {
			t.Fatalf("%s: %d %s", name, status, body)
		}
		var made struct {
			Draft  struct{ ID string }
			Losses []struct{ Path string }
		}
		k.Must(json.Unmarshal(body, &made))
		var d struct{ Digest string }
		k.Want(200, "GET", "/api/v1/drafts/"+made.Draft.ID+"/edition", nil, &d)
		if d.Digest != string(amended.Digest()) {
			t.Errorf("%s: the draft has digest %s, want %s", name, d.Digest, amended.Digest())
		}
	}
	for query, want := range map[string]string{
		"title=x&base=1999&format=json": `"base"`,
		"title=&base=2017&format=json":  `"title"`,
		"title=x&base=2017&format=xlsx": `"invalid"`,
	} {
		if status, body := imports(k, query, []byte("{}")); status != http.StatusUnprocessableEntity ||
			!strings.Contains(string(body), want) {
			t.Errorf("%s: %d %s", query, status, body)
		}
	}
	for _, query := range []string{"title=x&base=2017&format=pdf", "format=pdf"} {
		if status, body := imports(k, query, []byte("{}")); status != http.StatusBadRequest ||
			!strings.Contains(string(body), `"format"`) {
			t.Errorf("%s: %d %s", query, status, body)
		}
	}
}

// TestDraftFromUpload is the same by the page.
func TestDraftFromUpload(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.Stay()
	k.SignIn("editor")
	amended := amendedEdition(t)
	if status, location, page := uploadDraft(k, "XG1.xlsx", written(t, "xlsx", amended)); status != http.StatusSeeOther ||
		!strings.HasPrefix(location, "/drafts/") {
		t.Errorf("%d %s %s", status, location, page)
	}
	broken := *amended
	broken.Clauses = append([]standard.Clause{}, amended.Clauses...)
	broken.Clauses[3].Text = ""
	status, _, page := uploadDraft(k, "XG1.csv", written(t, "csv", &broken))
	if status != http.StatusUnprocessableEntity || !strings.Contains(page, "什么也没有保存") {
		t.Errorf("%d %s", status, page)
	}
	if status, _, page := uploadDraft(k, "XG1.pdf", []byte("%PDF")); status != http.StatusUnprocessableEntity ||
		!strings.Contains(page, "这是 PDF") {
		t.Errorf("%d %s", status, page)
	}
	var list struct{ Items []struct{} }
	k.Want(200, "GET", "/api/v1/drafts", nil, &list)
	if len(list.Items) != 1 {
		t.Errorf("%d drafts are stored", len(list.Items))
	}
}

// TestDraftFromForeignCatalog opens a draft of somebody else's catalog by API and by page, whatever
// its name, and says of other files what they are.
func TestDraftFromForeignCatalog(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.Stay()
	k.SignIn("editor")
	catalog, err := os.ReadFile("../formats/testdata/cases/oscal-catalog-under-the-name-json.json")
	k.Must(err)
	for _, query := range []string{"title=a&base=2017&format=json", "title=b&base=2017"} {
		status, body := imports(k, query, catalog)
		var made struct {
			Draft  struct{ ID string }
			Losses []struct{ Path, Text string }
		}
		k.Must(json.Unmarshal(body, &made))
		if status != http.StatusCreated || !strings.Contains(string(body), "catalog.groups[0].controls[0]") {
			t.Errorf("%s: %d %s", query, status, body)
		}
	}
	if status, _, page := uploadDraft(k, "x_catalog.json", catalog); status != http.StatusCreated ||
		!strings.Contains(page, "Signs") {
		t.Errorf("%d %s", status, page)
	}
	for content, want := range map[string]string{
		"%PDF-1.7":           "PDF",
		`{"profile": {}}`:    "配置文件",
		"standard:\n\tid: x": "制表符",
		strings.Replace(string(written(t, "yaml", amendedEdition(t))), "  veto: false", "  veto: no",
			1): "条款 4.1",
	} {
		if status, _, page := uploadDraft(k, "a.yaml", []byte(content)); status != http.StatusUnprocessableEntity ||
			!strings.Contains(page, want) {
			t.Errorf("%q is missing: %d %s", want, status, page)
		}
	}
}

func amendedEdition(t *testing.T) *standard.Edition {
	t.Helper()
	base, err := fixtures.Edition2017()
	if err != nil {
		t.Fatal(err)
	}
	sheet, err := fixtures.AmendmentXG1()
	if err != nil {
		t.Fatal(err)
	}
	e, err := standard.Apply(base, sheet)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func written(t *testing.T, name string, e *standard.Edition) []byte {
	t.Helper()
	f, _ := formats.Named(name)
	var b bytes.Buffer
	if _, err := f.Write(&b, e, formats.Options{}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func imports(k *apitest.Kit, query string, content []byte) (int, []byte) {
	k.T.Helper()
	r := k.Request("POST", "/api/v1/drafts/import?"+query, string(content))
	r.Header.Set("Content-Type", "application/octet-stream")
	status, _, body := k.Do(r)
	return status, body
}

func uploadDraft(k *apitest.Kit, name string, content []byte) (status int, location, page string) {
	k.T.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for field, value := range map[string]string{"title": "从表格", "base": "2017"} {
		k.Must(w.WriteField(field, value))
	}
	part, err := w.CreateFormFile("file", name)
	k.Must(err)
	_, err = part.Write(content)
	k.Must(err)
	k.Must(w.Close())
	r := k.Request("POST", "/drafts/import", b.String())
	r.Header.Set("Content-Type", w.FormDataContentType())
	status, header, body := k.Do(r)
	return status, header.Get("Location"), string(body)
}
