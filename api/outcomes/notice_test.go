package outcomes_test

import (
	"bytes"
	"strings"
	"testing"

	"hallmark/api/apitest"
)

// TestNoticeForms asks for the notice of rectification by the ending of the path and by ?format=.
func TestNoticeForms(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	notice := "/api/v1/audits/" + k.ApprovedAudit() + "/rectification-notice"
	for form, test := range map[string]struct{ ending, kind string }{
		"":             {".pdf", "inline"},
		"?format=pdf":  {".pdf", "inline"},
		"?format=docx": {".docx", "attachment"},
	} {
		status, header, file := k.Call("GET", notice+form, nil)
		_, _, same := k.Call("GET", notice+test.ending, nil)
		if status != 200 || !bytes.Equal(file, same) {
			t.Errorf("%q: %d, %d bytes, other than %s with %d", form, status, len(file), test.ending, len(same))
		}
		if d := header.Get("Content-Disposition"); !strings.HasPrefix(d, test.kind+";") {
			t.Errorf("%q comes %q, want %s", form, d, test.kind)
		}
	}
	status, _, body := k.Call("GET", notice+"?format=csv", nil)
	if status != 400 || !strings.Contains(string(body), "pdf docx") {
		t.Errorf("another form: %d %s", status, body)
	}
	// The ending of the path has the last word.
	_, header, _ := k.Call("GET", notice+".docx?format=pdf", nil)
	if name := header.Get("Content-Disposition"); !strings.Contains(name, ".docx") {
		t.Errorf("%q instead of a DOCX", name)
	}
}
