package editions_test

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"hallmark/api/apitest"
	"hallmark/api/formats"
	"hallmark/standard"
)

// TestExportAndBack saves both editions in every form; each that can be read gives the same digest.
func TestExportAndBack(t *testing.T) {
	k := apitest.New(t)
	k.Scene() // publishes the amended edition
	k.SignIn("editor")
	for _, id := range []string{"2017", "2017%2BXG1"} {
		at := "/api/v1/editions/" + id
		var e struct{ Digest standard.Digest }
		k.Want(http.StatusOK, "GET", at, nil, &e)
		base := exported(k, at+"/export?format=json", "json", nil)
		for _, f := range formats.All() {
			if f.Read == nil {
				continue
			}
			back := exported(k, at+"/export?format="+f.Name, f.Name, base)
			if back.Digest() != e.Digest {
				t.Errorf("%s as %s: another digest", id, f.Name)
			}
		}
	}
}

// exported saves an edition and reads the file; its loss report is as long as the header says.
func exported(k *apitest.Kit, at, form string, base *standard.Edition) *standard.Edition {
	k.T.Helper()
	status, header, body := k.Call("GET", at, nil)
	if status != http.StatusOK {
		k.T.Fatalf("%s: %d", at, status)
	}
	f, _ := formats.Named(form)
	if have := header.Get("Content-Type"); have != f.ContentType {
		k.T.Errorf("%s: content type %s", at, have)
	}
	if have := header.Get("Content-Disposition"); !strings.Contains(have, f.Extensions[0]) {
		k.T.Errorf("%s: file name %s", at, have)
	}
	var losses struct {
		Items []struct{ Path, Code, Detail string }
	}
	k.Want(http.StatusOK, "GET", strings.Replace(at, "/export", "/export/losses", 1), nil, &losses)
	if header.Get("Hallmark-Losses") != strconv.Itoa(len(losses.Items)) {
		k.T.Errorf("%s: %s losses, the report has %d", at, header.Get("Hallmark-Losses"),
			len(losses.Items))
	}
	for _, loss := range losses.Items {
		if loss.Detail == "" || loss.Detail == loss.Code {
			k.T.Errorf("%s: loss without a sentence: %+v", at, loss)
		}
	}
	e, _, err := f.Read(bytes.NewReader(body), base)
	k.Must(err)
	return e
}

// TestExportSaysWhatIsLost asks for the report of a form that carries only the clauses.
func TestExportSaysWhatIsLost(t *testing.T) {
	k := apitest.New(t)
	k.SignIn("head")
	var losses struct {
		Items []struct{ Path, Code, Detail string }
	}
	k.Want(http.StatusOK, "GET", "/api/v1/editions/2017/export/losses?format=csv", nil, &losses)
	if len(losses.Items) != 6 || losses.Items[5].Path != "terms" ||
		losses.Items[5].Detail != "该格式没有存放“术语”的位置，未写入" {
		t.Errorf("%+v", losses.Items)
	}
}

// TestEditionPageOffersEveryForm looks for a link to each form on the page.
func TestEditionPageOffersEveryForm(t *testing.T) {
	k := apitest.New(t)
	k.SignIn("auditor")
	_, _, page := k.Call("GET", "/editions/2017", nil)
	for _, f := range formats.All() {
		if !strings.Contains(string(page), `href="/api/v1/editions/2017/export?format=`+f.Name) {
			t.Errorf("no link to %s", f.Name)
		}
	}
}
