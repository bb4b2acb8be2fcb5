package reports_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"hallmark/api/apitest"
	"hallmark/standard/oscal"
)

// TestExportOSCAL fetches an edition as a catalog, and reads it back.
func TestExportOSCAL(t *testing.T) {
	k := apitest.New(t)
	k.SignIn("editor")
	status, header, body := k.Call("GET", "/api/v1/editions/2017/export?format=oscal-catalog", nil)
	if status != http.StatusOK || header.Get("Hallmark-Losses") != "0" ||
		!strings.Contains(header.Get("Content-Disposition"), oscal.CatalogName("2017")) {
		t.Fatalf("%d %v", status, header)
	}
	reading, err := oscal.Read(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	var seen struct{ Digest string }
	k.Want(http.StatusOK, "GET", "/api/v1/editions/2017", nil, &seen)
	if have := string(reading.Edition.Digest()); have != seen.Digest || len(reading.Losses) > 0 {
		t.Errorf("read back as %s, want %s; lost %v", have, seen.Digest, reading.Losses)
	}
	const profile = "/api/v1/editions/2017/export?format=oscal-profile"
	status, header, body = k.Call("GET", profile+"&tier=community", nil)
	if status != http.StatusOK || header.Get("Hallmark-Losses") != "1" ||
		!strings.Contains(header.Get("Content-Disposition"), oscal.ProfileName("2017", 3)) ||
		!bytes.Contains(body, []byte(`"set-parameters"`)) {
		t.Errorf("%d %v", status, header)
	}
	if status, _, body = k.Call("GET", profile, nil); status != 400 || apitest.CodeOf(t, body) != "invalid" {
		t.Errorf("a profile of no tier: %d %s", status, body)
	}
	_, _, page := k.Call("GET", "/editions/2017", nil)
	for _, link := range []string{"format=oscal-catalog", "format=oscal-profile&amp;tier=subdistrict"} {
		if !bytes.Contains(page, []byte(link)) {
			t.Errorf("the page has no link %s", link)
		}
	}
}

// TestExportAudit fetches the documents of an audit as far as somebody may read it.
func TestExportAudit(t *testing.T) {
	k := apitest.New(t)
	k.SignIn("auditor")
	id := k.ReadyAudit()
	export := "/api/v1/audits/" + id + "/export"
	k.Record(id, k.Change("HS001", apitest.Object{"value": 120, "note": "大厅面积不足"}))
	documents := map[string]string{"oscal-assessment-plan": "assessment-plan",
		"oscal-assessment-results": "assessment-results", "oscal-poam": "plan-of-action-and-milestones"}
	for format, member := range documents {
		status, header, body := k.Call("GET", export+"?format="+format, nil)
		var root map[string]json.RawMessage
		if err := json.Unmarshal(body, &root); status != http.StatusOK || err != nil ||
			root[member] == nil {
			t.Fatalf("%s: %d %v %.200s", format, status, err, body)
		}
		if header.Get("Hallmark-Losses") == "0" {
			t.Errorf("%s: nothing said of what is lost", format)
		}
		if again := fetch(k, export+"?format="+format); !bytes.Equal(body, again) {
			t.Errorf("%s: other bytes the second time", format)
		}
		if page := fetch(k, "/audits/"+id+"/score"); !bytes.Contains(page, []byte("format="+format)) {
			t.Errorf("the score's page has no link to %s", format)
		}
	}
	if body := fetch(k, export+"?format=oscal-poam"); !bytes.Contains(body, []byte("大厅面积不足")) {
		t.Error("the plan of action does not say what was found")
	}
	k.SignIn("auditor2")
	if status, _, _ := k.Call("GET", export+"?format=oscal-poam", nil); status != http.StatusNotFound {
		t.Errorf("somebody else's audit: %d", status)
	}
}

func fetch(k *apitest.Kit, path string) []byte {
	k.T.Helper()
	status, _, body := k.Call("GET", path, nil)
	if status != http.StatusOK {
		k.T.Fatalf("%s: %d %.200s", path, status, body)
	}
	return body
}
