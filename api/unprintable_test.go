package api_test

import (
	"bytes"
	"html"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	"hallmark/api/apitest"
	"hallmark/api/web"
	"hallmark/api/wire"
)

// TestUnprintableIsSaid: what papers cannot print is said when it is typed, by member and sign, by
// API and page; what they can print is not mentioned.
func TestUnprintableIsSaid(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("admin")
	hall := func(id, name string) string {
		t.Helper()
		status, header, body := k.Call("POST", "/api/v1/halls", apitest.Object{"id": id,
			"name": name + "便民服务中心", "tier": "community", "parent": "GS-S03"})
		if status != http.StatusCreated {
			t.Fatalf("%s: %d %s", name, status, body)
		}
		return header.Get(wire.UnprintableHeader)
	}
	if got := hall("GS-C91", "𠮷野龑"); got != "" {
		t.Errorf("a name that can be printed: %q", got)
	}
	if got := hall("GS-C92", "小河😀"); got != "name(U+1F600)" {
		t.Errorf("a name that cannot: %q", got)
	}
	_, _, register := k.Call("GET", "/api/v1/halls?format=csv", nil)
	file := strings.Replace(string(register), "枫塘社区", "枫塘👍社区", 1)
	r := k.Request("POST", "/api/v1/halls/import?format=csv&dryRun=true", []byte(file))
	r.Header.Set("Content-Type", "application/octet-stream")
	if _, _, body := k.Do(r); !strings.Contains(string(body), "👍(U+1F44D)") ||
		strings.Count(string(body), `"path"`) != 1 {
		t.Errorf("an import does not say it once: %s", body)
	}
	k.SignIn("editor")
	_, _, edition := k.Call("GET", "/api/v1/editions/2017/export?format=json", nil)
	file = strings.Replace(string(edition), "大厅使用面积", "大厅👍使用面积", 1)
	r = k.Request("POST", "/api/v1/drafts/import?format=json&base=2017&title=x", []byte(file))
	r.Header.Set("Content-Type", "application/octet-stream")
	if status, _, body := k.Do(r); status != http.StatusCreated || !strings.Contains(string(body), "👍(U+1F44D)") {
		t.Errorf("the import of an edition does not say it: %d %.900s", status, body)
	}
	wantUploadSaid(k)
	k.SignIn("auditor")
	id := k.ReadyAudit()
	status, header, body := k.Call("POST", "/api/v1/audits/"+id+"/changes", apitest.Object{"revision": 0,
		"changes": []apitest.Object{k.Operation("HS001", "note", apitest.Object{"note": "见照片👍"})}})
	if got := header.Get(wire.UnprintableHeader); status != http.StatusOK ||
		got != "changes[0].value.note(U+1F44D)" {
		t.Errorf("a note: %d %q %s", status, got, body)
	}
	form := url.Values{"revision": {"0"}, "comment": {"备注😀"}} // refused: the page shows it again
	_, _, page := k.SendForm("/audits/"+id+"/submit", form)
	if !strings.Contains(html.UnescapeString(page), "“备注😀”中的 😀(U+1F600)") {
		t.Errorf("the page does not say it: %s", page)
	}
	_, _, score := k.Call("GET", "/audits/"+id+"/score", nil)
	if !strings.Contains(html.UnescapeString(string(score)), "见照片👍</span> – 👍(U+1F44D)") {
		t.Error("the page of the score does not say what its papers cannot print")
	}
}

// wantUploadSaid uploads the file of an amendment sheet: the page that follows says it.
func wantUploadSaid(k *apitest.Kit) {
	k.T.Helper()
	sheet, err := os.ReadFile("../fixtures/amendment-XG1.yaml")
	k.Must(err)
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	part, err := w.CreateFormFile(web.SheetField, "XG1.yaml")
	k.Must(err)
	_, err = part.Write(bytes.Replace(sheet, []byte("announcement: 2022"), []byte("announcement: 👍2022"), 1))
	k.Must(err)
	k.Must(w.Close())
	b := k.Browse("editor")
	p := b.Send("POST", "/amendments", w.FormDataContentType(), &body)
	if said := html.UnescapeString(b.Get(p.Header.Get("Location")).Body); p.Status != http.StatusSeeOther ||
		!strings.Contains(said, "👍(U+1F44D)") {
		k.T.Errorf("the page after the upload of a sheet: %d %.3000s", p.Status, said)
	}
}
